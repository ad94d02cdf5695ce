"""Every department's quota and the decision it rests on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from allocation.forms import ModelYearFilter
from allocation.models import ModelYear
from allocation.queries import month_shown
from allocation.queries.quota_table import QuotaTable, quota_table
from allocation.views.years import chosen_model_year
from allocation.wording import percentage
from foundation.clock import today
from foundation.display import Tab
from foundation.periods import Month, months_between
from foundation.tables import Column, Kind, table_response
from foundation.tables.kinds import Value
from foundation.templatetags.overens import month_name
from organisation.access import may, require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act

QUOTA_COLUMNS = (
    Column("department", _("Förvaltningskod"), Kind.CODE),
    Column("name", _("Namn")),
    Column("board", _("Nämnd")),
    Column("permanent", _("Tillsvidareanställda"), Kind.INTEGER),
    Column("permanent_exact", _("Andel av tillsvidareanställda"), Kind.DECIMAL),
    Column("permanent_quota", _("Kvot på tillsvidareanställda"), Kind.INTEGER),
    Column("all", _("Alla anställda"), Kind.INTEGER),
    Column("all_exact", _("Andel av alla anställda"), Kind.DECIMAL),
    Column("all_quota", _("Kvot på alla anställda"), Kind.INTEGER),
    Column("quota", _("Kvot"), Kind.INTEGER),
    Column("greatest_fee", _("Högsta möjliga avgift, kr"), Kind.DECIMAL),
    Column("derivation", _("Uträkning")),
    Column("exempt_reason", _("Undantagen därför att")),
)


@require_GET
def quotas(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_ALLOCATION)
    year = chosen_model_year(request)
    month = _month(request, year)
    table = quota_table(year, reader=request.user, month=month)
    if asked := request.GET.get("format"):
        return _file(asked, table)
    context = {
        "table": table,
        "model_year": year,
        "filter": ModelYearFilter({"year": str(year.year)}),
        "reading": table.reading,
        "stages": _stages(table),
        "rate": percentage(table.reading.rate),
        "sees_whole_city": sees_whole_city(request.user, Act.SEE_ALLOCATION),
        "may_import": may(request.user, Act.IMPORT_HEADCOUNTS),
    }
    return render(request, "allocation/quotas.html", context)


def _file(asked: str, table: QuotaTable) -> HttpResponse:
    rows: list[tuple[Value, ...]] = [
        (
            row.department.code, row.department.name, row.department.board.name,
            row.permanent.basis_headcount, row.permanent.exact.normalize(), row.permanent.quota,
            row.all_employees.basis_headcount, row.all_employees.exact.normalize(), row.all_employees.quota,
            row.quota, row.greatest_fee, row.sentence, "",
        )
        for row in table.rows
    ]  # fmt: skip
    nothing = (None,) * 8
    rows += [
        (one.department.code, one.department.name, one.department.board.name, *nothing, "", one.exemption.reason)
        for one in table.exempt
    ]
    return table_response(asked, name=f"kvoter-{table.model_year.year}", columns=QUOTA_COLUMNS, rows=rows)


def _month(request: PersonRequest, year: ModelYear) -> Month:
    """The month in the address, else this month held within the year."""
    months = months_between(year.first_month, year.last_month)
    wanted = request.GET.get("month")
    return next((month for month in months if str(month) == wanted), month_shown(year, today()))


def _stages(table: QuotaTable) -> list[Tab]:
    """One for each time within the year from which the quotas are others."""
    shown = max(month for month in table.stages if month <= table.month)
    return [
        Tab(
            gettext("från och med %(month)s") % {"month": month_name(month)},
            f"?year={table.model_year.year}&month={month}",
            current=month == shown,
        )
        for month in table.stages
    ]
