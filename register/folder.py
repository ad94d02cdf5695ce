"""The files of a folder as tables and rows, with every fault that one cell alone shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import Column, ReadRow, Table, UnreadableFile, read_file, read_rows
from foundation.tables.refusals import quoted
from foundation.tables.table import Cell, Row
from register.entries import RegisterFile
from register.faults import Fault, from_cell
from register.files import FILES, model_years

_MODEL_YEAR = re.compile(r"model_year(?:_(\d{4}))?\.toml")
_TOML_LINE = re.compile(r"line (\d+)")
_LARGEST = 2_147_483_647  # what the database's integers hold


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row with its file; `lines` where each value stands, in a file that has them on lines of their own."""

    file: str
    row: ReadRow
    missing_columns: tuple[str, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Folder:
    """Everything read: rows by file name, faults, and of files that could not be read whole the codes of every row."""

    rows: dict[str, list[RowRead]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    mentioned: dict[str, set[str]] = field(default_factory=dict)  # by file of which some row could not be read
    unreadable: set[str] = field(default_factory=set)

    def holds(self, name: str) -> bool:
        return name in self.rows


def read_folder(path: Path) -> Folder:
    """Read every register file in the folder. Files of other kinds are left alone; an unknown csv file is a fault."""
    folder = Folder()
    tables = {file.NAME: file for file in FILES if file.NAME.endswith(".csv")}
    for each in sorted(path.iterdir()):
        if not each.is_file():
            continue
        if each.name in tables:
            _read_table(folder, each, tables[each.name])
        elif _MODEL_YEAR.fullmatch(each.name):
            _read_model_year(folder, each)
        elif each.suffix.lower() == ".csv":
            folder.faults.append(_unknown_file(each.name, list(tables)))
    return folder


def _unknown_file(name: str, known: list[str]) -> Fault:
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    expected = near[0] if near else _("någon av filerna %(names)s") % {"names": ", ".join(known)}
    return Fault(name, 1, "-", expected, _("en csv-fil med ett annat namn"))


def _read_table(folder: Folder, path: Path, file: RegisterFile) -> None:
    folder.rows[file.NAME] = []
    try:
        table = read_file(path)
        _read_rows(folder, path.name, file, table)
    except UnreadableFile as refusal:
        folder.unreadable.add(file.NAME)
        for message in refusal.messages:
            folder.faults.append(Fault(path.name, 1, "-", _("en tabell med rubriker"), message))


def _read_rows(
    folder: Folder, name: str, file: RegisterFile, table: Table, lines: Mapping[str, int] | None = None
) -> None:
    reading = read_rows(table, file.COLUMNS)
    missing = reading.missing_columns
    faults = [from_cell(error, name) for error in reading.errors]
    faults += [
        Fault(name, table.heading_row, column, _("rubriken"), _("en tabell utan den"))
        for column in getattr(file, "REQUIRED_COLUMNS", ())
        if column in missing
    ]
    rows = reading.rows
    if any(column.required and column.name in missing for column in file.COLUMNS):
        rows = ()  # nothing can be said of rows without what they must have
    faults += [fault for row in rows for fault in _too_large(name, row, file.COLUMNS)]
    folder.faults += [_on_line(fault, lines) for fault in faults]
    folder.rows[file.NAME] += [RowRead(name, row, missing, lines or {}) for row in rows]
    if faults:
        folder.unreadable.add(file.NAME)
        _mention(folder, file, table, missing)


def _mention(folder: Folder, file: RegisterFile, table: Table, missing: Sequence[str]) -> None:
    """The codes of all rows, so that a row with a fault is not also said to be missing elsewhere."""
    column = file.COLUMNS[0]
    if column.name not in missing:
        rows = read_rows(table, [column]).rows
        folder.mentioned.setdefault(file.NAME, set()).update(str(row[column.name]) for row in rows)


def _too_large(name: str, row: ReadRow, columns: tuple[Column, ...]) -> Iterator[Fault]:
    for column in columns:
        value = row[column.name]
        if isinstance(value, int) and value > _LARGEST:
            yield Fault(
                name, row.number, column.name, _("ett tal till och med %(most)s") % {"most": _LARGEST}, str(value)
            )


def _on_line(fault: Fault, lines: Mapping[str, int] | None) -> Fault:
    row = fault.row if lines is None else lines.get(fault.column, 1)
    return Fault(fault.file, row, fault.column, fault.expected, fault.found)


def _read_model_year(folder: Folder, path: Path) -> None:
    folder.rows.setdefault(model_years.NAME, [])
    try:
        text = _decoded(path.read_bytes())
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        fault = Fault(path.name, int(line[1]) if line else 1, "-", _('toml, t.ex. rate = "0.057"'), quoted(str(error)))
        folder.unreadable.add(model_years.NAME)
        folder.faults.append(fault)
        return
    lines = {key: number for key in values if (number := _line_of(key, text))}
    headings, cells = tuple(values), tuple(_cell(value) for value in values.values())
    try:
        _read_rows(folder, path.name, model_years, Table(path.name, headings, 1, (Row(1, cells),)), lines)
    except UnreadableFile:
        folder.unreadable.add(model_years.NAME)
        folder.faults.append(Fault(path.name, 1, "year", _("modellårets nycklar"), _("ingen av dem")))
    _check_name(folder, path.name)


def _check_name(folder: Folder, name: str) -> None:
    """model_year_2022.toml holds 2022."""
    named = _MODEL_YEAR.fullmatch(name)
    for read in folder.rows[model_years.NAME]:
        year = read.row["year"]
        if named and named[1] and read.file == name and year != int(named[1]):
            expected = _("%(year)s, som i filens namn") % {"year": named[1]}
            folder.faults.append(Fault(name, read.lines.get("year", 1), "year", expected, str(year)))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _line_of(key: str, text: str) -> int:
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _cell(value: object) -> Cell:
    """A toml value as a cell; what a cell cannot be is text that no column takes."""
    if isinstance(value, str | int | Decimal | bool | date):
        return value
    return f"{value}" if isinstance(value, time) else _("en lista eller tabell")
