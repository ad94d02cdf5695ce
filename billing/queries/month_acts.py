"""What ASF can do with a month for many departments at once, and for which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.models import Reconciliation, ReconciliationState
from billing.queries.board import Board, Cell
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class MonthActs:
    """The departments by what can be done with their month."""

    month: Month
    has_ended: bool
    to_open: tuple[Department, ...]
    to_propose: tuple[Department, ...]
    waiting: tuple[Department, ...]
    disputed: tuple[Department, ...]
    to_close: tuple[Department, ...]
    closed: tuple[Department, ...]

    @property
    def total(self) -> int:
        return sum(map(len, (self.to_open, self.to_propose, self.waiting, self.disputed, self.to_close, self.closed)))

    @property
    def all_closed(self) -> bool:
        return len(self.closed) == self.total


def month_acts(board: Board, month: Month) -> MonthActs:
    """Sort the departments of the board by what their month waits for. No queries."""
    cells = board.of_month(month)

    def in_state(state: str) -> tuple[Department, ...]:
        found = [cell for cell in cells if cell.reconciliation_id and cell.figures.state == state]
        return tuple(cell.figures.department for cell in found)

    return MonthActs(
        month=month,
        has_ended=all(cell.has_ended for cell in cells),
        to_open=tuple(cell.figures.department for cell in cells if not cell.reconciliation_id),
        to_propose=in_state(ReconciliationState.OPEN),
        waiting=in_state(ReconciliationState.PROPOSED),
        disputed=in_state(ReconciliationState.DISPUTED),
        to_close=in_state(ReconciliationState.CONFIRMED),
        closed=in_state(ReconciliationState.CLOSED),
    )


def month_to_work_on(board: Board) -> Month:
    """The first month that has ended and is not closed for all; else the last that has ended, else the first."""
    ended = [month for month in board.months if all(cell.has_ended for cell in board.of_month(month))]
    left = [month for month in ended if not all(_closed(cell) for cell in board.of_month(month))]
    return left[0] if left else (ended[-1] if ended else board.months[0])


def _closed(cell: Cell) -> bool:
    return cell.figures.is_closed and cell.reconciliation_id is not None


def months_in_state(*, month: Month, departments: Sequence[Department], state: str) -> list[Reconciliation]:
    """The departments' rows of a month that stand in a state, by code. Two queries."""
    rows = Reconciliation.objects.filter(month=month, department__in=departments, state=state)
    beside = rows.select_related("department", "model_year").prefetch_related("model_year__revisions")
    return list(beside.order_by("department__code"))


def rest_stands(acts: MonthActs, today: date) -> list[Department]:
    """The departments whose disputed month can close without what is disputed. Two queries."""
    rows = months_in_state(month=acts.month, departments=acts.disputed, state=ReconciliationState.DISPUTED)
    return [row.department for row in rows if row.can_park(today)]


def silent_departments(acts: MonthActs, today: date) -> list[Department]:
    """The departments that have let the time to answer pass in silence, where silence confirms. Two queries."""
    rows = months_in_state(month=acts.month, departments=acts.waiting, state=ReconciliationState.PROPOSED)
    return [row.department for row in rows if row.is_silent(today)]
