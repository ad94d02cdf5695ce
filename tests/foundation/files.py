"""Files as people choose them, good and bad, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl


def csv_file(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(rows: Iterable[Sequence[Any]], then: Callable[[Any], None] | None = None) -> bytes:
    """A workbook whose first sheet holds the rows; `then` may change the sheet."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    if then:
        then(workbook.active)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_parts(xlsx: bytes, **parts: bytes) -> bytes:
    """The workbook with parts added or replaced; __ in a name stands for /, _dot_ for a point."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, part in named.items():
            new.writestr(name, part)
    return content.getvalue()


def sheet_xml(cells: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'.encode()
