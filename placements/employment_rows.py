"""A row of an employment file against the register: what is new, what differs, what is the same. Standard library only.

One row is one placement with its employment and its participant (register/FORMAT, employments.csv).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class EmploymentRow(NamedTuple):
    """One row as plain values: `type` and `department` are codes, dates inclusive, `working_share` per cent.

    `name` and `identity_number` (twelve digits) are empty when the file does not give them: the register keeps its own.
    `participant` is empty when the identity number says who it is (placements.operations.participants).
    """

    employment: str
    participant: str
    type: str
    employed_from: date
    department: str
    placed_from: date
    employed_to: date | None = None
    placed_to: date | None = None
    placement_kind: str = "external"
    working_share: int = 100
    sex: str = ""
    end_cause: str = ""
    name: str = ""
    identity_number: str = ""
    job_title: str = ""
    supervisor: str = ""  # key
    onboarding_on: date | None = None
    responsibility_on: date | None = None
    decision: str = ""  # number; with its period, for the row's type
    decision_from: date | None = None
    decision_to: date | None = None
    number: int = 0  # where it stands in the file
    is_protected: bool | None = None  # None when the file does not say; only True changes anything


class KnownPlacement(NamedTuple):
    """A placement that the register has."""

    id: int
    department: str
    placement_kind: str
    placed_from: date
    placed_to: date | None
    working_share: int
    job_title: str = ""
    supervisor: str = ""
    onboarding_on: date | None = None
    responsibility_on: date | None = None


class KnownDecision(NamedTuple):
    """Of an employment, by its number."""

    id: int
    type: str
    decision_from: date
    decision_to: date


class KnownEmployment(NamedTuple):
    id: int
    participant: str
    type: str
    employed_from: date
    employed_to: date | None
    end_cause: str


class KnownParticipant(NamedTuple):
    id: int
    sex: str
    name: str
    identity_hash: str
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the register has of the people and employments that a file names; by key."""

    participants: Mapping[str, KnownParticipant] = field(default_factory=dict)
    employments: Mapping[str, KnownEmployment] = field(default_factory=dict)
    placements: Mapping[str, Sequence[KnownPlacement]] = field(default_factory=dict)  # by employment key
    decisions: Mapping[tuple[str, str], KnownDecision] = field(default_factory=dict)  # by employment key and number


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"  # changed, and what changed is that it now has an end
    UNCHANGED = "unchanged"


class Change(NamedTuple):
    """One field of a row that differs from the register. Of an identity number only that it differs is known."""

    field: str
    before: Any
    after: Any


class ComparedRow(NamedTuple):
    """A row and how it stands to the register; `placement_id` is None for a new placement."""

    row: EmploymentRow
    state: RowState
    placement_id: int | None
    changes: tuple[Change, ...]


class Person(NamedTuple):
    """What a file says of a person, on whichever of its rows."""

    sex: str
    name: str
    identity_number: str
    is_protected: bool


EMPLOYMENT_FIELDS = ("participant", "type", "employed_from", "employed_to", "end_cause")
PLACEMENT_FIELDS = (
    "department", "placement_kind", "placed_from", "placed_to", "working_share", "job_title", "supervisor",
    "onboarding_on", "responsibility_on",
)  # fmt: skip
# what a file may leave out as a whole: the register's own stays
OPTIONAL_FIELDS = frozenset({
    *EMPLOYMENT_FIELDS, "placed_to", "working_share", "job_title", "supervisor", "onboarding_on", "responsibility_on",
})  # fmt: skip
DECISION_FIELDS = ("decision", "decision_from", "decision_to")
PERSONAL_FIELDS = ("sex", "name", "identity_number", "is_protected")
_END_FIELDS = frozenset({"employed_to", "placed_to", "end_cause"})


def compare(
    rows: Sequence[EmploymentRow], known: Known, *, kept: Collection[str] = (), hashes: Mapping[str, str] | None = None
) -> list[ComparedRow]:
    """Compare every row, in the order of the file.

    `kept` are fields that the file has no column for: they stay as the register has them. `hashes` are the keyed
    hashes of the identity numbers in the rows, by number.
    """
    hashes = hashes or {}
    compared = []
    for row, placement in zip(rows, match_placements(rows, known), strict=True):
        employment, person = known.employments.get(row.employment), known.participants.get(row.participant)
        if employment is None and person is None:  # most of a city's first file
            compared.append(ComparedRow(row, RowState.NEW, None, ()))
            continue
        whole = _with_kept(row, employment, placement, kept) if kept and employment else row
        changes = [
            *_differences(whole, employment, EMPLOYMENT_FIELDS),
            *_differences(whole, placement, PLACEMENT_FIELDS),
            *_personal(whole, person, hashes),
            *(_decision(whole, known) if row.decision and employment else ()),
        ]
        state = _state(placement, changes)
        compared.append(ComparedRow(whole, state, placement.id if placement else None, tuple(changes)))
    return compared


def _with_kept(row: EmploymentRow, employment: object, placement: object, kept: Collection[str]) -> EmploymentRow:
    """The row with what its file has no column for taken from the register."""
    stays = {
        name: getattr(known, name)
        for known, fields in ((employment, EMPLOYMENT_FIELDS), (placement, PLACEMENT_FIELDS))
        if known is not None
        for name in fields
        if name in kept
    }
    return row._replace(**stays) if stays else row


def match_placements(rows: Sequence[EmploymentRow], known: Known) -> list[KnownPlacement | None]:
    """The register's placement that each row speaks of, None for a new one.

    The same department, first day and kind is the same placement. Among what is left of an employment, so is the same
    department and first day (the kind was corrected), the same first day (the department was), or, when one of each
    is left, the same department (the first day was). Any other row is a further placement.
    """
    matched: list[KnownPlacement | None] = [None] * len(rows)
    left: defaultdict[str, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for index, row in enumerate(rows):
        theirs = known.placements.get(row.employment)
        if theirs is None:
            continue
        for one in theirs:
            if one.id not in taken and _same_start(row, one) and one.placement_kind == row.placement_kind:
                matched[index] = one
                taken.add(one.id)
                break
        else:
            left[row.employment].append(index)
    for employment, indices in left.items():
        free = [one for one in known.placements.get(employment, ()) if one.id not in taken]
        if free:
            _match_corrected(rows, indices, free, matched)
    return matched


def _same_start(row: EmploymentRow, one: KnownPlacement) -> bool:
    return one.department == row.department and one.placed_from == row.placed_from


def _match_corrected(
    rows: Sequence[EmploymentRow], indices: list[int], free: list[KnownPlacement], matched: list[KnownPlacement | None]
) -> None:
    """What is left of one employment: rows that have no exact counterpart, and placements that no row named."""
    for index in list(indices):
        row = rows[index]
        alike = [one for one in free if _same_start(row, one)] or [o for o in free if o.placed_from == row.placed_from]
        if alike:
            matched[index] = alike[0]
            free.remove(alike[0])
            indices.remove(index)
    for index in indices:
        department = rows[index].department
        there = [one for one in free if one.department == department]
        if len(there) == 1 and sum(rows[i].department == department for i in indices) == 1:
            matched[index] = there[0]


def _differences(row: EmploymentRow, known: object | None, fields: Iterable[str]) -> list[Change]:
    if known is None:
        return []
    return [
        Change(name, before, after)
        for name in fields
        if (after := getattr(row, name)) != (before := getattr(known, name))
    ]


def _decision(row: EmploymentRow, known: Known) -> list[Change]:
    """A decision that the register does not have is one change; of one that it has, what differs."""
    one = known.decisions.get((row.employment, row.decision))
    if one is None:
        return [Change("decision", "", row.decision)]
    return _differences(row, one, ("decision_from", "decision_to"))


def _personal(row: EmploymentRow, known: KnownParticipant | None, hashes: Mapping[str, str]) -> list[Change]:
    """What a file leaves empty about a person stays; protection is put on by a file, never taken off."""
    if known is None:
        return []
    changes = []
    if row.sex and row.sex != known.sex:
        changes.append(Change("sex", known.sex, row.sex))
    if row.name and row.name != known.name:
        changes.append(Change("name", known.name, row.name))
    if row.identity_number and hashes[row.identity_number] != known.identity_hash:
        changes.append(Change("identity_number", None, None))
    if row.is_protected and not known.is_protected:
        changes.append(Change("is_protected", False, True))
    return changes


def _state(placement: KnownPlacement | None, changes: list[Change]) -> RowState:
    if placement is None:
        return RowState.NEW
    if not changes:
        return RowState.UNCHANGED
    only_ends = all(change.field in _END_FIELDS and not change.before for change in changes)
    return RowState.ENDED if only_ends else RowState.CHANGED


def people_in(rows: Iterable[EmploymentRow]) -> dict[str, Person]:
    """The people of a file by key: of each field the first that is filled; protected when any row says so."""
    people: dict[str, Person] = {}
    for row in rows:
        one = people.get(row.participant)
        if one is None:
            people[row.participant] = Person(row.sex, row.name, row.identity_number, bool(row.is_protected))
        elif not (one.sex and one.name and one.identity_number and one.is_protected):
            people[row.participant] = Person(
                one.sex or row.sex,
                one.name or row.name,
                one.identity_number or row.identity_number,
                one.is_protected or bool(row.is_protected),
            )
    return people
