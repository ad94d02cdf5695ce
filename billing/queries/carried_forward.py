"""Accepted corrections of earlier half-years that wait for the board's next invoice (DOMAIN.md 6, 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q

from billing.models import Correction, CorrectionCarrier, CorrectionState, Invoice, InvoiceKind
from foundation.periods import HalfYear


def carried_forward(half_year: HalfYear) -> defaultdict[int, list[Correction]]:
    """By board id: those that the half-year's invoice carries or, while there is none, those that wait for it. Two
    queries.

    The next invoice is the one of the first half-year after the month's own for which the board has none yet.
    """
    rows = (
        Correction.objects.filter(
            Q(line=None) | Q(line__invoice__kind=InvoiceKind.INVOICE, line__invoice__half_year=half_year),
            state=CorrectionState.ACCEPTED,
            carrier=CorrectionCarrier.NEXT_INVOICE,
            reconciliation__month__lt=half_year.first_day,
        )
        .select_related("reconciliation__department", "line__invoice")
        .order_by("reconciliation__department__code", "reconciliation__month", "sequence")
    )
    invoiced = set(Invoice.objects.filter(kind=InvoiceKind.INVOICE).values_list("board_id", "half_year"))
    found: defaultdict[int, list[Correction]] = defaultdict(list)
    for row in rows:
        board_id = row.reconciliation.department.board_id
        if row.line is not None or _next(board_id, row.reconciliation.month.half_year, invoiced) == half_year:
            found[board_id].append(row)
    return found


def _next(board_id: int, own: HalfYear, invoiced: set[tuple[int, HalfYear]]) -> HalfYear:
    after = own.next()
    while (board_id, after) in invoiced:
        after = after.next()
    return after


def that_fit(waiting: Iterable[Correction], *, owed: Decimal) -> list[Correction]:
    """Those that leave the invoice above 0 kr, the debits first; what does not fit goes on waiting. `owed`: kronor."""
    chosen = []
    for one in sorted(waiting, key=lambda one: one.moved < 0):
        if one.line_id is not None or owed + one.moved > 0:
            chosen.append(one)
            owed += one.moved
    return chosen
