"""A parked line is settled once, after its month has closed: counted as the department said, or not (DOMAIN.md 6)."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import (
    Correction,
    CorrectionCarrier,
    CorrectionState,
    ParkedLine,
    ParkedSettlement,
    Reconciliation,
)
from billing.operations.corrections import carry, decide_sum
from billing.operations.months.mending import Mended, mend_placement
from billing.operations.months.refusals import EmptyAnswer, RegisterSaysOtherwise, SamePersonForBothSides
from billing.queries.correction_people import parked_person
from billing.queries.correction_sums import CorrectionSum
from billing.queries.differences import counted_today
from billing.queries.parked_outcomes import correction_without, standing
from foundation.refusals import Refusal
from organisation.models import Board, User


class ParkedLineIsSettled(Refusal):
    def __init__(self, settlement: ParkedSettlement) -> None:
        super().__init__(
            _("Den parkerade raden avgjordes redan %(day)s. Läs svaret på månadens sida.")
            % {"day": timezone.localdate(settlement.settled_at)}
        )


@transaction.atomic
def settle_parked(
    *,
    parked: ParkedLine,
    counts: bool,
    answer: str,
    by: User | None,
    mended: Mended | None = None,
    carrier: str = CorrectionCarrier.NOTE,
) -> ParkedSettlement:
    """Settle what the sides disagreed on, with the answer to the department.

    It counts: the closed figures stand. It does not: an accepted correction takes it out of the books, on the
    half-year's invoice or, when that is issued, on what `carrier` says: a debit note now, or the board's next invoice.
    Where the department is right the register is corrected (`mended`) and must say so: where it held more to count,
    that is a line that counts; where it held fewer, one that does not. Else the next search for corrections would take
    the settlement back.
    Raises ParkedLineIsSettled, EmptyAnswer, SamePersonForBothSides and RegisterSaysOtherwise.
    """
    held = _held(parked)
    if not answer.strip():
        raise EmptyAnswer
    if by is not None and by.pk == held.objection.made_by_id:
        raise SamePersonForBothSides
    correction, sums = (None, None) if counts else _taken_out(held, answer=answer, carrier=carrier, by=by)
    if counts and not held.in_lines:
        _mend(held, mended, answer)
    if counts:
        _refuse_unregistered(held)
    settlement = ParkedSettlement.objects.create(
        parked=held, counts=counts, answer=answer.strip(), settled_by=by, settled_at=timezone.now(),
        correction=correction,
    )  # fmt: skip
    if correction is not None:
        carry(correction=correction, sums=sums, by=by)
        if held.in_lines:
            _mend(held, mended, answer)
            _refuse_still_registered(held, correction)
    return settlement


def _taken_out(
    held: ParkedLine, *, answer: str, carrier: str, by: User | None
) -> tuple[Correction, CorrectionSum | None]:
    """The accepted correction that a line that does not count is, and what it moves; not carried yet."""
    correction = correction_without(held)
    sums = decide_sum(correction=correction, carrier=carrier)
    correction.people = parked_person(held)
    correction.settle(state=CorrectionState.ACCEPTED, reason=answer.strip(), by=by, now=timezone.now())
    return correction, sums


def _mend(held: ParkedLine, mended: Mended | None, answer: str) -> None:
    if mended is not None and held.placement is not None:
        mend_placement(placement=held.placement, mended=mended, reason=answer.strip())


def _held(parked: ParkedLine) -> ParkedLine:
    """With its board held (nobody issues the half-year meanwhile), its month, and itself."""
    Board.objects.select_for_update(of=("self",)).get(departments__reconciliations=parked.reconciliation_id)
    Reconciliation.objects.select_for_update(of=("self",)).get(pk=parked.reconciliation_id)
    held = ParkedLine.objects.select_related("objection", "placement", "reconciliation__department").get(pk=parked.pk)
    if settlement := ParkedSettlement.objects.filter(parked=held).first():
        raise ParkedLineIsSettled(settlement)
    return held


def _refuse_unregistered(held: ParkedLine) -> None:
    """A line that counts does so in the register, too: else the next search would propose to take it away again."""
    row = held.reconciliation
    count = counted_today([row])[row.department_id, row.month]
    if held.placement_id is not None:
        now = sum((one.share for one in count.lines if one.placement_id == held.placement_id), Fraction(0))
        wanted = Fraction(held.objection.figure)
    else:
        others = ParkedLine.objects.unsettled().filter(reconciliation=row, in_lines=False).exclude(pk=held.pk)
        now = count.counted
        wanted = standing(row).counted - sum((one.share for one in others), Fraction(0))
    if now < wanted:
        raise RegisterSaysOtherwise(wanted, now)


def _refuse_still_registered(held: ParkedLine, correction: Correction) -> None:
    row = held.reconciliation
    count = counted_today([row])[row.department_id, row.month]
    if held.placement_id is not None:
        now = sum((one.share for one in count.lines if one.placement_id == held.placement_id), Fraction(0))
        wanted = Fraction(held.objection.figure or 0)
    else:
        # what the department counts beyond the list stands in the count, not in the register
        beyond = ParkedLine.objects.unsettled().filter(reconciliation=row, in_lines=False)
        now = count.counted
        wanted = correction.counted_now - sum(beyond.values_list("share", flat=True), Fraction(0))
    if now > wanted:
        raise RegisterSaysOtherwise(wanted, now)
