"""Every half-year with its three sums, for the list (DOMAIN.md 7: all three stay visible)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from allocation.models import ModelYear
from billing.models import ClaimDecision, Invoice, Reconciliation
from foundation.periods import HalfYear, Month, months_between
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class HalfYearRow:
    """Kronor; `computed` from closed months, `invoiced` with credit and debit notes."""

    half_year: HalfYear
    closed: int
    opened: int
    computed: Decimal
    claimed: Decimal
    invoiced: Decimal
    invoices: int
    to_hand_over: int


def half_year_rows(departments: Collection[Department]) -> list[HalfYearRow]:
    """Newest first, for these departments and their boards. Four queries."""
    boards = {one.board_id for one in departments}
    months = Reconciliation.objects.filter(department__in=departments).values_list("month", "state", "fee")
    claims = list(ClaimDecision.objects.filter(board__in=boards, is_current=True).values_list("half_year", "claimed"))
    invoices = list(Invoice.objects.filter(board__in=boards).values_list("half_year", "amount", "hand_over_item"))
    by_half: defaultdict[HalfYear, list[tuple[str, Decimal]]] = defaultdict(list)
    for month, state, fee in months:
        by_half[month.half_year].append((state, fee))
    found = []
    for half_year in sorted(covered_half_years(), reverse=True):
        own = by_half[half_year]
        sums = [amount for one, amount, _item in invoices if one == half_year]
        found.append(
            HalfYearRow(
                half_year=half_year,
                closed=sum(state == "closed" for state, _fee in own),
                opened=len(own),
                computed=sum((fee for state, fee in own if state == "closed"), Decimal(0)),
                claimed=sum((claimed for one, claimed in claims if one == half_year), Decimal(0)),
                invoiced=sum(sums, Decimal(0)),
                invoices=len(sums),
                to_hand_over=sum(one == half_year and item is None for one, _amount, item in invoices),
            )
        )
    return found


def covered_half_years() -> set[HalfYear]:
    """Those that a model year covers."""
    return {
        month.half_year
        for starts, ends in ModelYear.objects.values_list("starts", "ends")
        for month in months_between(Month.of(starts), Month.of(ends))
    }
