"""A parked line is settled once, after its month has closed: counted as the department said, or not (DOMAIN.md 6)."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from billing import corrections as rule
from billing.counting import rounded
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
from billing.parking import without_parked
from billing.queries.correction_people import parked_person
from billing.queries.correction_sums import CorrectionSum, correction_sums
from billing.queries.differences import counted_today, figures_now
from billing.queries.terms import measured_as_closed
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

    It counts: the register is corrected (`mended`) and says so; the closed figures stand. It does not: an accepted
    correction takes it out of the books, on the half-year's invoice or, when that is issued, on what `carrier` says: a
    debit note now, or the board's next invoice.
    Raises ParkedLineIsSettled, EmptyAnswer, SamePersonForBothSides and RegisterSaysOtherwise.
    """
    held = _held(parked)
    if not answer.strip():
        raise EmptyAnswer
    if by is not None and by.pk == held.objection.made_by_id:
        raise SamePersonForBothSides
    correction, sums = None, None
    if counts:
        if mended is not None and held.placement is not None:
            mend_placement(placement=held.placement, mended=mended, reason=answer.strip())
        _refuse_unregistered(held)
    else:
        correction = _without(held)
        sums = decide_sum(correction=correction, carrier=carrier)
        correction.people = parked_person(held)
        correction.settle(state=CorrectionState.ACCEPTED, reason=answer.strip(), by=by, now=timezone.now())
    settlement = ParkedSettlement.objects.create(
        parked=held, counts=counts, answer=answer.strip(), settled_by=by, settled_at=timezone.now(),
        correction=correction,
    )  # fmt: skip
    if correction is not None:
        carry(correction=correction, sums=sums, by=by)
    return settlement


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
        others = ParkedLine.objects.unsettled().filter(reconciliation=row).exclude(pk=held.pk)
        now = count.counted
        wanted = _standing(row).counted - sum((one.share for one in others), Fraction(0))
    if now < wanted:
        raise RegisterSaysOtherwise(wanted, now)


def _standing(row: Reconciliation) -> rule.MonthFigures:
    accepted = Correction.objects.filter(reconciliation=row, state=CorrectionState.ACCEPTED).order_by("sequence")
    closed = rule.MonthFigures(row.counted, row.missing, row.excused, row.chargeable, row.fee)
    return rule.standing_figures(closed, [figures_now(one) for one in accepted])


def sum_if_not_counting(parked: ParkedLine) -> tuple[Correction, CorrectionSum | None]:
    """The correction that an unsettled line would give if it does not count, and what that moves of an invoiced month;
    nothing is written. About ten queries."""
    correction = _without(parked)
    return correction, correction_sums([correction]).get(correction.pk) if correction.difference else None


def _without(held: ParkedLine) -> Correction:
    """The correction that the settlement is, not saved yet: what stands, and what stands without the parked line."""
    row, then = held.reconciliation, _standing(held.reconciliation)
    before = _own_sum(row)
    counted = without_parked(
        then.counted,
        before=rounded(before, row.fraction_rule),
        after=rounded(before - held.share, row.fraction_rule),
    )
    now = measured_as_closed(row, counted)
    last = Correction.objects.filter(reconciliation=row).aggregate(last=Max("sequence"))["last"] or 0
    return Correction(
        reconciliation=row, sequence=last + 1,
        counted_then=then.counted, counted_now=now.counted, missing_then=then.missing, missing_now=now.missing,
        excused_then=then.excused, excused_now=now.excused, chargeable_then=then.chargeable,
        chargeable_now=now.chargeable, fee_then=then.fee, fee_now=now.fee,
    )  # fmt: skip


def _own_sum(row: Reconciliation) -> Fraction:
    """The closed month's exact sum: its lines and what is parked, besides what has been settled as not counting."""
    lines = sum(row.lines.values_list("share", flat=True), Fraction(0))
    out = ParkedSettlement.objects.filter(parked__reconciliation=row, counts=False)
    return lines + Fraction(row.parked) - sum(out.values_list("parked__share", flat=True), Fraction(0))
