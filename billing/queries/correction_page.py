"""Corrections that wait for someone and those that are settled, with the people who make the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.counting import MonthCount
from billing.models import (
    Correction,
    CorrectionState,
    Invoice,
    InvoiceKind,
    LineReason,
    Reconciliation,
    ReconciliationLine,
)
from billing.queries.differences import counted_today
from foundation.periods import HalfYear
from organisation.models import User
from placements.models import Placement


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """One placement that was counted then and not now, or the other way; `then` and `now` are reasons in words."""

    employment_key: str
    then: str
    now: str


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
    people = _people(proposed)
    invoiced = set(Invoice.objects.filter(kind=InvoiceKind.INVOICE).values_list("board_id", "half_year"))
    rows = [CorrectionRow(one, tuple(people.get(one.pk, [])), _key(one) in invoiced) for one in proposed]
    return rows, sorted(settled, key=lambda one: str(one.settled_at), reverse=True)


def _key(one: Correction) -> tuple[int, HalfYear]:
    row = one.reconciliation
    return row.department.board_id, row.month.half_year


def _people(corrections: Sequence[Correction]) -> dict[int, list[PersonDifference]]:
    """By correction: the placements whose counting differs between the closed month and the register today."""
    if not corrections:
        return {}
    months = [one.reconciliation for one in corrections]
    now = counted_today(months)
    then: defaultdict[int, dict[int, ReconciliationLine]] = defaultdict(dict)
    for line in ReconciliationLine.objects.filter(reconciliation__in=months):
        then[line.reconciliation_id][line.placement_id] = line
    changed = {
        one.pk: _changed(then[one.reconciliation_id], now[one.reconciliation.department_id, one.reconciliation.month])
        for one in corrections
    }
    placements = {placement_id for pairs in changed.values() for placement_id, _old, _new in pairs}
    keys = dict(Placement.objects.filter(pk__in=placements).values_list("pk", "employment__key"))
    return {
        pk: [PersonDifference(keys[placement_id], old, new) for placement_id, old, new in pairs]
        for pk, pairs in changed.items()
    }


def _changed(then: dict[int, ReconciliationLine], count: MonthCount) -> list[tuple[int, str, str]]:
    """Placement and its reasons then and now, "" where it was not on the list."""
    now = {line.placement_id: line for line in count.lines}
    found = []
    for placement_id in sorted({*then, *now}):
        old, new = then.get(placement_id), now.get(placement_id)
        if (old.share if old else 0) != (new.share if new else 0):
            found.append((placement_id, _words(old.reason) if old else "", _words(new.reason) if new else ""))
    return found


def _words(reason: str) -> str:
    return str(LineReason(str(reason)).label)
