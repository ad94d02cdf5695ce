"""A table becomes values by declared columns, with all errors at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.tables.columns import Column, Kind
from foundation.tables.errors import CellError
from foundation.tables.headings import placed
from foundation.tables.kinds import CellFault, Parser, Value, found_in, parser_of
from foundation.tables.refusals import quoted
from foundation.tables.table import Row, Table, column_letters, text_of


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The values of one row by column name. Columns that the file does not have read as empty."""

    number: int
    values: dict[str, Value]

    def __getitem__(self, name: str) -> Any:  # the column's kind decides the type
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows without errors, and every error of the others, in the order of the file."""

    rows: tuple[ReadRow, ...]
    errors: tuple[CellError, ...]
    missing_columns: tuple[str, ...]  # names of declared columns that the file does not have
    faulty: tuple[ReadRow, ...] = ()  # rows with errors: the values of the cells that could be read


@dataclass(frozen=True, slots=True)
class _Reader:
    column: Column
    index: int | None  # None: not in the file
    parse: Parser
    empty: Value

    @property
    def label(self) -> str:
        return str(self.column.label)


def read_rows(
    table: Table,
    columns: Sequence[Column],
    *,
    key: Sequence[str] = (),
    today: date | None = None,
    places: Mapping[str, int] | None = None,
) -> Reading:
    """Read every row of the table. `key` names the columns that together may occur only once.

    `today` decides the century of identity numbers with ten digits; without it twelve are required. `places` says
    where each column stands, by its name, when someone has matched them; the headings are then not looked at.
    Raises NoHeadingRow when not one heading is known; everything else is among the errors.
    """
    errors: list[CellError] = []
    if places is None:
        places, errors = placed(table, columns)
    readers = [
        _Reader(column, places.get(column.name), parser_of(column, today=today), _empty(column)) for column in columns
    ]
    rows: list[ReadRow] = []
    faulty: list[ReadRow] = []
    all_rows: list[ReadRow] = []
    empties = {reader.column.name: reader.empty for reader in readers}
    present = [reader for reader in readers if reader.index is not None]
    for row in table.rows:
        values, faults = _values(row, present, empties, width=len(table.headings))
        errors += faults
        all_rows.append(ReadRow(row.number, values))
        (faulty if faults else rows).append(all_rows[-1])
    errors += _repeated(all_rows, [reader for name in key for reader in readers if reader.column.name == name])
    missing = tuple(column.name for column in columns if column.name not in places)
    return Reading(tuple(rows), tuple(sorted(errors, key=lambda error: error.row)), missing, tuple(faulty))


def _empty(column: Column) -> Value:
    return "" if column.kind in (Kind.TEXT, Kind.CODE) else None


def _values(
    row: Row, present: list[_Reader], empties: dict[str, Value], *, width: int
) -> tuple[dict[str, Value], list[CellError]]:
    """`present` are the readers of the columns that the file has; a cell that cannot be read has no value."""
    values = empties.copy()
    faults = [_beside(row, width)] if len(row.cells) > width else []
    cells, length = row.cells, len(row.cells)
    for reader in present:
        index = reader.index or 0
        cell = cells[index] if index < length else ""
        if cell == "" or (isinstance(cell, str) and cell.isspace()):
            if reader.column.required:
                faults.append(_left_empty(row, reader))
            continue
        name = reader.column.name
        try:
            values[name] = reader.parse(cell)
        except CellFault as fault:
            del values[name]
            found = found_in(cell, fault)
            faults.append(CellError(row.number, name, reader.label, found, fault.expected, fault.mend, index=index))
    return values, faults


def _left_empty(row: Row, reader: _Reader) -> CellError:
    mend = _("Uppgiften är obligatorisk, fyll i den.")
    found, fact = _("en tom cell"), _("cellen är tom")
    return CellError(row.number, reader.column.name, reader.label, found, _("ett värde"), mend, fact, reader.index or 0)


def _beside(row: Row, width: int) -> CellError:
    letters, found = column_letters(width), quoted(text_of(row.cells[width]))
    fact = _("%(found)s står utanför rubrikerna") % {"found": found}
    mend = _("Raden har fler celler än rubrikraden. Ta bort det som står för mycket, eller sätt citattecken om texten.")
    return CellError(row.number, letters, letters, found, _("en cell under någon rubrik"), mend, fact, width)


def _repeated(rows: list[ReadRow], key: list[_Reader]) -> list[CellError]:
    """Rows with a key that an earlier row has; a row whose key could not be read is not compared."""
    if not key or any(reader.index is None and reader.column.required for reader in key):
        return []
    first: dict[tuple[Value, ...], int] = {}
    errors = []
    names = [reader.column.name for reader in key]
    for row in rows:
        values = tuple(row.values[name] for name in names if name in row.values)
        if len(values) < len(names) or not any(values):
            continue
        earlier = first.setdefault(values, row.number)
        if earlier != row.number:
            errors.append(_repeats(row.number, earlier, key))
    return errors


def _repeats(row: int, earlier: int, key: list[_Reader]) -> CellError:
    """The value itself is not shown: it may be an identity number."""
    found = _("samma uppgift som på rad %(earlier)s") % {"earlier": earlier}
    mend = _("Ta bort rad %(row)s eller rad %(earlier)s, eller rätta den ena.") % {"row": row, "earlier": earlier}
    name, label = "+".join(reader.column.name for reader in key), " + ".join(reader.label for reader in key)
    return CellError(row, name, label, found, _("en rad för varje"), mend, found, key[0].index or 0)
