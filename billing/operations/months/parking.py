"""What is undisputed closes; a disputed line is parked with a deadline of its own, and settled once (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from agreements import closed_months
from billing.counting import rounded
from billing.models import Objection, ObjectionState, ParkedLine, Reconciliation
from billing.operations.months.closing import target_moved
from billing.operations.months.opening import locked, refuse_unended
from billing.operations.months.refusals import (
    NothingDisputed,
    NothingToPark,
    ParkedTwice,
    ParkingDeadlineTooEarly,
    RestNotConfirmed,
    SamePersonForBothSides,
)
from billing.parking import Dispute, disputed_shares
from billing.queries.measured import planned_months
from billing.queries.terms import measured_as_closed
from organisation.models import User


@dataclass(frozen=True, slots=True)
class _Parked:
    """`share` is by how much they differ; `in_lines`: the provider counts it, the department does not."""

    objection: Objection
    share: Fraction
    in_lines: bool


@transaction.atomic
def park_and_close(*, reconciliation: Reconciliation, deadline: date, by: User | None, today: date) -> Reconciliation:
    """Close the month on what both sides agree on. Each open objection becomes a parked line, to be settled by
    `deadline`; until then it counts, as the one or the other side says, so that nothing disputed is charged.

    The department has confirmed the rest, or has let its time to answer pass where silence confirms. Raises
    MonthIsClosed, MonthHasNotEnded, NothingDisputed, RestNotConfirmed, ParkingDeadlineTooEarly, NothingToPark,
    ParkedTwice, SamePersonForBothSides and TargetMoved.
    """
    closed_months.hold([reconciliation.department_id])
    row = locked(reconciliation)
    refuse_unended(row, today)
    if not row.is_disputed:
        raise NothingDisputed(row)
    if deadline <= today:
        raise ParkingDeadlineTooEarly(deadline)
    objections = list(Objection.objects.filter(reconciliation=row, state=ObjectionState.OPEN).order_by("pk"))
    _refuse_both_sides(row, objections, by)
    _rest_is_confirmed(row, today)
    planned = planned_months(months=[row.month], departments=[row.department])
    if refusal := target_moved(row, planned.get((row.department_id, row.month))):
        raise refusal
    _park(row, _disputed(row, objections), deadline=deadline, by=by)
    row.close(now=timezone.now(), by=by)
    return row


def _refuse_both_sides(row: Reconciliation, objections: Sequence[Objection], by: User | None) -> None:
    if by is not None and by.pk in {row.confirmed_by_id, *(one.made_by_id for one in objections)}:
        raise SamePersonForBothSides


def _rest_is_confirmed(row: Reconciliation, today: date) -> None:
    """By a person, or by silence when the time to answer has passed and the model year says so."""
    if row.confirmed_at is not None:
        return
    if not row.is_silent(today):
        raise RestNotConfirmed(row)
    row.confirm_the_rest(now=timezone.now(), by=None)


def _disputed(row: Reconciliation, objections: Sequence[Objection]) -> list[_Parked]:
    """Each objection with what it would have changed in the count. Raises NothingToPark and ParkedTwice."""
    shares = dict(row.lines.values_list("placement_id", "share"))
    own = sum(shares.values(), Fraction(0))
    if len({one.placement_id for one in objections}) < len(objections):
        raise ParkedTwice
    disputes = [
        Dispute(
            one.pk,
            is_line=one.placement_id is not None,
            theirs=one.figure,
            ours=own if one.placement_id is None else shares.get(one.placement_id, Fraction(0)),
        )
        for one in objections
        if one.figure is not None
    ]
    found = disputed_shares(disputes)
    for one in objections:
        if not found.get(one.pk):
            raise NothingToPark(one)
    return [_Parked(one, abs(found[one.pk]), in_lines=found[one.pk] < 0) for one in objections]


def _park(row: Reconciliation, parked: Sequence[_Parked], *, deadline: date, by: User | None) -> None:
    now = timezone.now()
    for one in parked:
        one.objection.park()
    ParkedLine.objects.bulk_create(
        ParkedLine(
            objection=one.objection, reconciliation=row, placement_id=one.objection.placement_id, share=one.share,
            in_lines=one.in_lines, deadline=deadline, parked_by=by, parked_at=now,
        )
        for one in parked
    )  # fmt: skip
    row.parked = sum((one.share for one in parked if not one.in_lines), Fraction(0))
    own = sum(row.lines.values_list("share", flat=True), Fraction(0))
    measured = measured_as_closed(row, rounded(own + row.parked, row.fraction_rule))
    row.counted, row.missing, row.excused = measured.counted, measured.missing, measured.excused
    row.chargeable, row.fee = measured.chargeable, measured.fee
    row.save(update_fields=["parked", "counted", "missing", "excused", "chargeable", "fee"])
