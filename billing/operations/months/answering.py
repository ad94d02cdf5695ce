"""The department's side: confirms, or keeps silent until the deadline has passed (DOMAIN.md 6, 9)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from billing.models import Reconciliation
from billing.operations.months.opening import locked, refuse_unended
from billing.operations.months.refusals import (
    NothingDisputed,
    NotProposed,
    SamePersonForBothSides,
    SilenceDoesNotConfirm,
    SilenceIsNotYet,
)
from organisation.models import User


@transaction.atomic
def confirm_month(*, reconciliation: Reconciliation, by: User, today: date) -> Reconciliation:
    """The department says that the month is right.

    Raises MonthIsClosed, NotProposed, MonthHasNotEnded and SamePersonForBothSides.
    """
    row = locked(reconciliation)
    if not row.awaits_department:
        raise NotProposed(row)
    refuse_unended(row, today)
    refuse_the_other_side(row, by)
    row.confirm(now=timezone.now(), by=by)
    return row


@transaction.atomic
def confirm_rest(*, reconciliation: Reconciliation, by: User) -> Reconciliation:
    """The department says that all but what it objects to is right, so that the rest need not wait.

    Raises MonthIsClosed, NothingDisputed, SamePersonForBothSides.
    """
    row = locked(reconciliation)
    if not row.is_disputed:
        raise NothingDisputed(row)
    refuse_the_other_side(row, by)
    row.confirm_the_rest(now=timezone.now(), by=by)
    return row


def refuse_the_other_side(row: Reconciliation, by: User) -> None:
    """Nobody acts for both sides: who opened or put forward the month does not answer it (DOMAIN.md 6)."""
    if by.pk in (row.proposed_by_id, row.opened_by_id):
        raise SamePersonForBothSides


@transaction.atomic
def confirm_by_silence(*, reconciliation: Reconciliation, today: date) -> Reconciliation:
    """The deadline has passed without an answer: confirmed, and the log says by silence (DOMAIN.md 9).

    Raises MonthIsClosed, NotProposed, SilenceIsNotYet and SilenceDoesNotConfirm.
    """
    row = locked(reconciliation)
    if not row.awaits_department:
        raise NotProposed(row)
    if not row.silence_confirms:
        raise SilenceDoesNotConfirm(row)
    if not row.time_is_out(today):
        raise SilenceIsNotYet(row)
    row.confirm(now=timezone.now(), by=None)
    return row
