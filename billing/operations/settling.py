"""A parked line is settled in agreement with the register, whichever side counted it (DOMAIN.md 6)."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction

from billing.models import Correction, CorrectionCarrier, ParkedLine, ParkedSettlement
from billing.operations.months.mending import Mended, mend_placement
from billing.operations.months.refusals import RegisterSaysOtherwise
from billing.operations.parked import settle_parked
from billing.queries.differences import counted_today
from organisation.models import User


@transaction.atomic
def settle_with_register(
    *,
    parked: ParkedLine,
    counts: bool,
    answer: str,
    by: User | None,
    mended: Mended | None = None,
    carrier: str = CorrectionCarrier.NOTE,
) -> ParkedSettlement:
    """Settle it; where the department is right the register is corrected (`mended`) and must say so.

    Where it held more to count, that is a line that counts; where it held fewer, one that does not: else the next
    search for corrections would take the settlement back. Raises what `settle_parked` raises.
    """
    if not parked.in_lines:
        return settle_parked(parked=parked, counts=counts, answer=answer, by=by, mended=mended, carrier=carrier)
    settlement = settle_parked(parked=parked, counts=counts, answer=answer, by=by, carrier=carrier)
    if settlement.correction is not None:
        if mended is not None and parked.placement is not None:
            mend_placement(placement=parked.placement, mended=mended, reason=answer.strip())
        _refuse_still_registered(parked, settlement.correction)
    return settlement


def _refuse_still_registered(parked: ParkedLine, correction: Correction) -> None:
    row = parked.reconciliation
    count = counted_today([row])[row.department_id, row.month]
    if parked.placement_id is not None:
        now = sum((one.share for one in count.lines if one.placement_id == parked.placement_id), Fraction(0))
        wanted = Fraction(parked.objection.figure or 0)
    else:
        # what the department counts beyond the list stands in the count, not in the register
        beyond = ParkedLine.objects.unsettled().filter(reconciliation=row, in_lines=False)
        now = count.counted
        wanted = correction.counted_now - sum(beyond.values_list("share", flat=True), Fraction(0))
    if now > wanted:
        raise RegisterSaysOtherwise(wanted, now)
