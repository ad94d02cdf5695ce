"""An employment file: every row, and everything wrong with it by row and cell (DOMAIN.md 5; register/FORMAT)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.tables import CellError, Table, read_rows
from foundation.tables.headings import placed
from placements.employment_checks import MOST_SHARE, RowCheck
from placements.employment_columns import COLUMNS, columns_beside
from placements.employment_people import PeopleCheck
from placements.employment_rows import OPTIONAL_FIELDS, EmploymentRow

_KEY = ("employment", "department", "placed_from", "placement_kind")


@dataclass(frozen=True, slots=True)
class EmploymentReading:
    """Rows ready for the register, and every error. `kept` are fields that the file has no column for."""

    rows: list[EmploymentRow]
    errors: list[CellError]
    kept: tuple[str, ...]


def read_employments(table: Table, *, today: date, places: Mapping[str, int] | None = None) -> EmploymentReading:
    """Read every row. `today` decides the century of identity numbers with ten digits. At most ten queries.

    `places` says where each column stands when someone has matched them. Raises NoHeadingRow when not one heading is
    known; all else is among the errors.
    """
    found = dict(places) if places is not None else placed(table, COLUMNS)[0]
    reading = read_rows(table, columns_beside(found), key=_KEY, today=today, places=places)
    people = PeopleCheck(found, today=today)
    check = RowCheck(found, people)
    rows = []
    for read in reading.rows:
        values, has_faults = check.cells(read)
        if not has_faults:
            row = as_row(read.number, values)
            if not check.contradictions(row):
                rows.append(row)
    for read in reading.faulty:  # all that is wrong with a row comes at once, as far as its cells can be read
        check.cells(read)
    people.whole_file(rows)
    errors = sorted([*reading.errors, *check.errors, *people.errors], key=lambda error: (error.row, error.index))
    return EmploymentReading(
        rows,
        errors,
        tuple(name for name in reading.missing_columns if name in OPTIONAL_FIELDS),
    )


def as_row(number: int, values: dict[str, Any]) -> EmploymentRow:
    return EmploymentRow(
        employment=values["employment"],
        participant=values["participant"],
        type=values["type"],
        employed_from=values["employed_from"],
        department=values["department"],
        placed_from=values["placed_from"],
        employed_to=values["employed_to"],
        placed_to=values["placed_to"],
        placement_kind=values["placement_kind"],
        working_share=values["working_share"] or MOST_SHARE,
        sex=values["sex"] or "",
        end_cause=values["end_cause"] or "",
        name=values["name"],
        job_title=values["job_title"],
        supervisor=values["supervisor"],
        onboarding_on=values["onboarding_on"],
        responsibility_on=values["responsibility_on"],
        decision=values["decision"],
        decision_from=values["decision_from"],
        decision_to=values["decision_to"],
        identity_number=values["identity_number"] or "",
        number=number,
        is_protected=values["is_protected"],
    )
