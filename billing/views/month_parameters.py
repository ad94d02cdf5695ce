"""Time to answer, reminders and parking: the dated parameters of the month between two sides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.month_parameters import MonthParametersForm
from billing.models import MonthParameters
from foundation.clock import today
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def parameters(request: PersonRequest) -> HttpResponse:
    """What holds today and has held, and a form for what holds from a day on."""
    require(request.user, Act.RECONCILE if request.method == "POST" else Act.SEE_RECONCILIATIONS)
    now = MonthParameters.objects.on(today())
    form = MonthParametersForm(
        request.POST or None, initial=MonthParametersForm.standing(now) | {"valid_from": today()}
    )
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("Värdena gäller från och med %(day)s.") % {"day": day(saved.valid_from)})
        return redirect("billing:month_parameters")
    context = {
        "now": now,
        "rows": MonthParameters.objects.order_by("-valid_from"),
        "form": form,
        "may_change": may(request.user, Act.RECONCILE),
    }
    return render(request, "billing/month_parameters.html", context, status=422 if form.errors else 200)
