"""Corrections that wait for someone and those that are settled, with the people who make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.models import Correction, CorrectionState, Reconciliation
from billing.queries.correction_people import PersonDifference, people_of
from billing.queries.correction_sums import CorrectionSum, correction_sums
from organisation.models import User


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A proposed correction; `sums` are what it would move, None while its own half-year is not invoiced."""

    correction: Correction
    people: tuple[PersonDifference, ...]
    sums: CorrectionSum | None

    @property
    def moves(self) -> Decimal:
        """Kronor that accepting it moves now, or on its half-year's invoice."""
        return self.correction.difference if self.sums is None else self.sums.noted

    @property
    def chooses_carrier(self) -> bool:
        """Whether there is something for a note or the next invoice to carry."""
        return self.sums is not None and bool(self.sums.noted or self.sums.carried)


def correction_rows(user: User) -> tuple[list[CorrectionRow], list[Correction]]:
    """The proposed ones with their people, and the settled ones, newest first. Seven queries."""
    seen = (
        Correction.objects.filter(reconciliation__in=Reconciliation.objects.visible_to(user))
        .select_related("reconciliation__department", "settled_by", "line__invoice")
        .order_by("reconciliation__department__code", "reconciliation__month", "sequence")
    )
    proposed = [one for one in seen if one.state == CorrectionState.PROPOSED]
    settled = [one for one in seen if one.state != CorrectionState.PROPOSED]
    people, sums = people_of(proposed), correction_sums(proposed)
    rows = [CorrectionRow(one, tuple(people[one.pk]), sums.get(one.pk)) for one in proposed]
    return rows, sorted(settled, key=lambda one: str(one.settled_at), reverse=True)
