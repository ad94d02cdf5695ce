"""How the whole city stands: a row per department for the month at hand, with fee so far and forecast."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocation.models import ModelYear
from billing.models import ReconciliationState
from billing.queries.board import Board, BoardRow, Cell, board
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
    month: Month
    rows: tuple[DepartmentRow, ...]
    target: int
    counted: Fraction
    missing: Fraction
    short: int  # departments that are below their target
    states: dict[str, int]
    fee: Decimal
    forecast: Decimal


def city_overview(*, model_year: ModelYear, today: date) -> CityOverview:
    """The month at hand is the last one that has ended. A constant number of queries."""
    day = min(max(today, model_year.starts), model_year.ends)
    last_ended = day if day == Month.of(day).last_day else Month.of(day).previous().last_day
    month = Month.of(max(last_ended, model_year.first_month.last_day))
    whole: Board = board(model_year=model_year, departments=None, today=today)
    rows = tuple(_row(one, month) for one in whole.rows)
    return CityOverview(
        month=month,
        rows=rows,
        target=sum(row.cell.figures.target for row in rows),
        counted=sum((row.cell.figures.counted for row in rows), Fraction(0)),
        missing=sum((row.cell.figures.missing for row in rows), Fraction(0)),
        short=sum(row.cell.figures.missing > 0 for row in rows),
        states=_states(rows),
        fee=whole.fee,
        forecast=whole.forecast,
    )


def _row(one: BoardRow, month: Month) -> DepartmentRow:
    cell = next(cell for cell in one.cells if cell.month == month)
    return DepartmentRow(one.department, cell, one.fee, one.forecast)


def _states(rows: tuple[DepartmentRow, ...]) -> dict[str, int]:
    counts = Counter(row.cell.state for row in rows)
    return {"closed": counts[ReconciliationState.CLOSED], "left": len(rows) - counts[ReconciliationState.CLOSED]}
