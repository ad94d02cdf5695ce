"""From rate and headcount to quotas: exact product, then the rounding rule (D1; DOMAIN.md 3).

Standard library only: the scenario calculator, the agreement and the register all count through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

from foundation.periods import Month, months_between

Key = TypeVar("Key", int, str)


class Rounding(StrEnum):
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    FLOOR = "floor"
    CEILING = "ceiling"
    LARGEST_REMAINDER = "largest_remainder"


_DECIMAL_ROUNDING = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.CEILING: ROUND_CEILING,
}


@dataclass(frozen=True, slots=True)
class QuotaDerivation:
    """How a quota came about: 19 = 5.7 % of 330 = 18.81, rounded half up.

    `exact` is rate × headcount. `share` is the number that was rounded: the same as `exact`, except when a stated
    total could not be reached by rounding `exact` up or down; then it is the proportional share of that total.
    """

    rate: Decimal
    basis_headcount: int
    exact: Decimal
    share: Fraction
    rounding: Rounding
    total: int | None
    quota: int

    @property
    def is_scaled(self) -> bool:
        """True when the stated total lies outside what the rate gives: worth a warning on screen."""
        return self.share != Fraction(self.exact)


def exact_quota(*, rate: Decimal, headcount: int) -> Decimal:
    """Rate × headcount in employments, not rounded. Raises ValueError when either is negative."""
    if rate < 0 or headcount < 0:
        raise ValueError(f"rate and headcount cannot be negative: {rate}, {headcount}")
    return rate * headcount


def round_quota(exact: Decimal, rounding: str) -> int:
    """A single quota in whole employments. Raises ValueError for the largest remainder, which needs all quotas."""
    if rounding == Rounding.LARGEST_REMAINDER:
        raise ValueError("the largest remainder is a rule for all quotas together: use apportion")
    return int(exact.to_integral_value(rounding=_DECIMAL_ROUNDING[Rounding(rounding)]))


def apportion(
    *, rate: Decimal, headcounts: Mapping[Key, int], rounding: str, total: int | None = None
) -> dict[Key, QuotaDerivation]:
    """Every department's quota, in the order of `headcounts`.

    Largest remainder: every share is rounded down and what is left of `total` goes, one each, to those who lost
    most; at a tie to the larger share, then to the lower key. `total` is not used by the other rules. `rounding` may
    be given as the word that is stored. Raises ValueError for a word that is no rule, and when the largest remainder
    has no total, or one that no headcount can carry.
    """
    rounding = Rounding(rounding)
    exacts = {key: exact_quota(rate=rate, headcount=count) for key, count in headcounts.items()}
    if rounding is not Rounding.LARGEST_REMAINDER:
        total = None
        shares = {key: Fraction(exact) for key, exact in exacts.items()}
        quotas = {key: round_quota(exact, rounding) for key, exact in exacts.items()}
    else:
        if total is None or total < 0:
            raise ValueError(f"the largest remainder needs a total of 0 or more, not {total}")
        shares = _shares_reaching(total, exacts=exacts, headcounts=headcounts)
        quotas = _largest_remainder(total, shares)
    return {
        key: QuotaDerivation(rate, headcounts[key], exacts[key], shares[key], rounding, total, quotas[key])
        for key in headcounts
    }


def greatest_fee(*, quota: int, fee: Decimal, chargeable_months: int) -> Decimal:
    """The fee in kronor if not a single employment is filled in any chargeable month."""
    return quota * fee * chargeable_months


def chargeable_months(*, first: Month, last: Month, charging_starts: Month) -> int:
    """How many months of a model year carry a fee: nine in 2021, where charging starts in April (D1)."""
    return len(months_between(max(first, charging_starts), last))


def _shares_reaching(
    total: int, *, exacts: Mapping[Key, Decimal], headcounts: Mapping[Key, int]
) -> dict[Key, Fraction]:
    """The exact quotas if rounding them can give the total, else the total shared in proportion to headcount."""
    if sum(map(floor, exacts.values())) <= total <= sum(map(ceil, exacts.values())):
        return {key: Fraction(exact) for key, exact in exacts.items()}
    people = sum(headcounts.values())
    if not people:
        raise ValueError(f"nobody is employed, so {total} cannot be shared out")
    return {key: Fraction(total * count, people) for key, count in headcounts.items()}


def _largest_remainder(total: int, shares: Mapping[Key, Fraction]) -> dict[Key, int]:
    quotas = {key: floor(share) for key, share in shares.items()}
    by_loss = sorted(sorted(shares), key=lambda key: (shares[key] - quotas[key], shares[key]), reverse=True)
    # sorted() is stable also in reverse, so equal remainders and shares keep the order of the keys
    for key in by_loss[: total - sum(quotas.values())]:
        quotas[key] += 1
    return quotas
