"""ASF closes a month: from then on its figures, lines, rule and versions never change (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from agreements import closed_months
from billing.models import Objection, ObjectionState, Reconciliation, ReconciliationState
from billing.operations.months.counts import FIGURES, take_figures, write_lines
from billing.operations.months.opening import ensure_open, locked, refuse_open_objections, refuse_unended
from billing.operations.months.refusals import (
    MonthHasNotEnded,
    NotConfirmed,
    ObjectionsLeft,
    SamePersonForBothSides,
    SilenceDoesNotConfirm,
    SilenceIsNotYet,
    TargetMoved,
)
from billing.queries.measured import MeasuredMonth, PlannedMonth, measured_months, planned_months
from foundation.bulk_rows import save_in
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Department, User


@transaction.atomic
def close_month(*, reconciliation: Reconciliation, by: User | None, today: date) -> Reconciliation:
    """Freeze what the department has confirmed.

    Raises MonthIsClosed (also when someone else was first), MonthHasNotEnded, ObjectionsLeft, NotConfirmed,
    SamePersonForBothSides and TargetMoved. Nobody changes what the month is measured against while it is closed.
    """
    closed_months.hold([reconciliation.department_id])
    row = locked(reconciliation)
    refuse_unended(row, today)
    refuse_open_objections(row)
    if row.state != ReconciliationState.CONFIRMED:
        raise NotConfirmed(row)
    if by is not None and by.pk == row.confirmed_by_id:
        raise SamePersonForBothSides
    planned = planned_months(months=[row.month], departments=[row.department])
    if refusal := target_moved(row, planned.get((row.department_id, row.month))):
        raise refusal
    row.close(now=timezone.now(), by=by)
    return row


def target_moved(row: Reconciliation, planned: PlannedMonth | None) -> TargetMoved | None:
    """The refusal when the month was put before the department with another target, or on another version."""
    if planned is None:
        return None
    now = planned.target
    same = row.target == now.target and row.version_id == (now.version.pk if now.version else None)
    return None if same else TargetMoved(row, now.target)


class Outcome(StrEnum):
    CLOSED = "closed"
    CLOSED_BEFORE = "closed_before"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """What the closing of many months did with one of them; `why` is given for those that were held back."""

    reconciliation: Reconciliation
    outcome: Outcome
    why: str = ""


def close_months(*, months: Sequence[Month], by: User | None, today: date | None = None) -> list[ClosingRow]:
    """Open, count and close the months in order, as confirmed by silence, for every department with a quota.

    One transaction and a constant number of queries per month. A closed month is left alone; what the department
    has been asked about or has confirmed stays as it was put before it. Held back: objections without an answer,
    and time to answer that is left on `today` (not looked at without it). Raises OutsideModelYears and
    MonthHasNotEnded before anything is done to that month.
    """
    return [row for month in sorted(set(months)) for row in _close_everywhere(month, by=by, today=today)]


@transaction.atomic
def _close_everywhere(month: Month, *, by: User | None, today: date | None) -> list[ClosingRow]:
    if today is not None and today <= month.last_day:
        raise MonthHasNotEnded(month)
    closed_months.hold(list(Department.objects.existing(month).values_list("pk", flat=True)))
    measured, register = measured_months(months=[month])
    by_department = {department_id: one for (department_id, _month), one in measured.items()}
    reconciliations, created = ensure_open(by_department, by=by)
    objections = _open_objections(reconciliations)
    rows = [
        _judge(row, by_department[row.department_id], by=by, today=today, objections=objections.get(row.pk, 0))
        for row in reconciliations
    ]
    closing = [one.reconciliation for one in rows if one.outcome is Outcome.CLOSED]
    counted = [(row, by_department[row.department_id]) for row in closing if row.state == ReconciliationState.OPEN]
    write_lines(counted, register, anew=[row.pk for row, _one in counted if row.pk not in created])
    write_lines(_new_but_held(rows, created, by_department), register)
    _freeze(closing, {row.pk: one for row, one in counted}, by=by, now=timezone.now())
    return rows


def _new_but_held(
    rows: Sequence[ClosingRow], created: set[int], by_department: dict[int, MeasuredMonth]
) -> list[tuple[Reconciliation, MeasuredMonth]]:
    """A month that was opened just now and must wait still shows its lines."""
    held = [one.reconciliation for one in rows if one.outcome is Outcome.HELD_BACK]
    return [(row, by_department[row.department_id]) for row in held if row.pk in created]


def _open_objections(reconciliations: Sequence[Reconciliation]) -> dict[int, int]:
    found: dict[int, int] = {}
    waiting = Objection.objects.filter(reconciliation__in=reconciliations, state=ObjectionState.OPEN)
    for reconciliation_id in waiting.values_list("reconciliation_id", flat=True):
        found[reconciliation_id] = found.get(reconciliation_id, 0) + 1
    return found


def _judge(
    row: Reconciliation, measured: MeasuredMonth, *, by: User | None, today: date | None, objections: int
) -> ClosingRow:
    if row.is_closed:
        return ClosingRow(row, Outcome.CLOSED_BEFORE)
    refusal: Refusal | None = None
    if objections:
        refusal = ObjectionsLeft(row, objections)
    elif row.state == ReconciliationState.CONFIRMED:
        refusal = SamePersonForBothSides() if by is not None and by.pk == row.confirmed_by_id else None
    elif not row.silence_confirms:
        refusal = SilenceDoesNotConfirm(row)
    elif row.awaits_department and today is not None and not row.time_is_out(today):
        refusal = SilenceIsNotYet(row)
    if refusal is None and row.state != ReconciliationState.OPEN:
        refusal = target_moved(row, measured.planned)
    return ClosingRow(row, Outcome.HELD_BACK, str(refusal)) if refusal else ClosingRow(row, Outcome.CLOSED)


def _freeze(
    closing: Sequence[Reconciliation], counted: dict[int, MeasuredMonth], *, by: User | None, now: datetime
) -> None:
    for row in closing:
        if row.pk in counted:
            take_figures(row, counted[row.pk], now=now)
        if row.state != ReconciliationState.CONFIRMED:
            row.confirmed_at, row.confirmed_by, row.by_silence = now, None, True
        row.state, row.closed_at, row.closed_by = ReconciliationState.CLOSED, now, by
    save_in(closing, [*FIGURES, "state", "confirmed_at", "confirmed_by", "by_silence", "closed_at", "closed_by"])
