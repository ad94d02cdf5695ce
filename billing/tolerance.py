"""When a half-year's sum is far from the last one, so that someone looks before it is invoiced. Standard library only.

A warning, never a stop: a board may well have improved. Half-years are compared per charged month, since the first of
2021 has three of them and the second six.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Far is more than `times` as much or less than one part in so many, and never a difference of fewer missing
    employments a month than `least_employments`."""

    times: Decimal
    least_employments: int


def is_far_from(
    *, now: Decimal, months: int, before: Decimal, months_before: int, fee_each: Decimal, tolerance: Tolerance
) -> bool:
    """Whether the sum of `months` charged months is far from the one before; False when either had none. Kronor."""
    if not months or not months_before:
        return False
    each, each_before = now / months, before / months_before
    if abs(each - each_before) < tolerance.least_employments * fee_each:
        return False
    return each > tolerance.times * each_before or each * tolerance.times < each_before
