"""A column of the scenario calculator becomes a model year."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.operations.adopting import adopt_model_year
from allocation.queries.headcounts import headcount_dates
from allocation.queries.scenario import departments_in_scenarios
from allocation.scenario_form import ScenarioForm
from foundation.clock import today
from foundation.refusals import Refusal
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


class ColumnNotRead(Refusal):
    """The column's fields were empty or wrong: its errors, in words."""


@require_POST
def adoption(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.ADOPT_MODEL_YEAR)
    form = ScenarioForm(
        request.POST,
        prefix=request.POST.get("letter", ""),
        dates=headcount_dates(),
        departments=departments_in_scenarios(),
    )
    if not form.is_valid():
        raise ColumnNotRead(*(str(text) for texts in form.errors.values() for text in texts))
    decision = request.POST.get("decision", "")[:200]
    adopted = adopt_model_year(parameters=form.parameters(), decision=decision, by=request.user, today=today())
    year = adopted.model_year.year
    if adopted.is_new:
        messages.success(request, _("Modellår %(year)s finns nu. Kvoterna nedan räknas på det.") % {"year": year})
    else:
        messages.success(request, _("Modellår %(year)s är ändrat. Kvoterna nedan räknas på det.") % {"year": year})
    return redirect("allocation:model_year", year=year)
