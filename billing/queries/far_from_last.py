"""Boards whose half-year costs much more or much less than the one before (DOMAIN.md 7, rehearsal)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.models import MonthParameters, Reconciliation
from billing.queries.claims import BoardClaim
from billing.tolerance import is_far_from
from foundation.money import to_ore


@dataclass(frozen=True, slots=True)
class FarFromLast:
    """Kronor per charged month, now and the half-year before."""

    now: Decimal
    before: Decimal


def boards_far_from_last(claims: Sequence[BoardClaim], *, day: date) -> dict[int, FarFromLast]:
    """By board id, from the closed months of both half-years, by what is far on the day. Two queries."""
    if not claims:
        return {}
    before: defaultdict[int, list[Reconciliation]] = defaultdict(list)
    earlier = Reconciliation.objects.closed().filter(month__in=claims[0].half_year.previous().months)
    for row in earlier.select_related("department").defer("target_trail"):
        before[row.department.board_id].append(row)
    tolerance = MonthParameters.objects.on(day).tolerance
    found = {}
    for claim in claims:
        now, last = _charged(claim.months), _charged(before[claim.board.pk])
        fee_each = max((row.fee_each for row in claim.months), default=Decimal(0))
        if not now or not last:
            continue
        far = is_far_from(
            now=_sum(now), months=_months(now), before=_sum(last), months_before=_months(last), fee_each=fee_each,
            tolerance=tolerance,
        )  # fmt: skip
        if far:
            found[claim.board.pk] = FarFromLast(to_ore(_sum(now) / _months(now)), to_ore(_sum(last) / _months(last)))
    return found


def _charged(rows: Iterable[Reconciliation]) -> list[Reconciliation]:
    return [row for row in rows if row.charges]


def _sum(rows: Iterable[Reconciliation]) -> Decimal:
    return sum((row.fee for row in rows), Decimal("0.00"))


def _months(rows: Iterable[Reconciliation]) -> int:
    return len({row.month for row in rows})
