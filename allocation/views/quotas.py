"""Every department's quota and the decision it rests on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from allocation.forms import ModelYearFilter
from allocation.models import ModelYear
from allocation.queries.quota_table import QuotaTable, quota_table
from allocation.views.years import chosen_model_year
from allocation.wording import percentage
from foundation.tables import Column, Kind, table_response
from foundation.tables.kinds import Value
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
    table = quota_table(year, reader=request.user)
    if asked := request.GET.get("format"):
        return _file(asked, table)
    context = {
        "table": table,
        "model_year": year,
        "filter": ModelYearFilter({"year": str(year.year)}),
        "rate": percentage(year.rate),
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
    rows += [(d.code, d.name, d.board.name, *nothing, "", d.exempt_reason) for d in table.exempt]
    return table_response(asked, name=f"kvoter-{table.model_year.year}", columns=QUOTA_COLUMNS, rows=rows)


@require_GET
def model_year(request: PersonRequest, year: int) -> HttpResponse:
    """Every parameter of the decision, with what it means and the decision that set it."""
    require(request.user, Act.SEE_ALLOCATION)
    found = get_object_or_404(ModelYear, year=year)
    context = {
        "model_year": found,
        "rate": percentage(found.rate),
        "others": ModelYear.objects.exclude(pk=found.pk).order_by("year"),
    }
    return render(request, "allocation/model_year.html", context)
