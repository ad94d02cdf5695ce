"""The targets of closed months derived anew: the quota by rate and rounding, the promise from the version, the places
moved from the signed transfers. Standard library only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agreements.targets import EffectiveTarget, TargetSource
from allocation.quota import Rounding, exact_quota, round_quota
from billing.proof import Difference
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class FrozenTarget:
    """A closed month's stored trail, and what versions and transfers give today for the same month and quota.

    `locked_headcount` is the counted staff that the agreement rests on; None where it rests on none.
    """

    name: str
    month: Month
    trail: Mapping[str, Any]
    version: int | None
    derived: EffectiveTarget
    locked_headcount: int | None


def of_target(row: FrozenTarget) -> Iterator[Difference]:
    """Every number of the trail that is not what it rests on."""
    trail = row.trail
    pairs: dict[str, tuple[object, object]] = {}
    exact = exact_quota(rate=Decimal(trail["rate"]), headcount=trail["headcount"])
    pairs["exact quota"] = (Decimal(trail["exact"]), exact)
    if trail["rounding"] != Rounding.LARGEST_REMAINDER:  # which needs the quotas of all departments
        pairs["quota"] = (trail["formula_quota"], round_quota(exact, trail["rounding"]))
    if row.locked_headcount is not None:
        pairs["headcount"] = (trail["headcount"], row.locked_headcount)
    pairs["base"] = (trail["base"], row.derived.base)
    pairs["version"] = (row.version, row.derived.version)
    pairs["transfers_in"] = (trail["transfers_in"], row.derived.transfers_in)
    pairs["transfers_out"] = (trail["transfers_out"], row.derived.transfers_out)
    if trail["source"] == TargetSource.FORMULA:
        pairs["base"] = (trail["base"], trail["formula_quota"])
    for name, (stored, derived) in pairs.items():
        if stored != derived:
            yield Difference("targets", f"{row.name} {row.month} {name}", str(stored), str(derived))
