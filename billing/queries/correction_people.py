"""The people who make the difference of a correction: while it is proposed, and as they were when it was settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from billing.counting import MonthCount
from billing.models import Correction, CorrectionState, LineReason, Reconciliation, ReconciliationLine
from billing.queries.differences import counted_today
from foundation.history import known_at
from placements.models import Placement

Counted = Mapping[int, tuple[Fraction, str]]  # placement → its share and reason


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """One placement that was counted then and not now, or the other way; `then` and `now` are reasons in words."""

    employment_id: int
    employment_key: str
    then: str
    now: str


def people_of(corrections: Sequence[Correction]) -> dict[int, list[PersonDifference]]:
    """By correction: the placements whose counting differs between the closed month and the register today."""
    if not corrections:
        return {}
    months = [one.reconciliation for one in corrections]
    now, then = counted_today(months), _frozen(months)
    return _named(
        {
            one.pk: _changed(
                then[one.reconciliation_id],
                _of_count(now[one.reconciliation.department_id, one.reconciliation.month]),
            )
            for one in corrections
        }
    )


def people_when_settled(correction: Correction) -> list[PersonDifference]:
    """The same for an accepted one: the register as it was known when it was settled, beside what stood until then.

    What stood is the closed month or, after earlier corrections, the register as the last of them was settled.
    """
    month = correction.reconciliation
    before = (
        Correction.objects.filter(
            reconciliation=month, state=CorrectionState.ACCEPTED, sequence__lt=correction.sequence
        )
        .order_by("-sequence")
        .first()
    )
    then = _known(before) if before else _frozen([month])[month.pk]
    return _named({correction.pk: _changed(then, _known(correction))})[correction.pk]


def _known(correction: Correction) -> Counted:
    assert correction.settled_at is not None
    month = correction.reconciliation
    with known_at(correction.settled_at):
        return _of_count(counted_today([month])[month.department_id, month.month])


def _frozen(months: Sequence[Reconciliation]) -> defaultdict[int, dict[int, tuple[Fraction, str]]]:
    found: defaultdict[int, dict[int, tuple[Fraction, str]]] = defaultdict(dict)
    for line in ReconciliationLine.objects.filter(reconciliation__in=months):
        found[line.reconciliation_id][line.placement_id] = line.share, line.reason
    return found


def _of_count(count: MonthCount) -> Counted:
    return {line.placement_id: (line.share, str(line.reason)) for line in count.lines}


def _changed(then: Counted, now: Counted) -> list[tuple[int, str, str]]:
    """Placement and its reasons then and now, "" where it was not on the list."""
    found = []
    for placement_id in sorted({*then, *now}):
        old, new = then.get(placement_id), now.get(placement_id)
        if (old[0] if old else 0) != (new[0] if new else 0):
            found.append((placement_id, _words(old), _words(new)))
    return found


def _words(counted: tuple[Fraction, str] | None) -> str:
    return str(LineReason(counted[1]).label) if counted else ""


def _named(changed: Mapping[int, list[tuple[int, str, str]]]) -> dict[int, list[PersonDifference]]:
    placements = {placement_id for pairs in changed.values() for placement_id, _old, _new in pairs}
    rows = Placement.objects.filter(pk__in=placements).values_list("pk", "employment_id", "employment__key")
    named = {pk: (employment_id, key) for pk, employment_id, key in rows}
    return {
        pk: [PersonDifference(*named[placement_id], old, new) for placement_id, old, new in pairs]
        for pk, pairs in changed.items()
    }
