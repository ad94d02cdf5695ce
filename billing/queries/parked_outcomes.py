"""What a parked line gives if it turns out not to count: before it is settled, and when it is (DOMAIN.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from billing import corrections as rule
from billing.counting import rounded
from billing.models import Correction, CorrectionState, ParkedLine, ParkedSettlement, Reconciliation
from billing.parking import without_parked
from billing.queries.correction_sums import CorrectionSum, correction_sums
from billing.queries.differences import figures_now
from billing.queries.terms import measured_as_closed


@dataclass(frozen=True, slots=True)
class ParkedOutcome:
    """An unsettled line with the correction that it would give; `sums` is None while its half-year is not invoiced."""

    parked: ParkedLine
    correction: Correction
    sums: CorrectionSum | None

    @property
    def moves(self) -> Decimal:
        """Kronor more for the board to pay, now or on its half-year's invoice."""
        return self.correction.difference if self.sums is None else self.sums.noted


def parked_outcomes(row: Reconciliation) -> list[ParkedOutcome]:
    """Of each unsettled line of the month, as if it were settled next. One query, and about ten for each line."""
    lines = ParkedLine.objects.unsettled().filter(reconciliation=row).order_by("pk")
    return [_outcome(one) for one in lines.select_related("reconciliation__department")]


def _outcome(parked: ParkedLine) -> ParkedOutcome:
    correction = correction_without(parked)
    sums = correction_sums([correction]).get(correction.pk) if correction.difference else None
    return ParkedOutcome(parked, correction, sums)


def standing(row: Reconciliation) -> rule.MonthFigures:
    """What holds for a closed month after its accepted corrections. One query."""
    accepted = Correction.objects.filter(reconciliation=row, state=CorrectionState.ACCEPTED).order_by("sequence")
    closed = rule.MonthFigures(row.counted, row.missing, row.excused, row.chargeable, row.fee)
    return rule.standing_figures(closed, [figures_now(one) for one in accepted])


def correction_without(held: ParkedLine) -> Correction:
    """The correction that the settlement is, not saved yet: what stands, and what stands without the parked line."""
    row, then = held.reconciliation, standing(held.reconciliation)
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
