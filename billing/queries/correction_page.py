"""Corrections that wait for someone and those that are settled, with the people who make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.models import (
    Correction,
    CorrectionState,
    Invoice,
    InvoiceKind,
    Reconciliation,
)
from billing.queries.correction_people import PersonDifference, people_of
from foundation.periods import HalfYear
from organisation.models import User


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    correction: Correction
    people: tuple[PersonDifference, ...]
    is_invoiced: bool  # then it is chosen what carries it

    @property
    def difference(self) -> Decimal:
        return self.correction.difference


def correction_rows(user: User) -> tuple[list[CorrectionRow], list[Correction]]:
    """The proposed ones with their people, and the settled ones, newest first. Seven queries."""
    seen = (
        Correction.objects.filter(reconciliation__in=Reconciliation.objects.visible_to(user))
        .select_related("reconciliation__department", "settled_by", "line__invoice")
        .order_by("reconciliation__department__code", "reconciliation__month", "sequence")
    )
    proposed = [one for one in seen if one.state == CorrectionState.PROPOSED]
    settled = [one for one in seen if one.state != CorrectionState.PROPOSED]
    people = people_of(proposed)
    invoiced = set(Invoice.objects.filter(kind=InvoiceKind.INVOICE).values_list("board_id", "half_year"))
    rows = [CorrectionRow(one, tuple(people.get(one.pk, [])), _key(one) in invoiced) for one in proposed]
    return rows, sorted(settled, key=lambda one: str(one.settled_at), reverse=True)


def _key(one: Correction) -> tuple[int, HalfYear]:
    row = one.reconciliation
    return row.department.board_id, row.month.half_year
