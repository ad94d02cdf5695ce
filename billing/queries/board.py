"""The calendar: department × month, with how it stands and what it costs (UX.md, Översikt ASF)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from allocation.models import ModelYear
from billing.models import ParkedLine, ReconciliationState
from billing.queries.figures import MonthFigures, figures
from billing.queries.measured import Register
from foundation.periods import Month, months_between
from organisation.models import Department

NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True)
class Cell:
    """A department's month. One that is not opened has no page of its own: its figures are the register's today."""

    figures: MonthFigures
    has_ended: bool
    has_parked: bool = False  # closed, but a disputed line is not settled yet

    @property
    def month(self) -> Month:
        return self.figures.month

    @property
    def reconciliation_id(self) -> int | None:
        return self.figures.reconciliation_id

    @property
    def state(self) -> str:
        return self.figures.state if self.reconciliation_id else NOT_OPENED

    @property
    def state_name(self) -> str:
        if self.has_parked:
            return _("stängd, en omtvistad rad är parkerad")
        return str(ReconciliationState(self.figures.state).label)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """`missing` and `fee` (kronor): the months that have ended, opened or not. `forecast`: the whole year."""

    department: Department
    cells: tuple[Cell, ...]
    by_month: tuple[Cell | None, ...]  # None in a month without a quota
    missing: Fraction
    fee: Decimal
    forecast: Decimal

    @property
    def waiting(self) -> Cell | None:
        """The first month that waits for the department's answer."""
        return next((cell for cell in self.cells if cell.state == ReconciliationState.PROPOSED), None)


@dataclass(frozen=True, slots=True)
class MonthSum:
    """`is_known` is False for a month that has not ended, though it may be opened: its sums are not said."""

    month: Month
    missing: Fraction
    fee: Decimal
    is_known: bool

    @property
    def thousands(self) -> Decimal:
        """The fee in thousands of kronor: a narrow column."""
        return self.fee / 1000


@dataclass(frozen=True, slots=True)
class Board:
    model_year: ModelYear
    months: tuple[Month, ...]
    rows: tuple[BoardRow, ...]
    sums: tuple[MonthSum, ...]
    missing: Fraction
    fee: Decimal
    forecast: Decimal

    def of_month(self, month: Month) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells if cell.month == month]


def board(
    *,
    model_year: ModelYear,
    departments: Sequence[Department] | None,
    today: date,
    register: Register | None = None,
) -> Board:
    """Every department's year, a constant number of queries; `departments` None = all with a quota.

    The forecast is all twelve months on the register's known starts and ends: closed as frozen, the others counted now.
    A `register` of at least the model year that is already read is not read again.
    """
    months = tuple(months_between(model_year.first_month, model_year.last_month))
    cells: dict[int, list[Cell]] = {}
    parked = set(ParkedLine.objects.unsettled().values_list("reconciliation_id", flat=True))
    for one in figures(first=months[0], last=months[-1], departments=departments, register=register):
        cell = Cell(one, one.month.last_day < today, has_parked=one.reconciliation_id in parked)
        cells.setdefault(one.department.pk, []).append(cell)
    rows = tuple(_row(own, months) for own in cells.values())
    return Board(
        model_year=model_year,
        months=months,
        rows=rows,
        sums=tuple(_month_sum(rows, month) for month in months),
        missing=sum((row.missing for row in rows), Fraction(0)),
        fee=sum((row.fee for row in rows), Decimal(0)),
        forecast=sum((row.forecast for row in rows), Decimal(0)),
    )


def _so_far(cells: Sequence[Cell]) -> list[MonthFigures]:
    """What is over: a month opened ahead of its end is a forecast like the others that are left of the year."""
    return [cell.figures for cell in cells if cell.has_ended]


def _row(cells: list[Cell], months: Sequence[Month]) -> BoardRow:
    department, known = cells[0].figures.department, _so_far(cells)
    return BoardRow(
        department=department,
        cells=tuple(cells),
        by_month=tuple(map({cell.month: cell for cell in cells}.get, months)),
        missing=sum((one.missing for one in known), Fraction(0)),
        fee=sum((one.fee for one in known), Decimal(0)),
        forecast=sum((cell.figures.fee for cell in cells), Decimal(0)),
    )


def _month_sum(rows: Sequence[BoardRow], month: Month) -> MonthSum:
    known = _so_far([cell for row in rows for cell in row.cells if cell.month == month])
    missing = sum((one.missing for one in known), Fraction(0))
    return MonthSum(month, missing, sum((one.fee for one in known), Decimal(0)), is_known=bool(known))
