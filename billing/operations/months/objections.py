"""The department objects, to a line or to the whole month, and ASF answers (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from billing.answer_time import renewed_deadline
from billing.models import MonthParameters, Objection, ObjectionState, Reconciliation, ReconciliationLine
from billing.operations.months.answering import refuse_the_other_side
from billing.operations.months.mending import Mended, mend_placement, refuse_unmended
from billing.operations.months.opening import count_anew, locked
from billing.operations.months.refusals import (
    AlreadyAnswered,
    AlreadyObjected,
    EmptyAnswer,
    EmptyObjection,
    LineFigureOutOfRange,
    MonthFigureOutOfRange,
    NotOnTheList,
    NotProposed,
    SameFigure,
    SameMonthFigure,
    SamePersonForBothSides,
)
from billing.queries.objection_limits import highest_figure, is_possible
from organisation.models import User
from placements.models import Placement


@transaction.atomic
def object_to(
    *, reconciliation: Reconciliation, placement: Placement | None, text: str, figure: Fraction | int, by: User
) -> Objection:
    """The department says what is wrong, why, and what it should be.

    With one placement's line `figure` is the part of the count that it should be (0 to 1); with the month as a whole
    (`placement` None) it is how many the department counts. One objection to each waits at a time. Raises
    MonthIsClosed, NotProposed, EmptyObjection, AlreadyObjected, NotOnTheList, LineFigureOutOfRange,
    MonthFigureOutOfRange, SameFigure and SameMonthFigure.
    """
    row = locked(reconciliation)
    if not (row.awaits_department or row.is_disputed):
        raise NotProposed(row)
    if not text.strip():
        raise EmptyObjection
    if Objection.objects.filter(reconciliation=row, placement=placement, state=ObjectionState.OPEN).exists():
        raise AlreadyObjected(row, placement)
    if placement is not None:
        _refuse_line(row, placement, figure)
    else:
        _refuse_whole_month(row, figure)
    row.dispute()
    return Objection.objects.create(
        reconciliation=row, placement=placement, text=text.strip(), figure=figure, made_by=by
    )


def _refuse_line(row: Reconciliation, placement: Placement, figure: Fraction | int) -> None:
    if not 0 <= figure <= 1 or (figure not in (0, 1) and not row.lines_have_parts):
        raise LineFigureOutOfRange(row)
    line = ReconciliationLine.objects.filter(reconciliation=row, placement=placement).first()
    if line is None:
        raise NotOnTheList(row)
    if line.share == figure:
        raise SameFigure(line.employment_key)


def _refuse_whole_month(row: Reconciliation, figure: Fraction | int) -> None:
    if not is_possible(row, figure):
        raise MonthFigureOutOfRange(row, figure, highest=highest_figure(row))
    if figure == row.counted:
        raise SameMonthFigure(row)


@transaction.atomic
def answer_objection(
    *, objection: Objection, accept: bool, answer: str, by: User | None, today: date, mended: Mended | None = None
) -> Objection:
    """ASF answers. Accepted: the register is corrected (`mended`, when the objection is to a line) and the month is
    counted anew; it must then say what the department said. When the last objection has its answer the month goes
    back to the department, which has as many days as it was first given.

    Raises MonthIsClosed, AlreadyAnswered, EmptyAnswer, SamePersonForBothSides, RegisterSaysOtherwise and what the
    acts of placements raise; then nothing is changed, in the register either.
    """
    row = locked(objection.reconciliation)
    held = _waiting(objection)
    if not answer.strip():
        raise EmptyAnswer
    if by is not None and by.pk == held.made_by_id:
        raise SamePersonForBothSides
    state = ObjectionState.ACCEPTED if accept else ObjectionState.REJECTED
    held.settle(state=state, answer=answer.strip(), by=by, now=timezone.now())
    if accept:
        _correct_and_count(row, held, mended)
    if not _others_wait(row):
        _hand_back(row, today=today, by=by)
    return held


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: User, today: date) -> Objection:
    """The department takes back an objection that has no answer. What it confirmed of the rest falls: it is no longer
    the rest. When none waits the month is before the department again, with as many days as it was first given.

    Raises MonthIsClosed, AlreadyAnswered and SamePersonForBothSides.
    """
    row = locked(objection.reconciliation)
    held = _waiting(objection)
    refuse_the_other_side(row, by)
    held.withdraw(by=by, now=timezone.now())
    if not _others_wait(row):
        _hand_back(row, today=today, by=row.proposed_by)
    elif row.confirmed_at is not None:
        row.dispute()
    return held


def _waiting(objection: Objection) -> Objection:
    """The objection as it is now, held until the act is done."""
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if held.state != ObjectionState.OPEN:
        raise AlreadyAnswered(held)
    return held


def _others_wait(row: Reconciliation) -> bool:
    return Objection.objects.filter(reconciliation=row, state=ObjectionState.OPEN).exists()


def _correct_and_count(row: Reconciliation, objection: Objection, mended: Mended | None) -> None:
    """What the department has confirmed of the rest falls: its figures are no longer those it saw."""
    if mended is not None and objection.placement is not None:
        mend_placement(placement=objection.placement, mended=mended, reason=objection.answer)
    before = row.counted
    count_anew(row)
    refuse_unmended(row, objection, before=before)
    if row.confirmed_at is not None:
        row.dispute()


def _hand_back(row: Reconciliation, *, today: date, by: User | None) -> None:
    """Put before the department again: later by the time that the objection took, so that no day to answer is lost."""
    least_days = MonthParameters.objects.on(today).least_answer_days
    deadline = renewed_deadline(
        deadline=row.deadline or today, proposed_on=row.proposed_on or today, today=today, least_days=least_days
    )
    row.propose(now=timezone.now(), today=today, deadline=deadline, least_days=least_days, by=by)
