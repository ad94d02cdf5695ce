"""The first page: what to do now, how it stands, what it will cost, by what the user's roles may see (UX.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from allocation.models import ModelYear
from allocation.queries import current_model_year
from billing.queries.half_years import three_sums
from billing.queries.measured import register_of
from followup.charts import measure_charts, year_chart
from followup.queries.city import city_measures
from followup.queries.city_board import city_overview
from followup.queries.department import departments_of, standing
from followup.queries.half_year import half_year_now
from followup.queries.people import people_now
from followup.queries.setup import setup_steps
from followup.queries.tasks import first_page_tasks
from foundation.clock import today as today_now
from foundation.display import Tab
from organisation.access import acts_of, may, sees_whole_city
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def setup(request: PersonRequest) -> HttpResponse:
    """The way from an empty installation to the first reconciliation, also when it has begun."""
    acts = acts_of(request.user)
    if not acts:
        return render(request, "followup/home_without_role.html")
    return render(request, "followup/home_empty.html", {"tasks": [], "steps": setup_steps(acts)})


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """One page for all roles; each part of it is there for those whose work it is."""
    user, today = request.user, today_now()
    acts = acts_of(user)
    if not acts:
        return render(request, "followup/home_without_role.html")
    is_empty = not ModelYear.objects.exists()
    if acts == {Act.ADMINISTER} and not is_empty:
        return redirect("organisation:people")
    if is_empty:
        tasks = first_page_tasks(user=user, today=today)
        return render(request, "followup/home_empty.html", {"tasks": tasks, "steps": setup_steps(acts)})
    now = None
    model_year = current_model_year(today)
    context: dict[str, Any] = {"model_year": model_year, "standing": None, "city": None, "claims": None, "people": None}
    if departments := departments_of(user):
        context |= _department(request, departments, model_year, today)
    if Act.ISSUE_INVOICES in acts or Act.DECIDE_CLAIM in acts:
        context["claims"] = now = half_year_now(model_year=model_year, today=today)
        context["next_step"] = now.next_for(acts)
    elif sees_whole_city(user, Act.SEE_RECONCILIATIONS):
        context |= _city(model_year, today)
    elif sees_whole_city(user, Act.SEE_EMPLOYMENTS):
        context["people"] = people_now(user=user, today=today)
        context["may_edit"] = Act.EDIT_EMPLOYMENTS in acts
    context["tasks"] = first_page_tasks(user=user, today=today, now=now)
    return render(request, "followup/home.html", context)


def _department(
    request: PersonRequest, departments: list[Department], model_year: ModelYear, today: date
) -> dict[str, Any]:
    """The chosen one of the user's own departments, else the first."""
    chosen = next((one for one in departments if one.code == request.GET.get("department")), departments[0])
    stands = standing(department=chosen, model_year=model_year, today=today)
    return {
        "tabs": [Tab(one.name, f"?department={one.code}", current=one == chosen) for one in departments],
        "standing": stands,
        "own_sums": three_sums(departments=[chosen], year=model_year.year),
        "year_chart": year_chart(stands),
        "may_confirm": may(request.user, Act.CONFIRM_MONTH, chosen),
    }


def _city(model_year: ModelYear, today: date) -> dict[str, Any]:
    """The register is read once for both the months and the measures."""
    register = register_of(first=min(model_year.baseline_date, model_year.starts), last=model_year.ends)
    city = city_overview(model_year=model_year, today=today, register=register)
    return {
        "city": city,
        "sums": three_sums(departments=[row.department for row in city.rows], year=model_year.year),
        "measures": measure_charts(city_measures(model_year=model_year, today=today, register=register)),
    }
