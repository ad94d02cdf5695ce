"""One department's model year, month by month, for charts and its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocation.models import ModelYear
from billing.queries.figures import MonthFigures, figures
from billing.queries.measured import Register
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class DepartmentMonth:
    """`fee_so_far` is kronor from the year's start; `has_ended` is False for months that are known in part only."""

    figures: MonthFigures
    fee_so_far: Decimal
    has_ended: bool

    @property
    def month(self) -> Month:
        return self.figures.month

    @property
    def target(self) -> int:
        return self.figures.target

    @property
    def counted(self) -> Fraction:
        return self.figures.counted

    @property
    def missing(self) -> Fraction:
        return self.figures.missing

    @property
    def fee(self) -> Decimal:
        return self.figures.fee


def department_year(
    *, department: Department, model_year: ModelYear, today: date, register: Register | None = None
) -> list[DepartmentMonth]:
    """Target, counted, missing and fee of every month of the model year; empty for one without a quota."""
    months = figures(
        first=model_year.first_month, last=model_year.last_month, departments=[department], register=register
    )
    rows, so_far = [], Decimal(0)
    for one in months:
        so_far += one.fee
        rows.append(DepartmentMonth(one, so_far, one.month.last_day < today))
    return rows
