"""What the department owes each month, and how that comes about."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from agreements.queries.months import MonthOfYear, months_of
from agreements.views.loading import visible_agreement
from foundation.periods import Month
from foundation.tables import Column, Kind, table_response
from organisation.requests import PersonRequest

COLUMNS = (
    Column("month", gettext_lazy("Månad"), Kind.MONTH),
    Column("base", gettext_lazy("Utgångspunkt"), Kind.INTEGER),
    Column("source", gettext_lazy("Varifrån")),
    Column("transfers_in", gettext_lazy("Överfört hit"), Kind.INTEGER),
    Column("transfers_out", gettext_lazy("Överfört härifrån"), Kind.INTEGER),
    Column("target", gettext_lazy("Mål"), Kind.INTEGER),
    Column("state", gettext_lazy("Läge")),
)
_CLOSED, _OPEN = gettext_lazy("stängd"), gettext_lazy("öppen")


@require_GET
def months(request: PersonRequest, pk: int) -> HttpResponse:
    agreement = visible_agreement(request, pk)
    rows = months_of(agreement)
    if asked := request.GET.get("format"):
        name = f"mal-{agreement.model_year.year}-{agreement.department.code}"
        return table_response(asked, name=name, columns=COLUMNS, rows=[_values(row) for row in rows])
    targets = [row.found.target for row in rows]
    context = {
        "agreement": agreement,
        "rows": rows,
        "lowest": min(targets, default=0),
        "highest": max(targets, default=0),
        "formula": rows[0].found.formula if rows else None,
        "endings": agreement.endings.agreed(),
    }
    return render(request, "agreements/months.html", context)


def _values(row: MonthOfYear) -> tuple[Month | int | str, ...]:
    effective = row.found.effective
    return (
        row.month, effective.base, row.source, effective.transfers_in, effective.transfers_out, effective.target,
        str(_CLOSED if row.is_closed else _OPEN),
    )  # fmt: skip
