"""Tables out, by the same columns that read them: what is exported can be edited and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.utils.translation import gettext as _

from foundation.periods import Month
from foundation.tables.columns import Column, Kind
from foundation.tables.delimited import GUARDED
from foundation.tables.kinds import Value

Headings = Literal["label", "name"]
_AS_TEXT = {Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.IDENTITY_NUMBER, Kind.MONTH, Kind.BOOLEAN}
_WIDEST = 60
# Text stays as it is written: nothing in a register is a formula or a link.
WORKBOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_csv(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    headings: Headings = "label",
    decimal_mark: Literal[",", "."] = ",",
) -> bytes:
    """Csv as Swedish Excel opens it: utf-8 with BOM, `;`, CRLF. The values of a row stand in the columns' order.

    A text that a spreadsheet would take for a formula gets ' before it, which reading takes away again.
    With headings "name" the English headings, keys of choices and yes/no are written (register/FORMAT).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading_texts(columns, headings))
    for row in rows:
        writer.writerow(
            [_csv_cell(column, value, headings, decimal_mark) for column, value in zip(columns, row, strict=True)]
        )
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_name: str = "",
    about: Sequence[tuple[str, str]] = (),
) -> bytes:
    """An Excel workbook: real numbers and dates, text columns as text so that leading zeros stay.

    `about` are lines (what, value) for a second sheet, e.g. which filter and when.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK_OPTIONS) as workbook:
        sheet = workbook.add_worksheet(sheet_name or _("Tabell"))
        _write_sheet(workbook, sheet, columns, list(rows))
        if about:
            _write_about(workbook, about)
    return content.getvalue()


def heading_texts(columns: Sequence[Column], headings: Headings = "label") -> list[str]:
    return [column.name if headings == "name" else str(column.label) for column in columns]


def _written(column: Column, value: Value, headings: Headings) -> str | int | Decimal | date:
    """The value as it stands in a file; None and "" are both an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return (_("ja") if value else _("nej")) if headings == "label" else ("yes" if value else "no")
    if isinstance(value, Month):
        return str(value)
    if column.kind is Kind.CHOICE and headings == "label":
        return str(column.choices[str(value)])
    return value


def _csv_cell(column: Column, value: Value, headings: Headings, decimal_mark: str) -> str:
    written = _written(column, value, headings)
    if isinstance(written, Decimal):
        return f"{written:f}".replace(".", decimal_mark)
    if isinstance(written, str):
        return f"'{written}" if GUARDED.match(f"'{written}") else written
    return str(written)


def _write_sheet(workbook: Any, sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    heading = heading_format(workbook)
    formats = {kind: workbook.add_format({"num_format": _number_format(kind)}) for kind in Kind}
    for index, column in enumerate(columns):
        label = str(column.label)
        texts = [_written(column, row[index], "label") for row in rows]
        width = min(_WIDEST, max([len(label) + 4, *(len(str(text)) + 2 for text in texts)]))
        sheet.set_column(index, index, width, formats[column.kind])
        sheet.write_string(0, index, label, heading)
        for number, text in enumerate(texts, start=1):
            write_cell(sheet, number, index, text, formats[column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(columns) - 1, 0))


def heading_format(workbook: Any) -> Any:
    return workbook.add_format({"bold": True, "bg_color": "#EAF1E7", "bottom": 1, "text_wrap": True, "valign": "top"})


def _number_format(kind: Kind) -> str:
    if kind in _AS_TEXT:
        return "@"
    return "yyyy-mm-dd" if kind is Kind.DATE else "General"


def write_cell(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    """A number as a number, a date as a date, all else as text. A decimal keeps the 15 digits that Excel keeps."""
    if value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _write_about(workbook: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet(_("Om uttaget"))
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    for number, (what, value) in enumerate(about):
        sheet.write_string(number, 0, what, bold)
        sheet.write_string(number, 1, value, wrapped)
