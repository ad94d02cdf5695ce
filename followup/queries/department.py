"""A department's own first page: how it stands this month, what it has cost and will cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocation.models import ModelYear
from billing.models import ReconciliationState
from billing.queries import DepartmentMonth, department_year, forecast_rows, what_starts_would_save
from foundation.periods import HalfYear, Month
from organisation.models import Department, User

STARTS_TRIED = 2


@dataclass(frozen=True, slots=True)
class Saving:
    """What a few more starts from a day would save by half-year's end, in kronor."""

    starts: int
    from_day: date
    half_year_fee: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """`months` is empty for an exempt department. Amounts are kronor; `fee_so_far` is the half-year's closed months."""

    department: Department
    months: list[DepartmentMonth]
    now: DepartmentMonth | None
    half_year: HalfYear
    fee_so_far: Decimal
    half_year_known: Decimal
    half_year_flat: Decimal
    year_known: Decimal
    saving: Saving | None

    @property
    def possible_fee(self) -> Decimal:
        """What the shown month costs if nothing more is said about it."""
        return self.now.fee if self.now else Decimal(0)

    @property
    def surplus(self) -> Fraction:
        return self.now.figures.surplus if self.now else Fraction(0)


def departments_of(user: User) -> list[Department]:
    """The departments for which the user has a role of its own, by code."""
    return list(Department.objects.filter(pk__in=user.department_ids).select_related("board").in_order())


def standing(*, department: Department, model_year: ModelYear, today: date) -> Standing:
    """How a department stands. The month shown is the one that waits for an answer, else the last that ended."""
    day = min(max(today, model_year.starts), model_year.ends)
    months = department_year(department=department, model_year=model_year, today=today)
    forecasts = forecast_rows(day=day, departments=[department]) if months else []
    ahead = forecasts[0] if forecasts else None
    half_year = HalfYear.of(day)
    return Standing(
        department=department,
        months=months,
        now=_month_shown(months, today),
        half_year=half_year,
        fee_so_far=_closed_fees(months, half_year),
        half_year_known=ahead.half_year_known if ahead else Decimal(0),
        half_year_flat=ahead.half_year_flat if ahead else Decimal(0),
        year_known=ahead.year_known if ahead else Decimal(0),
        saving=_saving(department, day) if ahead and ahead.half_year_known else None,
    )


def _closed_fees(months: list[DepartmentMonth], half_year: HalfYear) -> Decimal:
    return sum((one.fee for one in months if one.figures.is_closed and one.month.half_year == half_year), Decimal(0))


def _month_shown(months: list[DepartmentMonth], today: date) -> DepartmentMonth | None:
    """The newest month that has been opened and waits, else the newest that has ended, else the first."""
    waiting = [
        one
        for one in months
        if one.figures.reconciliation_id
        and one.figures.state in (ReconciliationState.PROPOSED, ReconciliationState.DISPUTED)
    ]
    ended = [one for one in months if one.month.last_day <= today]
    shown = waiting or ended or months[:1]
    return shown[-1] if shown else None


def _saving(department: Department, day: date) -> Saving | None:
    from_day = Month.of(day).next().first_day
    tried = what_starts_would_save(department=department, day=day, starts=STARTS_TRIED, from_day=from_day)
    if tried is None or not tried.saved_half_year:
        return None
    return Saving(STARTS_TRIED, from_day, tried.with_starts.half_year_known)
