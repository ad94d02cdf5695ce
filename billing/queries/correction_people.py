"""The people who make the difference of a correction: beside what stood when it was found, and kept with it.

What stands before a correction is the closed month and, upon it, what each earlier accepted one changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from billing.counting import MonthCount
from billing.models import Correction, CorrectionState, LineReason, ParkedLine, Reconciliation, ReconciliationLine
from billing.queries.differences import Difference, counted_today, of_this_closing
from foundation.history import known_at
from placements.models import Placement

PARKED = "parked"  # stands where a LineReason does: counted, as the department said, while the sides disagreed

Reading = tuple[Fraction, str]  # how much of a placement counts, and the reason
Counted = dict[int, Reading]  # by placement
Stored = list[dict[str, Any]]  # Correction.people


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """One placement that was counted then and not now, or the other way; `then` and `now` are reasons in words."""

    employment_id: int
    employment_key: str
    then: str
    now: str


def people_of(corrections: Sequence[Correction]) -> dict[int, list[PersonDifference]]:
    """By correction: the placements whose counting it changes. No queries but for those found before this was kept."""
    without = [one for one in corrections if one.people is None]
    told = {one.pk: one.people for one in corrections if one.people is not None} | _derived(without)
    return {pk: [_named(one) for one in people] for pk, people in told.items()}


def people_changed(found: Sequence[Difference]) -> dict[int, Stored]:
    """By month: what `Correction.people` keeps of each difference. Four queries."""
    if not found:
        return {}
    standing = _standing([(one.reconciliation, one.sequence) for one in found])
    return _stored({one.reconciliation.pk: (standing[one.reconciliation.pk], _of_count(one.count)) for one in found})


def people_changed_by(correction: Correction) -> Stored:
    """The same for one that was found before this was kept. A few queries."""
    return _derived([correction])[correction.pk]


def parked_person(parked: ParkedLine) -> Stored:
    """The same for a parked line that turns out not to count: it alone. Two queries; nobody when it named nobody."""
    if parked.placement_id is None:
        return []
    own = ReconciliationLine.objects.filter(reconciliation=parked.reconciliation_id, placement=parked.placement_id)
    now = {line.placement_id: _reading(line) for line in own}
    share = now[parked.placement_id][0] if now else Fraction(0)
    return _stored({0: ({parked.placement_id: (share + parked.share, PARKED)}, now)})[0]


def _derived(corrections: Sequence[Correction]) -> dict[int, Stored]:
    """Those that have nothing kept: from the register today or, of settled ones, as it was known then."""
    found: dict[int, tuple[Counted, Counted]] = {}
    for one in corrections:
        month = one.reconciliation
        standing = _standing([(month, one.sequence)])[month.pk]
        found[one.pk] = standing, _known(one) if one.settled_at else _counted_now(month)
    return _stored(found) if found else {}


def _counted_now(month: Reconciliation) -> Counted:
    return _of_count(counted_today([month])[month.department_id, month.month])


def _known(correction: Correction) -> Counted:
    assert correction.settled_at is not None
    with known_at(correction.settled_at):
        return _counted_now(correction.reconciliation)


def _standing(months: Sequence[tuple[Reconciliation, int]]) -> dict[int, Counted]:
    """By month: what stands before the correction of that sequence. Three queries."""
    rows = [row for row, _sequence in months]
    closed = _closed(rows)
    accepted = Correction.objects.filter(reconciliation__in=rows, state=CorrectionState.ACCEPTED)
    earlier: defaultdict[int, list[Correction]] = defaultdict(list)
    for one in accepted.select_related("reconciliation__department").order_by("sequence"):
        earlier[one.reconciliation_id].append(one)
    return {
        row.pk: _after(
            closed[row.pk], [one for one in of_this_closing(row, earlier[row.pk]) if one.sequence < sequence]
        )
        for row, sequence in months
    }


def _after(closed: Counted, earlier: Iterable[Correction]) -> Counted:
    standing = dict(closed)
    for one in earlier:
        if one.people is None:
            standing = _known(one)
            continue
        for person in one.people:
            standing.pop(person["placement"], None)
            if person["now"]:
                standing[person["placement"]] = Fraction(person["share_now"]), person["now"]
    return standing


def _closed(months: Sequence[Reconciliation]) -> defaultdict[int, Counted]:
    """The frozen lines, and what was parked beside them: it counted until it was settled."""
    found: defaultdict[int, Counted] = defaultdict(dict)
    for line in ReconciliationLine.objects.filter(reconciliation__in=months):
        found[line.reconciliation_id][line.placement_id] = _reading(line)
    for parked in ParkedLine.objects.filter(reconciliation__in=months, placement__isnull=False):
        assert parked.placement_id is not None
        own = found[parked.reconciliation_id]
        share, _reason = own.get(parked.placement_id, (Fraction(0), ""))
        own[parked.placement_id] = share + parked.share, PARKED
    return found


def _reading(line: ReconciliationLine) -> Reading:
    return Fraction(line.share), line.reason


def _of_count(count: MonthCount) -> Counted:
    return {line.placement_id: (line.share, str(line.reason)) for line in count.lines}


def _stored(pairs: Mapping[int, tuple[Counted, Counted]]) -> dict[int, Stored]:
    """Each that differs, with its share and reason then and now, "" where it was not on the list. One query."""
    changed = {
        pk: [one for one in sorted({*then, *now}) if _share(then, one) != _share(now, one)]
        for pk, (then, now) in pairs.items()
    }
    rows = Placement.objects.filter(pk__in={one for several in changed.values() for one in several})
    named = {
        pk: (employment, key) for pk, employment, key in rows.values_list("pk", "employment_id", "employment__key")
    }
    return {
        pk: [
            {
                "placement": one,
                "employment": named[one][0],
                "key": named[one][1],
                "share_then": str(_share(then, one)),
                "then": then[one][1] if one in then else "",
                "share_now": str(_share(now, one)),
                "now": now[one][1] if one in now else "",
            }
            for one in changed[pk]
        ]
        for pk, (then, now) in pairs.items()
    }


def _share(counted: Counted, placement_id: int) -> Fraction:
    return counted[placement_id][0] if placement_id in counted else Fraction(0)


def _named(person: Mapping[str, Any]) -> PersonDifference:
    return PersonDifference(person["employment"], person["key"], _words(person["then"]), _words(person["now"]))


def _words(reason: str) -> str:
    if reason == PARKED:
        return _("omtvistad, räknades med")
    return str(LineReason(reason).label) if reason else ""
