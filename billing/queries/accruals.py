"""What is earned but not invoiced when a month ends: closed months whose invoice had not been issued by then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from billing.queries.claims import BoardClaim, UnclosedMonth, computed_claims
from billing.queries.half_years import covered_half_years
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class BoardAccrual:
    """A board's earned and not invoiced kronor at the month's end, and the months they come from."""

    claim: BoardClaim
    months: tuple[Month, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Accrual:
    """`unclosed` are months up to this one that are not closed, so that nothing can be said of them yet."""

    month: Month
    boards: tuple[BoardAccrual, ...]
    unclosed: tuple[UnclosedMonth, ...]

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.boards), Decimal("0.00"))


def accrual(month: Month) -> Accrual:
    """By half-year and board. Eight queries for each half-year up to the month.

    Where a decision to claim less stands, its share of each month counts; where nobody has decided, the computed fee.
    """
    claims = [
        claim
        for half_year in covered_half_years()
        if half_year.first_month <= month
        for claim in computed_claims(half_year=half_year)
    ]
    waiting = [claim for claim in claims if not _invoiced_by(claim, month.last_day)]
    found = [_of_board(claim, month) for claim in waiting]
    return Accrual(
        month,
        tuple(one for one in found if one.amount),
        tuple(one for claim in waiting for one in claim.unclosed if one.month <= month),
    )


def _invoiced_by(claim: BoardClaim, day: date) -> bool:
    return claim.invoice is not None and timezone.localdate(claim.invoice.issued_at) <= day


def _of_board(claim: BoardClaim, month: Month) -> BoardAccrual:
    """The decision's kronor of each month, as the invoice will have them; of the months that have been."""
    parts = list(_parts(claim, month))
    computed = [amount for _month, amount, _is_in in parts]
    shares: Sequence[Decimal] = computed if claim.claimed is None else claim.shares(computed)
    taken = [(one, share) for (one, _amount, is_in), share in zip(parts, shares, strict=True) if is_in and share]
    return BoardAccrual(
        claim, tuple(sorted({one for one, _share in taken})), sum((s for _m, s in taken), Decimal("0.00"))
    )


def _parts(claim: BoardClaim, month: Month) -> Iterable[tuple[Month, Decimal, bool]]:
    """(month, kronor, whether it belongs to the accrual) of each closed month and each correction."""
    for row in claim.months:
        yield row.month, row.fee, row.month <= month
    for one in claim.corrections:
        settled = one.settled_at is not None and timezone.localdate(one.settled_at) <= month.last_day
        yield one.reconciliation.month, one.moved, settled and one.reconciliation.month <= month
