"""Account coding and reference codes: what stands on every invoice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.invoices import CodingForm
from billing.queries.faults import codings_on
from foundation.clock import today
from foundation.periods import Month
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def codings(request: PersonRequest) -> HttpResponse:
    """What holds today for every department, and a form for a new one from a day on."""
    require(request.user, Act.HAND_OVER if request.method == "POST" else Act.SEE_INVOICES)
    form = CodingForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        coding = form.save()
        text = _("Konteringen för %(name)s gäller från och med %(day)s.")
        messages.success(request, text % {"name": coding.department.name, "day": day(coding.valid_from)})
        return redirect("billing:codings")
    now = codings_on(today())
    departments = Department.objects.visible_to(request.user, Act.SEE_INVOICES).with_quota(Month.of(today())).in_order()
    context = {
        "rows": [(department, now.get(department.pk)) for department in departments],
        "form": form,
        "may_change": may(request.user, Act.HAND_OVER),
    }
    return render(request, "billing/codings.html", context)
