"""A waiting employment file against the register as it is now: what accepting it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.bulk_rows import any_of
from organisation.models import Department
from placements.doubles import FULL_TIME, Placed, There, doubles, matters
from placements.employment_columns import COLUMNS, LABELS
from placements.employment_rows import Change, ComparedRow, RowState
from placements.import_payload import opened
from placements.models import EmploymentImport, EmploymentType, Participant, Placement
from placements.operations.register_rows import compare_with_register
from placements.queries.unmentioned import Unmentioned, unmentioned

MOST_SHOWN = 200
_TITLES = {
    RowState.NEW: gettext_lazy("Nya"),
    RowState.CHANGED: gettext_lazy("Ändras"),
    RowState.ENDED: gettext_lazy("Avslutas"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    number: int
    employment: str
    participant: str
    department: str
    period: str
    differences: tuple[Difference, ...]
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class DoubleRow:
    """A row that would put its person in more than full time, and what stands in the way, in words."""

    row: ComparisonRow
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one state: all are counted, the first `MOST_SHOWN` are shown."""

    state: str
    title: str
    count: int
    rows: list[ComparisonRow]


@dataclass(frozen=True, slots=True)
class Comparison:
    groups: list[Group]
    unchanged: int
    doubles: list[DoubleRow]  # in none of the groups: each is taken only when it is ticked
    unmentioned: Unmentioned

    @property
    def changes(self) -> int:
        return sum(group.count for group in self.groups) + len(self.doubles)


def comparison(employment_import: EmploymentImport, *, today: date) -> Comparison:
    """Thirteen queries at most, however many rows."""
    rows, kept = opened(employment_import.rows)
    protected = set(Participant.objects.filter(is_protected=True).values_list("key", flat=True))
    everything = compare_with_register(rows, kept=kept)
    beyond = double_rows(everything)
    compared = [one for index, one in enumerate(everything) if index not in beyond]
    names = dict(Department.objects.values_list("code", "name"))
    types = dict(EmploymentType.objects.values_list("code", "name"))
    counts = Counter(one.state for one in compared)
    groups = [
        Group(
            state.value,
            str(title),
            counts[state],
            [_row(one, names, types, protected) for one in _first(compared, state)],
        )
        for state, title in _TITLES.items()
        if counts[state]
    ]
    shown = [
        DoubleRow(_row(everything[index], names, types, protected), _why(there, names))
        for index, there in sorted(beyond.items())
    ]
    return Comparison(groups, counts[RowState.UNCHANGED], shown, unmentioned(rows, today=today))


def double_rows(compared: Sequence[ComparedRow]) -> dict[int, There]:
    """By index of the row: what of its person's it meets, together more than full time. One query, or none."""
    people = {one.row.participant for one in compared if matters(one)}
    if not people:
        return {}
    found = Placement.objects.filter(employment__participant__key__in=any_of(people)).values_list(
        "id", "employment__participant__key", "employment__key", "placed_from", "placed_to",
        "employment__employed_from", "employment__employed_to", "working_share", "department__code",
    )  # fmt: skip
    register = [
        Placed(id_, person, employment, (first, last), (begins, ends), share, department)
        for id_, person, employment, first, last, begins, ends, share, department in found
    ]
    return doubles(compared, register)


def _why(there: There, departments: dict[str, str]) -> str:
    words = {"department": departments[there.department], "share": there.share}
    if there.share == FULL_TIME:
        return _("redan placerad på heltid hos %(department)s samma dagar") % words
    return _("mer än heltid: redan placerad på %(share)s procent hos %(department)s samma dagar") % words


def _first(compared: list[ComparedRow], state: RowState) -> list[ComparedRow]:
    return [one for one in compared if one.state is state][:MOST_SHOWN]


def _row(
    one: ComparedRow, departments: dict[str, str], types: dict[str, str], protected: Collection[str]
) -> ComparisonRow:
    row = one.row
    last = row.placed_to or row.employed_to
    return ComparisonRow(
        number=row.number,
        employment=row.employment,
        participant=row.participant,
        department=departments[row.department],
        period=f"{row.placed_from}–{last}" if last else _("från %(day)s") % {"day": row.placed_from.isoformat()},
        differences=tuple(_difference(change, departments, types) for change in one.changes),
        is_protected=row.participant in protected or bool(row.is_protected),
    )


def _difference(change: Change, departments: dict[str, str], types: dict[str, str]) -> Difference:
    label = str(LABELS[change.field])
    if change.field == "identity_number":
        return Difference(label, _("visas inte"), _("ett annat nummer"))
    choices = next(column.choices for column in COLUMNS if column.name == change.field)
    named: dict[str, Any] = {"department": departments, "type": types}.get(change.field, dict(choices))
    return Difference(label, _word(change.before, named), _word(change.after, named))


def _word(value: Any, named: dict[str, Any]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return value.isoformat() if isinstance(value, date) else str(named.get(value, value))
