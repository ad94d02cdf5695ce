"""The effective target of a department and month: step, agreed target or formula quota, then transfers (DOMAIN.md 4).

Standard library only. Months in, whole employments out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from foundation.periods import Month, months_between


class TargetSource(StrEnum):
    STEP = "step"
    AGREED = "agreed"
    FORMULA = "formula"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """What a signed version of an agreement promises, and when. `valid_to` None = until further notice."""

    number: int
    valid_from: Month
    valid_to: Month | None
    target: int
    steps: Mapping[Month, int] = field(default_factory=dict)

    def covers(self, month: Month) -> bool:
        return self.valid_from <= month and (self.valid_to is None or month <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A signed quota transfer seen from one of the two departments. `last_month` None = until further notice."""

    number: int
    first_month: Month
    last_month: Month | None
    direction: Direction

    def covers(self, month: Month) -> bool:
        return self.first_month <= month and (self.last_month is None or month <= self.last_month)

    def ended(self, from_month: Month | None) -> Transfer | None:
        """The transfer as it is when it moves nothing from the month on; None when nothing of it is left."""
        if from_month is None:
            return self
        return replace(self, last_month=from_month.previous()) if from_month > self.first_month else None


@dataclass(frozen=True, slots=True)
class EffectiveTarget:
    """What a department owes in a month, with the derivation: `target` = `base` + in − out, never below 0."""

    month: Month
    base: int
    source: TargetSource
    version: int | None
    transfers_in: int
    transfers_out: int
    target: int


def ended(versions: Iterable[SignedVersion], *, through: int, last_month: Month) -> list[SignedVersion]:
    """The versions when those up to number `through` hold no longer than `last_month`; the formula takes over then."""
    return [
        replace(one, valid_to=last_month)
        if one.number <= through and (one.valid_to is None or one.valid_to > last_month)
        else one
        for one in versions
    ]


def version_in_force(versions: Iterable[SignedVersion], month: Month) -> SignedVersion | None:
    """The highest version number whose validity covers the month; None = no agreement in force."""
    return max((v for v in versions if v.covers(month)), key=lambda v: v.number, default=None)


def effective_target(
    *, month: Month, versions: Iterable[SignedVersion], transfers: Iterable[Transfer], formula_quota: int
) -> EffectiveTarget:
    """The target that the month's reconciliation is measured against (DOMAIN.md 4, Effective target).

    A later amendment may leave less than an older transfer gives away; the target is then 0, not negative.
    """
    base, source, version = _base(month, version_in_force(versions, month), formula_quota)
    in_force = [t for t in transfers if t.covers(month)]
    received = sum(t.number for t in in_force if t.direction == Direction.IN)
    given = sum(t.number for t in in_force if t.direction == Direction.OUT)
    return EffectiveTarget(month, base, source, version, received, given, max(0, base + received - given))


def first_month_below_zero(
    *,
    new: Transfer,
    versions: Sequence[SignedVersion],
    transfers: Sequence[Transfer],
    formula_quotas: Mapping[Month, int],
    until: Month,
) -> Month | None:
    """The first month to `until` in which the giver would owe less than nothing; None = the transfer fits.

    `formula_quotas` is the giver's, month by month: a revision or a reorganisation may change it. `until` is the model
    year's last month: what is promised after it is not known yet.
    """
    for month in months_between(new.first_month, min(new.last_month or until, until)):
        quota = formula_quotas[month]
        now = effective_target(month=month, versions=versions, transfers=transfers, formula_quota=quota)
        if now.base + now.transfers_in - now.transfers_out < new.number:
            return month
    return None


def first_month_overdrawn(
    *, versions: Sequence[SignedVersion], transfers: Sequence[Transfer], formula_quotas: Mapping[Month, int]
) -> Month | None:
    """The first of the quotas' months in which the department gives away more than it has promised and received."""
    for month, quota in formula_quotas.items():
        now = effective_target(month=month, versions=versions, transfers=transfers, formula_quota=quota)
        if now.base + now.transfers_in < now.transfers_out:
            return month
    return None


def _base(month: Month, version: SignedVersion | None, formula_quota: int) -> tuple[int, TargetSource, int | None]:
    if version is None:
        return formula_quota, TargetSource.FORMULA, None
    if month in version.steps:
        return version.steps[month], TargetSource.STEP, version.number
    return version.target, TargetSource.AGREED, version.number
