"""The accrual at a month's end: seen first, then handed over as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.hand_overs import AccrualForm
from billing.operations.accruals import hand_over_accrual
from billing.queries.accruals import accrual
from foundation.clock import today
from foundation.periods import Month
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def accruals(request: PersonRequest) -> HttpResponse:
    """What would be booked at the end of ?month= (last month without); posted, it is written and kept."""
    require(request.user, Act.HAND_OVER)
    if request.method == "POST":
        form = AccrualForm(request.POST)
        if form.is_valid():
            made = hand_over_accrual(**form.cleaned_data, by=request.user, today=today())
            messages.success(
                request, _("Periodiseringen är klar. Hämta filen %(name)s.") % {"name": made.document.name}
            )
            return redirect("billing:hand_overs")
    last = Month.of(today()).previous()
    named = request.GET.get("month") or request.POST.get("month") or str(last)
    asked = AccrualForm({"month": named, "form": "sie"})
    month = asked.cleaned_data["month"] if asked.is_valid() else last
    context = {"found": accrual(month), "form": AccrualForm(initial={"month": month, "form": "sie"}), "asked": asked}
    return render(request, "billing/accruals.html", context)
