"""Excel workbooks (.xlsx): the first sheet that the user sees, read through calamine."""

from __future__ import annotations

import re

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from foundation.tables.package import first_sheet, repacked, unpacked
from foundation.tables.refusals import (
    DamagedFile,
    FormulaFaults,
    FormulasWithoutValues,
    MergedCells,
    TooManyCells,
)
from foundation.tables.table import MOST_COLUMNS, MOST_ROWS, Row, Table, build_table, cell_of, column_letters

MOST_CELLS = 3_000_000
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_PLACE = re.compile(rb"""\br\s*=\s*["'](\w+)["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")


def read_xlsx(content: bytes, name: str) -> Table:
    """Read the first visible sheet. Of a formula the last saved result is taken, and the table names the cell.

    Raises the refusals of `foundation.tables.refusals`.
    """
    parts = unpacked(content)
    sheet_name, xml = first_sheet(parts)
    calculated = _calculated_cells(xml)
    try:
        sheet = CalamineWorkbook.from_filelike(repacked(parts)).get_sheet_by_name(sheet_name)
        _check_shape(sheet)
        values = sheet.to_python(skip_empty_area=False)
    except CalamineError:
        raise DamagedFile from None
    rows = [
        Row(number, tuple([cell if type(cell) is str else cell_of(cell) for cell in row]))  # most are text
        for number, row in enumerate(values, start=1)
    ]
    return build_table(name, rows, calculated=calculated)


def _check_shape(sheet: CalamineSheet) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise TooManyCells(MOST_ROWS, MOST_COLUMNS)
    if merged := sheet.merged_cell_ranges:
        raise MergedCells(
            [
                f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
                for (top, left), (bottom, right) in merged
            ]
        )


def _calculated_cells(xml: bytes) -> tuple[str, ...]:
    """Cells with a formula and its result. Raises FormulasWithoutValues and FormulaFaults, naming every cell.

    A workbook made by a program may hold formulas that were never calculated, and error values; the reader would
    give both as empty cells.
    """
    has_formula = (b"<f" in xml or b":f" in xml) and _FORMULA.search(xml)  # the first is a quick look
    if not has_formula and b'"e"' not in xml and b"'e'" not in xml:
        return ()
    calculated: list[str] = []
    without_value: list[str] = []
    faults: list[tuple[str, str]] = []
    for cell in _CELL.finditer(xml):
        attributes, inside = cell[1], cell[2] or b""
        value, kind = _VALUE.search(inside), _TYPE.search(attributes)
        place = (_PLACE.search(attributes) or [b"", b"?"])[1].decode()
        if kind and kind[1] == b"e":
            faults.append((place, value[1].decode(errors="replace") if value else "?"))
        elif _FORMULA.search(inside):
            has_value = value is not None or (kind is not None and kind[1] == b"str")
            (calculated if has_value else without_value).append(place)
    if without_value:
        raise FormulasWithoutValues(without_value)
    if faults:
        raise FormulaFaults(faults)
    return tuple(calculated)
