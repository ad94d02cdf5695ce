"""A table as it stands in a file: headings and cells, nothing interpreted yet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from foundation.tables.refusals import EmptyFile, NoHeadingRow, TooManyCells

# Empty cells are "". Numbers are exact: whole ones int, others the decimals that the spreadsheet shows.
Cell = str | int | Decimal | bool | date
MOST_ROWS = 99_999
MOST_COLUMNS = 100
_MIDNIGHT = time(0)


class Row(NamedTuple):
    """One row with the number that the user sees in the spreadsheet or the text editor."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell of a column counted from 0; rows may be shorter than the headings."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """`calculated` names the cells (e.g. "B7") whose value is the last saved result of a formula."""

    name: str
    headings: tuple[str, ...]
    heading_row: int
    rows: tuple[Row, ...]
    calculated: tuple[str, ...] = ()


def cell_of(value: object) -> Cell:
    """A value as the spreadsheet reader gives it, made exact.

    Floats become int or the 15 digits that a spreadsheet keeps; a date with time 00:00 becomes a date.
    """
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _exact(value)
    if isinstance(value, datetime):
        return value if value.time() != _MIDNIGHT else value.date()
    return value if isinstance(value, date) else str(value)


def _exact(number: float) -> Cell:
    if not math.isfinite(number):
        return str(number)
    if number.is_integer() and abs(number) < 1e15:
        return int(number)
    return Decimal(f"{number:.15g}")


def text_of(cell: Cell) -> str:
    """The cell as the user would write it."""
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def column_letters(index: int) -> str:
    """The name that a spreadsheet gives a column counted from 0: A, B … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def build_table(name: str, numbered: list[Row], *, calculated: tuple[str, ...] = ()) -> Table:
    """The first row that holds anything is the headings; rows that hold nothing are left out.

    Raises EmptyFile, NoHeadingRow and TooManyCells.
    """
    filled = [trimmed for row in numbered if (trimmed := _trimmed(row)).cells]
    if not filled:
        raise EmptyFile
    top, *rows = filled
    if len(rows) > MOST_ROWS or max(len(row.cells) for row in filled) > MOST_COLUMNS:
        raise TooManyCells(MOST_ROWS, MOST_COLUMNS)
    for heading in top.cells:
        text = text_of(heading).strip()
        if text and (not isinstance(heading, str) or not any(sign.isalpha() for sign in text)):
            raise NoHeadingRow(top.number, text)
    headings = tuple(text_of(heading).strip() for heading in top.cells)
    return Table(name, headings, top.number, tuple(rows), calculated)


def _trimmed(row: Row) -> Row:
    """The row without the empty cells at its end."""
    end = len(row.cells)
    while end and _is_blank(row.cells[end - 1]):
        end -= 1
    return row if end == len(row.cells) else Row(row.number, row.cells[:end])


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())
