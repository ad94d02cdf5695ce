"""The department objects, to a line or to the whole month, and ASF answers (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from billing.models import Objection, ObjectionState, Reconciliation, ReconciliationLine
from billing.operations.months.opening import count_anew, locked
from billing.operations.months.refusals import (
    AlreadyAnswered,
    EmptyAnswer,
    EmptyObjection,
    NotOnTheList,
    NotProposed,
    SamePersonForBothSides,
)
from organisation.models import User
from placements.models import Placement


@transaction.atomic
def object_to(*, reconciliation: Reconciliation, placement: Placement | None, text: str, by: User) -> Objection:
    """The department says what is wrong: with one placement's line, or with the month when `placement` is None.

    Raises MonthIsClosed, NotProposed, EmptyObjection and NotOnTheList.
    """
    row = locked(reconciliation)
    if not (row.awaits_department or row.is_disputed):
        raise NotProposed(row)
    if not text.strip():
        raise EmptyObjection
    lines = ReconciliationLine.objects.filter(reconciliation=row)
    if placement is not None and not lines.filter(placement=placement).exists():
        raise NotOnTheList(row)
    row.dispute()
    return Objection.objects.create(reconciliation=row, placement=placement, text=text.strip(), made_by=by)


@transaction.atomic
def answer_objection(*, objection: Objection, accept: bool, answer: str, by: User | None, today: date) -> Objection:
    """ASF answers. Accepted: the month is counted anew on the mended register. When the last objection has its
    answer the month goes back to the department, which has as many days as it was first given.

    Raises MonthIsClosed, AlreadyAnswered, EmptyAnswer and SamePersonForBothSides.
    """
    row = locked(objection.reconciliation)
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if held.state != ObjectionState.OPEN:
        raise AlreadyAnswered
    if not answer.strip():
        raise EmptyAnswer
    if by is not None and by.pk == held.made_by_id:
        raise SamePersonForBothSides
    state = ObjectionState.ACCEPTED if accept else ObjectionState.REJECTED
    held.settle(state=state, answer=answer.strip(), by=by, now=timezone.now())
    if accept:
        count_anew(row)
    if not Objection.objects.filter(reconciliation=row, state=ObjectionState.OPEN).exists():
        row.propose(now=timezone.now(), deadline=_new_deadline(row, today), by=by)
    return held


def _new_deadline(row: Reconciliation, today: date) -> date:
    """Later by the time that the objection took, so that no day to answer is lost."""
    if row.deadline is None or row.proposed_at is None:
        return today
    given = max(row.deadline - timezone.localdate(row.proposed_at), timedelta(0))
    return max(row.deadline, today + given)
