"""What another rate, basis, rounding or exemption would give: the city's quotas and the greatest fee (DOMAIN.md 3).

Standard library only. Quotas and fees are counted by `allocation.quota`; nothing is counted in a way of its own here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allocation.quota import QuotaDerivation, Rounding, apportion, chargeable_months, greatest_fee
from foundation.periods import HalfYear, Month

PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Staff:
    """A department's people on a day; None where nobody has counted. Companies are never among them."""

    code: str
    name: str
    permanent: int | None
    all_employees: int | None
    is_provider: bool

    def people(self, basis: str) -> int | None:
        return self.permanent if basis == PERMANENT else self.all_employees


@dataclass(frozen=True, slots=True)
class Parameters:
    """One column of the calculator. `exempt` holds codes; `total` is used by the largest remainder alone."""

    rate: Decimal
    basis: str
    day: date
    rounding: Rounding
    total: int | None
    fee: Decimal
    charging_starts: Month
    exempt: frozenset[str]

    @property
    def year(self) -> int:
        """The model year is the calendar year in which charging starts."""
        return self.charging_starts.year


@dataclass(frozen=True, slots=True)
class Outcome:
    """`quotas` by code. Fees are kronor if no employment is filled at all; the provider is never charged."""

    quotas: Mapping[str, QuotaDerivation]
    uncounted: tuple[str, ...]
    total: int
    total_without_provider: int
    first_half_fee: Decimal
    second_half_fee: Decimal

    @property
    def year_fee(self) -> Decimal:
        return self.first_half_fee + self.second_half_fee

    @property
    def is_scaled(self) -> bool:
        """True when the stated total lies outside what the rate gives: the quotas are then shares of the total."""
        return any(one.is_scaled for one in self.quotas.values())

    def quota(self, code: str) -> int | None:
        """None for a department that is exempt in this column."""
        found = self.quotas.get(code)
        return None if found is None else found.quota


def calculate(parameters: Parameters, staff: Sequence[Staff]) -> Outcome:
    """The outcome of one column. Someone not counted on the day counts as 0 people, as in the register.

    Raises ValueError as `allocation.quota.apportion` does.
    """
    inside = [one for one in staff if one.code not in parameters.exempt]
    quotas = apportion(
        rate=parameters.rate,
        headcounts={one.code: one.people(parameters.basis) or 0 for one in inside},
        rounding=parameters.rounding,
        total=parameters.total,
    )
    charged = sum(quotas[one.code].quota for one in inside if not one.is_provider)
    first, second = (_fee(charged, parameters, half) for half in (1, 2))
    return Outcome(
        quotas=quotas,
        uncounted=tuple(one.code for one in inside if one.people(parameters.basis) is None),
        total=sum(one.quota for one in quotas.values()),
        total_without_provider=charged,
        first_half_fee=first,
        second_half_fee=second,
    )


def _fee(quota: int, parameters: Parameters, half: int) -> Decimal:
    """For one half-year of the year in which charging starts."""
    months = HalfYear(parameters.year, half)
    if months.last_month < parameters.charging_starts:
        return Decimal(0)
    count = chargeable_months(
        first=months.first_month, last=months.last_month, charging_starts=parameters.charging_starts
    )
    return greatest_fee(quota=quota, fee=parameters.fee, chargeable_months=count)
