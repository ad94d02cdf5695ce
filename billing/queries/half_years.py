"""Every half-year with its three sums, for the list (DOMAIN.md 7: all three stay visible)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from allocation.models import ModelYear
from billing.models import Invoice, InvoiceKind, Reconciliation
from billing.queries.claims import computed_claims
from foundation.periods import HalfYear, Month, months_between
from organisation.models import Board, Department


@dataclass(frozen=True, slots=True)
class HalfYearRow:
    """Kronor, by the same rules as the half-year's own page; `noted` is the sum of credit and debit notes."""

    half_year: HalfYear
    closed: int
    opened: int
    computed: Decimal
    claimed: Decimal
    invoiced: Decimal
    noted: Decimal
    invoices: int
    to_hand_over: int


@dataclass(frozen=True, slots=True)
class ThreeSums:
    """Kronor of the boards' half-years in a year: what closed months came to, what is claimed, what is invoiced."""

    boards: int
    computed: Decimal
    claimed: Decimal
    invoiced: Decimal
    noted: Decimal  # credit and debit notes


def three_sums(*, departments: Collection[Department], year: int) -> ThreeSums:
    """For the boards of these departments: wherever one of the three stands, all do (DOMAIN.md 7)."""
    rows = half_year_rows(departments, year=year)
    names = ("computed", "claimed", "invoiced", "noted")
    boards = len({one.board_id for one in departments})
    return ThreeSums(boards, *(sum((getattr(row, name) for row in rows), Decimal("0.00")) for name in names))


def half_year_rows(departments: Collection[Department], *, year: int | None = None) -> list[HalfYearRow]:
    """Newest first, for these departments and their boards, of one year or all. A number of queries that grows with
    the half-years.
    """
    boards = list(Board.objects.filter(pk__in={one.board_id for one in departments}))
    months = Reconciliation.objects.filter(department__in=departments).values_list("month", "state")
    invoices = list(
        Invoice.objects.filter(board__in=boards).values_list("half_year", "kind", "amount", "hand_over_item")
    )
    by_half: defaultdict[HalfYear, list[str]] = defaultdict(list)
    for month, state in months:
        by_half[month.half_year].append(state)
    found = []
    for half_year in sorted(covered_half_years(), reverse=True):
        if year is not None and half_year.year != year:
            continue
        own = by_half[half_year]
        claims = computed_claims(half_year=half_year, boards=boards)
        issued = [(kind, amount, item) for one, kind, amount, item in invoices if one == half_year]
        found.append(
            HalfYearRow(
                half_year=half_year,
                closed=own.count("closed"),
                opened=len(own),
                computed=sum((claim.computed for claim in claims), Decimal("0.00")),
                claimed=sum((claim.claimed or Decimal(0) for claim in claims), Decimal("0.00")),
                invoiced=sum((claim.invoiced for claim in claims), Decimal("0.00")),
                noted=sum((amount for kind, amount, _item in issued if kind != InvoiceKind.INVOICE), Decimal("0.00")),
                invoices=len(issued),
                to_hand_over=sum(item is None for _kind, _amount, item in issued),
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
