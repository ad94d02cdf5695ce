"""Csv as Swedish Excel writes it: `;` between fields, utf-8 or Windows' own letters (DOMAIN.md 3)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from foundation.tables.refusals import UnreadableText, WrongFileType
from foundation.tables.table import Row, Table, build_table

# A text that a spreadsheet would take for a formula is written with ' before it; ' before such a text is taken away.
GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_csv(content: bytes, name: str) -> Table:
    """Read csv with `;`, `,` or tab between fields; numbers stay the text they are.

    Raises WrongFileType, UnreadableText, EmptyFile, NoHeadingRow and TooManyCells.
    """
    text = _decoded(content)
    return build_table(name, list(_rows(text, _delimiter(text))))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]  # Excel's "Unicode text"
    elif b"\0" in content:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFileType(_("varken en Excelfil eller ren text"))


def _delimiter(text: str) -> str:
    """What stands between the headings; `;` when nothing does."""
    if named := _SEPARATOR_LINE.match(text):
        return named[1]
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first_line)
    return max(";\t,", key=outside_quotes.count)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Numbered by the line on which the row begins: a cell in quotation marks may hold several lines."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in lines:
            if not (begins == 1 and _SEPARATOR_LINE.match(text)):
                yield Row(begins, tuple(_unguarded(cell) for cell in cells))
            begins = lines.line_num + 1
    except csv.Error:
        raise UnreadableText(begins) from None


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell
