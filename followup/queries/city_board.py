"""How the whole city stands: a row per department for the month at hand, with fee so far and forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocation.models import ModelYear
from billing.queries.board import Board, BoardRow, Cell, board
from billing.queries.measured import Register
from billing.queries.month_acts import month_to_work_on
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    department: Department
    cell: Cell  # the month at hand
    fee: Decimal
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class CityOverview:
    """`short`: departments below their target; `closed`: departments whose month is closed. Amounts are kronor."""

    month: Month
    rows: tuple[DepartmentRow, ...]
    target: int
    counted: Fraction
    missing: Fraction
    short: int
    closed: int
    fee: Decimal
    forecast: Decimal

    @property
    def all_closed(self) -> bool:
        return self.closed == len(self.rows)


def city_overview(*, model_year: ModelYear, today: date, register: Register | None = None) -> CityOverview:
    """The month at hand is the calendar's: the first that has ended and is not closed for all, else the last ended.

    A constant number of queries. `register`: of at least the model year, when already read.
    """
    whole: Board = board(model_year=model_year, departments=None, today=today, register=register)
    month = month_to_work_on(whole)
    rows = tuple(_row(one, cell) for one in whole.rows for cell in one.cells if cell.month == month)
    return CityOverview(
        month=month,
        rows=rows,
        target=sum(row.cell.figures.target for row in rows),
        counted=sum((row.cell.figures.counted for row in rows), Fraction(0)),
        missing=sum((row.cell.figures.missing for row in rows), Fraction(0)),
        short=sum(row.cell.figures.missing > 0 for row in rows),
        closed=sum(bool(row.cell.reconciliation_id and row.cell.figures.is_closed) for row in rows),
        fee=whole.fee,
        forecast=whole.forecast,
    )


def _row(one: BoardRow, cell: Cell) -> DepartmentRow:
    return DepartmentRow(one.department, cell, one.fee, one.forecast)
