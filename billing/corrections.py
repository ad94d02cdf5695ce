"""The difference between a closed month and what the register says about it today (DOMAIN.md 6, correction).

Standard library only. The closed month itself never changes. What stands is what the last accepted correction said,
so an accepted correction is not proposed again, and a correction can itself be corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.shortfall import Shortfall
from foundation.money import to_ore
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The figures of a month that a correction may change; the target and the terms are those of the closing."""

    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee: Decimal

    @classmethod
    def of(cls, measured: Shortfall) -> MonthFigures:
        return cls(measured.counted, measured.missing, measured.excused, measured.chargeable, measured.fee)


@dataclass(frozen=True, slots=True)
class Correction:
    """Both values of a month. A positive `difference` (kronor) is a debit to the board, a negative one a credit."""

    month: Month
    then: MonthFigures
    now: MonthFigures

    @property
    def difference(self) -> Decimal:
        return self.now.fee - self.then.fee


def standing_figures(closed: MonthFigures, accepted: Sequence[MonthFigures]) -> MonthFigures:
    """What holds for a closed month: the `now` of its last accepted correction (oldest first), else the closing."""
    return accepted[-1] if accepted else closed


def proposed_correction(
    *,
    month: Month,
    closed: MonthFigures,
    accepted: Sequence[MonthFigures],
    now: MonthFigures,
    dismissed: Collection[MonthFigures] = (),
) -> Correction | None:
    """The correction that would bring the month to `now`; None when it stands there already.

    `now` is the month counted again on today's register with the target, terms and causes it was closed with;
    `accepted` are the `now` figures of accepted corrections, oldest first, and `dismissed` those of corrections
    dismissed since the last accepted one: the very same is not proposed again. A changed surplus gives a correction
    whose difference is 0 kr: the figures change, the money does not.
    """
    then = standing_figures(closed, accepted)
    return None if now == then or now in dismissed else Correction(month, then, now)


def by_proportion(difference: Correction, *, proportion: Fraction) -> Decimal:
    """Kronor of the difference when the decision claimed that share of the month's computed fee (0 to 1).

    Each of the two fees is rounded to whole öre as a part beside its rest is when a claim is shared out, so that
    corrections one after the other add up to what a single one would have given.
    """
    then, now = (to_ore(Fraction(one.fee) * proportion) for one in (difference.then, difference.now))
    return now - then


def after_rests(share: Decimal, *, rests: Decimal) -> Decimal:
    """A debit less what earlier corrections of the month could not give back (`rests`, kronor, 0 or negative).

    The board has that money already, by a credit of another reason: it is not asked for it twice.
    """
    return max(Decimal(0), share + rests) if share > 0 else share


def creditable(difference: Decimal, *, left: Decimal) -> Decimal:
    """The part of a difference that may be noted: a credit never takes more than what is left of month and invoice.

    Kronor, same sign as `difference`. A debit is not limited. What is left can be less than the difference where
    the month has been credited by hand (DOMAIN.md 7).
    """
    return max(difference, -left)
