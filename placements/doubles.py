"""Which rows of a file would put a person in more than full time. Standard library only (DOMAIN.md 5).

The database refuses it for what is done by hand (placements.full_time); a file may say what another register already
has decided, so there it is shown and taken only when someone says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from placements.employment_rows import ComparedRow, EmploymentRow, RowState

FULL_TIME = 100
_MATTERS = frozenset({"participant", "employed_from", "employed_to", "placed_from", "placed_to", "working_share"})


class There(NamedTuple):
    """A placement on the days that it and its employment both cover; `department` is a code."""

    first: date
    last: date
    share: int
    department: str

    def meets(self, other: There) -> bool:
        return self.first <= other.last and other.first <= self.last


class Placed(NamedTuple):
    """A placement of the register, with the keys of its person and employment."""

    id: int
    participant: str
    employment: str
    placed: tuple[date, date | None]
    employed: tuple[date, date | None]
    share: int
    department: str

    def there(self, employed: tuple[date, date | None] | None = None) -> There:
        """`employed` when a file says other days of the employment."""
        return _there(self.placed, employed or self.employed, self.share, self.department)


def matters(one: ComparedRow) -> bool:
    """Whether the row can put someone in more than full time: it is new, or days or share of it change."""
    if one.state is RowState.NEW:
        return True
    return one.state is RowState.CHANGED and any(change.field in _MATTERS for change in one.changes)


def doubles(compared: Sequence[ComparedRow], register: Iterable[Placed]) -> dict[int, There]:
    """By index of the row: what else its person has on the same days, where together it is more than full time.

    `register` are the placements of the rows' people. Of rows that together are too much, the later ones are named.
    """
    of_file = {one.row.employment: (one.row.employed_from, one.row.employed_to) for one in compared}
    before = {one.id: one for one in register}
    people: defaultdict[str, dict[object, There]] = defaultdict(dict)
    for id_, known in before.items():
        people[known.participant][id_] = known.there(of_file.get(known.employment))
    for one in compared:
        if one.placement_id is not None:
            theirs = before.get(one.placement_id)
            if theirs is not None:
                people[theirs.participant].pop(one.placement_id, None)
            people[one.row.participant][one.placement_id] = _of(one.row)
    return _in_order(compared, before, people)


def _in_order(
    compared: Sequence[ComparedRow], before: Mapping[int, Placed], people: Mapping[str, dict[object, There]]
) -> dict[int, There]:
    """Changed rows first, then new ones; a row that is too much is not there for those after it."""
    found: dict[int, There] = {}
    asked = [(index, one) for index, one in enumerate(compared) if matters(one)]
    for index, one in sorted(asked, key=lambda pair: pair[1].state is RowState.NEW):
        theirs, own = people[one.row.participant], _of(one.row)
        place = one.placement_id if one.placement_id is not None else f"row {index}"
        theirs.pop(place, None)
        other = _too_much(own, theirs.values())
        if other is None:
            theirs[place] = own
        else:
            found[index] = other
            if one.placement_id is not None and (known := before.get(one.placement_id)):
                people[known.participant][place] = known.there()
    return found


def _too_much(own: There, others: Iterable[There]) -> There | None:
    """The largest of the others on the first day that is more than full time together; None without such a day."""
    if own.last < own.first:
        return None
    meeting = [other for other in others if own.meets(other)]
    for day in sorted({max(own.first, other.first) for other in meeting}):
        that_day = [other for other in meeting if other.first <= day <= other.last]
        if own.share + sum(other.share for other in that_day) > FULL_TIME:
            return max(that_day, key=lambda other: other.share)
    return None


def _of(row: EmploymentRow) -> There:
    employed = (row.employed_from, row.employed_to)
    return _there((row.placed_from, row.placed_to), employed, row.working_share, row.department)


def _there(placed: tuple[date, date | None], employed: tuple[date, date | None], share: int, department: str) -> There:
    last = min(placed[1] or date.max, employed[1] or date.max)
    return There(max(placed[0], employed[0]), last, share, department)
