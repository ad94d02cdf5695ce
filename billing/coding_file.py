"""The file with account codings: the list as it is downloaded, changed in a spreadsheet and read in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import AccountCoding
from billing.models.coding import MANDATORY_PARTS, PARTS
from foundation.tables import CellError, Column, Kind, ReadRow, Table, read_rows
from foundation.tables.kinds import Value
from organisation.models import Department

CODE_LENGTH, REFERENCE_LENGTH = 12, 60
FIELDS = ("valid_to", *PARTS, "reference_code")
COLUMNS = (
    Column("department", gettext_lazy("Förvaltningskod"), Kind.CODE, required=True),
    Column("name", gettext_lazy("Förvaltning"), longest=120),
    Column("valid_from", gettext_lazy("Från och med"), Kind.DATE),
    Column("valid_to", gettext_lazy("Till och med"), Kind.DATE),
    Column("account", gettext_lazy("Konto"), Kind.CODE, longest=CODE_LENGTH),
    Column("cost_centre", gettext_lazy("Kostnadsställe"), Kind.CODE, longest=CODE_LENGTH),
    Column("activity_code", gettext_lazy("Verksamhet"), Kind.CODE, longest=CODE_LENGTH),
    Column("counterpart", gettext_lazy("Motpart"), Kind.CODE, longest=CODE_LENGTH),
    Column("project", gettext_lazy("Projekt"), Kind.CODE, longest=CODE_LENGTH),
    Column("activity", gettext_lazy("Aktivitet"), Kind.CODE, longest=CODE_LENGTH),
    Column("object_code", gettext_lazy("Objekt"), Kind.CODE, longest=CODE_LENGTH),
    Column("reference_code", gettext_lazy("Referenskod"), longest=REFERENCE_LENGTH),
)
LABELS = {column.name: column.label for column in COLUMNS}
_NEEDED = ("valid_from", *MANDATORY_PARTS, "reference_code")


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One row of the file; `values` are `FIELDS` by name."""

    department: Department
    valid_from: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodingReading:
    """With errors there is nothing to take in."""

    rows: tuple[CodingRow, ...]
    errors: tuple[CellError, ...]


def coding_cells(department: Department, coding: AccountCoding | None) -> tuple[Value, ...]:
    """A row of the list; a department without a coding has its cells empty, ready to be filled in."""
    if coding is None:
        return (department.code, department.name, None, None, *("" for _part in PARTS), "")
    parts = (getattr(coding, name) for name in PARTS)
    return (department.code, department.name, coding.valid_from, coding.valid_to, *parts, coding.reference_code)


def read_codings(table: Table) -> CodingReading:
    """Every row that says something, and every error. One query. Raises NoHeadingRow.

    A row with nothing but its department is a department without a coding, and is passed over.
    """
    reading = read_rows(table, COLUMNS, key=("department", "valid_from"))
    told = [row for row in reading.rows if any(row[name] for name in ("valid_from", *FIELDS))]
    departments = {one.code: one for one in Department.objects.all()}
    errors = [*reading.errors, *(error for row in told for error in _faults(row, departments)), *_overlaps(told)]
    rows = tuple(
        CodingRow(departments[row["department"]], row["valid_from"], {name: row[name] for name in FIELDS})
        for row in told
        if row["department"] in departments and row["valid_from"]
    )
    return CodingReading(rows, tuple(sorted(errors, key=lambda error: error.row)))


def _faults(row: ReadRow, departments: Mapping[str, Department]) -> Iterable[CellError]:
    if row["department"] not in departments:
        found = _("”%(code)s” är ingen förvaltning i registret") % {"code": row["department"]}
        yield _error(row, "department", found, _("Skriv koden så som den står i listan."))
    for name in _NEEDED:
        if not row[name]:
            yield _error(row, name, _("cellen är tom"), _("Fyll i den, eller ta bort raden."))
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        yield _error(row, "valid_to", _("dagen är före den första"), _("Rätta den ena dagen."))


def _overlaps(rows: Iterable[ReadRow]) -> Iterable[CellError]:
    last: dict[str, ReadRow] = {}
    for row in sorted(
        (one for one in rows if one["valid_from"]), key=lambda one: (one["department"], one["valid_from"])
    ):
        before = last.get(row["department"])
        if before and before["valid_to"] and before["valid_to"] >= row["valid_from"]:
            found = _("perioden går in i den på rad %(row)s") % {"row": before.number}
            yield _error(row, "valid_from", found, _("Låt den ena sluta dagen före den andra."))
        last[row["department"]] = row


def _error(row: ReadRow, name: str, fact: str, mend: str) -> CellError:
    index = [column.name for column in COLUMNS].index(name)
    return CellError(row.number, name, str(LABELS[name]), fact, "", mend, fact, index)
