"""The first page: what to do now, how it stands, what it will cost, by what the user's roles may see (UX.md)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from allocation.models import ModelYear
from allocation.queries import current_model_year
from followup.charts import measure_charts, year_chart
from followup.queries.city import city_measures
from followup.queries.city_board import city_overview
from followup.queries.department import departments_of, standing
from followup.queries.finance import half_year_overview
from followup.queries.tasks import tasks_of
from foundation.clock import today as today_now
from organisation.access import acts_of
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """One page for all roles; each part of it is there for those whose work it is."""
    user, today = request.user, today_now()
    acts = acts_of(user)
    if acts == {Act.ADMINISTER}:
        return redirect("organisation:people")
    context: dict[str, Any] = {
        "tasks": tasks_of(user=user, today=today),
        "standing": None,
        "city": None,
        "claims": None,
    }
    if not ModelYear.objects.exists():
        return render(request, "followup/home_empty.html", context)
    model_year = current_model_year(today)
    context["model_year"] = model_year
    departments = departments_of(user)
    if departments:
        chosen = next((one for one in departments if one.code == request.GET.get("department")), departments[0])
        context["departments"] = departments
        context["standing"] = stands = standing(department=chosen, model_year=model_year, today=today)
        context["year_chart"] = year_chart(stands)
    if Act.ISSUE_INVOICES in acts or Act.DECIDE_CLAIM in acts:
        context["claims"] = half_year_overview(model_year=model_year, today=today)
    elif user.sees_whole_city:
        context["city"] = city_overview(model_year=model_year, today=today)
        context["measures"] = measure_charts(city_measures(model_year=model_year, today=today))
    return render(request, "followup/home.html", context)
