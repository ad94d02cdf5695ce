"""The file that could not be read, given back with its errors marked where they are."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from foundation.tables.errors import CellError
from foundation.tables.table import Cell, Table
from foundation.tables.write import WORKBOOK_OPTIONS, heading_format, write_cell

_FORMATS = {"date": "yyyy-mm-dd", "text": "@", "number": "General"}
_FAULTY = {"bg_color": "#FCE3D6", "border": 1, "border_color": "#C2571A"}


def faulty_workbook(table: Table, errors: Sequence[CellError]) -> bytes:
    """The table as xlsx, every row in its place, faulty cells coloured and with their errors as comments.

    It can be mended and chosen again.
    """
    marked: dict[tuple[int, int], list[str]] = defaultdict(list)
    for error in errors:
        marked[error.row, error.index].append(error.text)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        sheet = workbook.add_worksheet(_("Tabell"))
        _write_cells(workbook, sheet, table, set(marked))
        for (row, index), texts in marked.items():
            sheet.write_comment(row - 1, index, "\n".join(texts), {"x_scale": 2.5, "author": "Överens"})
        sheet.set_column(0, len(table.headings), 18)
        sheet.freeze_panes(table.heading_row, 0)
    return content.getvalue()


def _write_cells(workbook: Any, sheet: Any, table: Table, marked: set[tuple[int, int]]) -> None:
    plain = {kind: workbook.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    faulty = {kind: workbook.add_format({"num_format": form} | _FAULTY) for kind, form in _FORMATS.items()}
    heading = heading_format(workbook)
    for index, text in enumerate(table.headings):
        is_marked = (table.heading_row, index) in marked
        write_cell(sheet, table.heading_row - 1, index, text, faulty["text"] if is_marked else heading)
    for row in table.rows:
        for index in range(max(len(row.cells), len(table.headings))):
            cell = row.cell(index)
            styles = faulty if (row.number, index) in marked else plain
            write_cell(sheet, row.number - 1, index, cell, styles[_kind(cell)])


def _kind(cell: Cell) -> str:
    if isinstance(cell, str):
        return "text"
    return "date" if isinstance(cell, date) else "number"
