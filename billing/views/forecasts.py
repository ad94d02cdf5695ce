"""What will be owed: the forecast's page, and what a few more starts would save, live in other forms too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.models import ModelYear
from allocation.queries import asked_model_year
from billing.charts import fee_chart
from billing.forms.forecasts import StartsForm, as_asked
from billing.queries.forecast_page import ForecastPage, StartsTried, forecast_page, starts_tried
from billing.queries.half_years import three_sums
from billing.queries.known import forecast_then_now
from billing.tables import FORECAST_COLUMNS, forecast_cells
from foundation.clock import today
from foundation.display import Tab
from foundation.known_day import ThenNow, known_context
from foundation.periods import Month
from foundation.tables import table_response
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def forecast(request: PersonRequest) -> HttpResponse:
    """Fee so far, half-year and year by two readings; one department month by month; what more starts would save."""
    require(request.user, Act.SEE_RECONCILIATIONS)
    year = asked_model_year(request.GET.get("year", ""), today=today())
    seen = Department.objects.visible_to(request.user, Act.SEE_RECONCILIATIONS)
    own = list(seen.with_quota(year.first_month, year.last_month))
    shown = forecast_page(model_year=year, today=today(), departments=own, chosen=request.GET.get("department", ""))
    if "format" in request.GET:
        return _table(request, shown, year)
    context = {
        "page": shown,
        "sums": three_sums(departments=[shown.chosen.department] if shown.chosen else own, year=year.year),
        "year": year,
        "years": _years(year),
        "chart": fee_chart(shown),
        "form": StartsForm(initial=_initial(request, shown), user=request.user),
        "tried": _tried(request),
        **known_context(request.GET.dict(), today=today(), read=lambda day: _then_now(shown, own, day)),
    }
    return render(request, "billing/forecast.html", context)


def _years(chosen: ModelYear) -> list[Tab]:
    years = ModelYear.objects.order_by("year").values_list("year", flat=True)
    here = reverse("billing:forecast")
    return [Tab(str(year), f"{here}?year={year}", current=year == chosen.year) for year in years]


def _initial(request: PersonRequest, shown: ForecastPage) -> dict[str, Any]:
    """What was asked last, else one from the first of next month at the department that is shown."""
    chosen = {"department": shown.chosen.department.code} if shown.chosen else {}
    asked = {
        name: request.GET[name] for name in ("starts", "from_day", "until", "working_share") if request.GET.get(name)
    }
    return {"starts": 1, "from_day": Month.of(shown.day).next().first_day, **chosen, **asked}


def _tried(request: PersonRequest) -> StartsTried | None:
    """None until someone has asked with a department, a number and a day that can be read."""
    form = StartsForm(as_asked(request.GET.dict()), user=request.user, key="pk" if "day" in request.GET else "code")
    return starts_tried(**form.cleaned_data, today=today()) if form.is_valid() else None


@require_GET
def starts(request: PersonRequest) -> HttpResponse:
    """What more starts would save, as a sentence: included by forms that offer places or plan starts (hx-get).

    `?day=available_from&last=available_to&number=openings&part=working_share` names the fields of such a form; its
    department is "department".
    """
    if not may(request.user, Act.EDIT_EMPLOYMENTS):
        require(request.user, Act.SEE_RECONCILIATIONS)
    return render(request, "billing/_starts.html", {"tried": _tried(request)})


def _then_now(shown: ForecastPage, own: list[Department], day: date) -> list[ThenNow]:
    """The chosen department's forecast of that day beside the one shown, else the city's."""
    chosen = shown.chosen.department.code if shown.chosen else ""
    return forecast_then_now(departments=own, day=day, now_day=shown.day, chosen=chosen)


def _table(request: PersonRequest, shown: ForecastPage, year: ModelYear) -> HttpResponse:
    return table_response(
        request.GET["format"],
        name=f"prognos-{year}",
        columns=FORECAST_COLUMNS,
        rows=[forecast_cells(row) for row in shown.rows],
        about=[(_("Modellår"), str(year)), (_("Prognosens dag"), day(shown.day)), (_("Uttagen"), day(today()))],
    )
