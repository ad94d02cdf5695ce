"""An accepted objection mends the register itself, through the placements' own acts and with its reason in history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from billing.models import Objection, Reconciliation, ReconciliationLine
from billing.operations.months.refusals import RegisterSaysOtherwise
from placements.models import Employment, Placement
from placements.operations.employments import change_employment
from placements.operations.placements import change_placement


@dataclass(frozen=True, slots=True)
class Mended:
    """The placement's right first and last day, inclusive; None: no end known."""

    placed_from: date
    placed_to: date | None


def mend_placement(*, placement: Placement, mended: Mended, reason: str) -> None:
    """Correct the placement's days; the employment follows where it would not cover them. The same days change nothing.

    Raises what the placements' own acts raise: DatesOutOfOrder, OutsideEmployment, AlreadyPlacedThere.
    """
    placement = Placement.objects.select_related("employment__type").get(pk=placement.pk)
    if (placement.placed_from, placement.placed_to) == (mended.placed_from, mended.placed_to):
        return
    employment = placement.employment
    first, last = _covering(employment, mended)
    if (first, last) != (employment.employed_from, employment.employed_to):
        change_employment(
            employment=employment, type=employment.type, employed=(first, last),
            end_cause=employment.end_cause if last else "", reason=reason,
        )  # fmt: skip
    placement = Placement.objects.select_related("employment", "department").get(pk=placement.pk)
    change_placement(
        placement=placement,
        placed=(mended.placed_from, mended.placed_to),
        kind=placement.kind,
        working_share=placement.working_share,
        reason=reason,
    )


def _covering(employment: Employment, mended: Mended) -> tuple[date, date | None]:
    """The employment's days, widened as far as the placement needs."""
    first = min(employment.employed_from, mended.placed_from)
    if employment.employed_to is None or mended.placed_to is None:
        return first, None if mended.placed_to is None else employment.employed_to
    return first, max(employment.employed_to, mended.placed_to)


def refuse_unmended(row: Reconciliation, objection: Objection, *, before: Fraction) -> None:
    """An objection is accepted when the count says what the department said: a line exactly, a month at least as far.

    Called after `row` is counted anew; `before` is what it counted. Raises RegisterSaysOtherwise.
    """
    if objection.figure is None:
        return
    if objection.placement_id is not None:
        line = ReconciliationLine.objects.filter(reconciliation=row, placement=objection.placement_id).first()
        now = line.share if line else 0
        if now != objection.figure:
            raise RegisterSaysOtherwise(objection.figure, now)
    elif row.counted < objection.figure if objection.figure > before else row.counted > objection.figure:
        raise RegisterSaysOtherwise(objection.figure, row.counted)
