"""The city's three measures on a page of their own: month by month, and each department's part."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from allocation.models import ModelYear
from allocation.queries import asked_model_year
from followup.charts import measure_charts
from followup.forms import MeasuresFilter
from followup.queries.city import CityMeasures, city_measures
from followup.queries.measure_tables import MeasureOverMonths, departments_at, measure_over_months, months_of
from foundation.clock import today
from foundation.periods import Month
from foundation.tables import Column, Kind, table_response
from foundation.tables.kinds import Value
from foundation.templatetags.overens import day
from organisation.access import require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act

_MEASURES = (
    Column("increase", gettext_lazy("Nettoökning"), Kind.INTEGER),
    Column("created", gettext_lazy("Skapade anställningar"), Kind.INTEGER),
    Column("offered", gettext_lazy("Erbjudna platser"), Kind.INTEGER),
)
MONTH_COLUMNS = (
    Column("month", gettext_lazy("Månad"), Kind.MONTH),
    Column("stock", gettext_lazy("Anställda vid månadens slut"), Kind.INTEGER),
    *_MEASURES,
)
DEPARTMENT_COLUMNS = (
    Column("department", gettext_lazy("Förvaltningskod"), Kind.CODE),
    Column("name", gettext_lazy("Förvaltning")),
    Column("baseline", gettext_lazy("Anställda på jämförelsedagen"), Kind.INTEGER),
    Column("stock", gettext_lazy("Anställda vid månadens slut"), Kind.INTEGER),
    *_MEASURES,
)


@require_GET
def measures(request: PersonRequest) -> HttpResponse:
    """For those who see the whole city; ?format=xlsx or csv gives the departments, with table=months the months."""
    require(request.user, Act.SEE_REPORTS)
    if not sees_whole_city(request.user, Act.SEE_REPORTS):
        raise Http404
    model_year = asked_model_year(request.GET.get("year", ""), today=today())
    found = city_measures(model_year=model_year, today=today())
    month = _month(request, found)
    over_months = measure_over_months(found, request.GET.get("measure", ""))
    if table_format := request.GET.get("format"):
        if over_months and request.GET.get("table") == "measure":
            return _measure_file(table_format, over_months, found)
        return _file(table_format, request.GET.get("table", ""), found, month, model_year)
    charts = measure_charts(found)
    context = {
        "model_year": model_year,
        "found": found,
        "measures": charts,
        "months": months_of(found),
        "departments": departments_at(found, month) if month else None,
        "month": month,
        "over_months": over_months,
        "chosen": next((one for one in charts if over_months and one.measure.name == over_months.name), None),
        "form": MeasuresFilter(model_year=model_year, months=found.ended, month=month),
    }
    return render(request, "followup/measures.html", context)


def _month(request: PersonRequest, found: CityMeasures) -> Month | None:
    """The month in the address, else the last that has ended; None before the first has."""
    last = found.ended[-1] if found.ended else None
    return next((month for month in found.ended if str(month) == request.GET.get("month")), last)


def _file(
    table_format: str, table: str, found: CityMeasures, month: Month | None, model_year: ModelYear
) -> HttpResponse:
    about = [
        (_("Jämförelsedag"), day(model_year.baseline_date)),
        (_("Mål"), f"{model_year.increase_target} / {model_year.created_target} / {model_year.offered_target}"),
    ]
    if table == "months" or month is None:
        rows = [(one.month, one.stock, one.increase, one.created, one.offered) for one in months_of(found)]
        name = f"stadens-matt-{model_year.year}"
        return table_response(table_format, name=name, columns=MONTH_COLUMNS, rows=rows, about=about)
    cells = [
        (one.code, one.name, one.baseline, one.stock, one.increase, one.created, one.offered)
        for one in departments_at(found, month).rows
    ]
    name = f"stadens-matt-{month}"
    return table_response(table_format, name=name, columns=DEPARTMENT_COLUMNS, rows=cells, about=about)


def _measure_file(table_format: str, table: MeasureOverMonths, found: CityMeasures) -> HttpResponse:
    columns = [*DEPARTMENT_COLUMNS[:2], *(Column(str(month), str(month), Kind.INTEGER) for month in found.ended)]
    cells: list[tuple[Value, ...]] = [(row.code, row.name, *row.values) for row in table.rows]
    return table_response(table_format, name=f"stadens-matt-{table.name}", columns=columns, rows=cells)
