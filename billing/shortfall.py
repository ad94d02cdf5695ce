"""What is missing in a month, what of it may be charged, and what that costs (D1; DOMAIN.md 6 and 7).

Standard library only. Numbers of employments are exact fractions: whole unless the terms count a daily average.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from foundation.money import to_ore
from foundation.periods import HalfYear, Month

NOTHING = Fraction(0)


class MissingCause(StrEnum):
    NO_PLACE_OFFERED = "no_place_offered"
    NO_CANDIDATE = "no_candidate"
    SUPPORT_REFUSED = "support_refused"
    DECLINED = "declined"
    ENDED_EARLY = "ended_early"
    OTHER = "other"


def excusing_causes(*, unfilled_place_excuses: bool, agreed: Collection[str] = ()) -> frozenset[MissingCause]:
    """The causes that the terms excuse: an approved place without a candidate exactly where the terms say so."""
    others = frozenset(map(MissingCause, agreed)) - {MissingCause.NO_CANDIDATE}
    return others | {MissingCause.NO_CANDIDATE} if unfilled_place_excuses else others


@dataclass(frozen=True, slots=True)
class ChargingTerms:
    """What decides whether a missing employment costs anything. `fee` is kronor per employment and month."""

    fee: Decimal
    charging_starts: Month
    excusing: frozenset[MissingCause] = field(default_factory=frozenset)
    is_provider: bool = False

    def charges(self, month: Month) -> bool:
        """The provider is followed but never invoiced (DOMAIN.md 2)."""
        return not self.is_provider and month >= self.charging_starts


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A department's month: numbers of employments, and the fee in kronor with two decimals."""

    month: Month
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee: Decimal


def shortfall(
    *,
    month: Month,
    target: int,
    counted: Fraction | int,
    terms: ChargingTerms,
    causes: Mapping[str, int] | None = None,
) -> Shortfall:
    """Measure one month by itself: a surplus earns nothing, here or in any other month (DOMAIN.md 6, no netting).

    `causes` are the recorded numbers of missing employments per `MissingCause`. What is excused is never more than
    what is missing; before charging starts it is still shown, though nothing is chargeable. The fee is rounded to öre
    last.
    """
    missing = max(NOTHING, Fraction(target) - counted)
    excusable = sum((number for cause, number in (causes or {}).items() if cause in terms.excusing), 0)
    excused = min(missing, Fraction(excusable))
    chargeable = missing - excused if terms.charges(month) else NOTHING
    fee = to_ore(chargeable * Fraction(terms.fee))
    return Shortfall(month, target, Fraction(counted), missing, excused, chargeable, fee)


@dataclass(frozen=True, slots=True)
class HalfYearSum:
    """The months of one invoice added up, month by month as they stand on its lines."""

    half_year: HalfYear
    months: tuple[Shortfall, ...]
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee: Decimal


def half_year_sum(half_year: HalfYear, months: Iterable[Shortfall]) -> HalfYearSum:
    """Add up the months of a half-year. Raises ValueError for a month outside it or given twice."""
    ordered = tuple(sorted(months, key=lambda one: one.month))
    named = [one.month for one in ordered]
    if len(set(named)) != len(named) or not set(named) <= set(half_year.months):
        raise ValueError(f"not each a month of {half_year}: {', '.join(map(str, named))}")
    return HalfYearSum(
        half_year=half_year,
        months=ordered,
        missing=sum((one.missing for one in ordered), NOTHING),
        excused=sum((one.excused for one in ordered), NOTHING),
        chargeable=sum((one.chargeable for one in ordered), NOTHING),
        fee=sum((one.fee for one in ordered), to_ore(0)),
    )
