"""A waiting employment file against the register as it is now: what accepting it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.models import Department
from placements.employment_columns import COLUMNS, LABELS
from placements.employment_rows import Change, ComparedRow, RowState
from placements.import_payload import opened
from placements.models import EmploymentImport, EmploymentType, Participant
from placements.operations.register_rows import compare_with_register

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

    @property
    def changes(self) -> int:
        return sum(group.count for group in self.groups)


def comparison(employment_import: EmploymentImport) -> Comparison:
    """Seven queries, however many rows."""
    rows, kept = opened(employment_import.rows)
    protected = set(Participant.objects.filter(is_protected=True).values_list("key", flat=True))
    compared = compare_with_register(rows, kept=kept)
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
    return Comparison(groups, counts[RowState.UNCHANGED])


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
