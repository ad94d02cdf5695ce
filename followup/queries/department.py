"""A department's own first page: how it stands this month, what it has cost and will cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocation.models import ModelYear
from billing.models import ReconciliationState
from billing.queries import DepartmentMonth, department_year, forecast_rows, what_starts_would_save
from billing.queries.measured import Register, register_of
from foundation.periods import HalfYear, Month
from organisation.models import Department, Exemption, User
from organisation.roles import Act

STARTS_TRIED = 2
_WAITS = (ReconciliationState.PROPOSED, ReconciliationState.DISPUTED)


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
    half_year_is_over: bool
    year_is_over: bool
    fee_so_far: Decimal
    half_year_known: Decimal
    half_year_flat: Decimal
    year_known: Decimal
    saving: Saving | None
    exemption: Exemption | None

    @property
    def possible_fee(self) -> Decimal:
        """What the shown month costs if nothing more is said about it."""
        return self.now.fee if self.now else Decimal(0)

    @property
    def asks_for_answer(self) -> bool:
        """The month shown waits for the department to confirm it or object."""
        return bool(
            self.now and self.now.figures.reconciliation_id and self.now.figures.state == ReconciliationState.PROPOSED
        )

    @property
    def surplus(self) -> Fraction:
        return self.now.figures.surplus if self.now else Fraction(0)


def departments_of(user: User) -> list[Department]:
    """The departments for which the user has a role of its own, by code."""
    return list(
        Department.objects.filter(pk__in=user.reach(Act.SEE_RECONCILIATIONS).departments)
        .select_related("board")
        .in_order()
    )


def standing(*, department: Department, model_year: ModelYear, today: date) -> Standing:
    """How a department stands. A constant number of queries.

    The month shown is the one that waits for an answer, else the one after the last closed. The half-year is that
    month's, and the forecast is made on `today` or the half-year's last day.
    """
    register = register_of(first=model_year.starts, last=model_year.ends).of([department])
    months = department_year(department=department, model_year=model_year, today=today, register=register)
    now = _month_shown(months, today)
    half_year = now.month.half_year if now else HalfYear.of(min(max(today, model_year.starts), model_year.ends))
    day = min(max(today, model_year.starts), half_year.last_day)
    forecasts = forecast_rows(day=day, departments=[department], register=register) if months else []
    ahead = forecasts[0] if forecasts else None
    return Standing(
        department=department,
        months=months,
        now=now,
        half_year=half_year,
        half_year_is_over=half_year.last_day < today,
        year_is_over=model_year.ends < today,
        fee_so_far=_closed_fees(months, half_year),
        half_year_known=ahead.half_year_known if ahead else Decimal(0),
        half_year_flat=ahead.half_year_flat if ahead else Decimal(0),
        year_known=ahead.year_known if ahead else Decimal(0),
        exemption=None if months else department.exemption_in(model_year.first_month, model_year.last_month),
        saving=_saving(department, day, register) if ahead and ahead.half_year_known and today <= day else None,
    )


def _closed_fees(months: list[DepartmentMonth], half_year: HalfYear) -> Decimal:
    return sum((one.fee for one in months if one.figures.is_closed and one.month.half_year == half_year), Decimal(0))


def _month_shown(months: list[DepartmentMonth], today: date) -> DepartmentMonth | None:
    """The first month that waits for the department, else the one after the last closed if it has ended.

    With nothing closed: the newest that has ended, else the first.
    """
    waiting = [one for one in months if one.figures.reconciliation_id and one.figures.state in _WAITS]
    if waiting:
        return waiting[0]
    ended = [one for one in months if one.month.last_day < today]
    closed = [index for index, one in enumerate(ended) if one.figures.is_closed]
    if closed:
        return ended[min(closed[-1] + 1, len(ended) - 1)]
    shown = ended or months[:1]
    return shown[-1] if shown else None


def _saving(department: Department, day: date, register: Register) -> Saving | None:
    from_day = Month.of(day).next().first_day
    tried = what_starts_would_save(
        department=department, day=day, starts=STARTS_TRIED, from_day=from_day, register=register
    )
    if tried is None or not tried.saved_half_year:
        return None
    return Saving(STARTS_TRIED, from_day, tried.with_starts.half_year_known)
