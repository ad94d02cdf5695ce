"""The parts of an xlsx file, unpacked with care: what has been checked here is what is read afterwards.

An xlsx file is a zip of xml. A small file can unpack to gigabytes, name cells so far apart that a reader takes all
memory, or define xml entities that grow; such files are refused before any table reader sees them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from foundation.tables.refusals import (
    DamagedFile,
    MacroWorkbook,
    ProtectedFile,
    TooManyCells,
    UnpacksTooLarge,
    WrongFileType,
)
from foundation.tables.table import MOST_COLUMNS, MOST_ROWS

MOST_UNPACKED_BYTES = 150 * 1024**2
MOST_GROWTH = 150  # an ordinary table grows 5 to 30 times
_GROWTH_MATTERS_FROM = 10 * 1024**2
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# A cell or row name beyond column CV (the 100th) or row 99 999, or one written so that it cannot be seen plainly.
_FAR_AWAY = re.compile(  # begins with a plain letter, which is looked for several times faster than a word's boundary
    rb"""r(?<=\br)\s*=\s*["'](?i:(?:[a-z]{3,}|c[w-z]|[d-z][a-z])[0-9]|[a-z]*[0-9]{6,}|[^"'&>]*&)"""
)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The xml parts by name.

    Raises WrongFileType, MacroWorkbook, ProtectedFile, UnpacksTooLarge and DamagedFile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _check_kind(package)
            _check_growth(members, packed_bytes=len(content))
            parts = {m.filename: package.read(m) for m in members if m.filename.lower().endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise DamagedFile from None
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part for part in parts.values()):
        raise DamagedFile
    return parts


def _check_kind(package: zipfile.ZipFile) -> None:
    names = {name.lower() for name in package.namelist()}
    if any(member.flag_bits & 1 for member in package.infolist()):
        raise ProtectedFile
    if any(name.endswith("vbaproject.bin") for name in names):
        raise MacroWorkbook
    if _WORKBOOK in names:
        return
    if "xl/workbook.bin" in names:
        raise WrongFileType(_("en binär Excelfil (.xlsb)"))
    if "mimetype" in names:
        raise WrongFileType(_("ett kalkylblad i OpenDocument-format (.ods)"))
    if "word/document.xml" in names:
        raise WrongFileType(_("ett Worddokument"))
    raise WrongFileType(_("ett zip-arkiv"))


def _check_growth(members: list[zipfile.ZipInfo], *, packed_bytes: int) -> None:
    """By the sizes that the file states; reading stops at them, so a false statement gains nothing."""
    total = sum(member.file_size for member in members)
    grows_wildly = total > _GROWTH_MATTERS_FROM and total > MOST_GROWTH * packed_bytes
    if total > MOST_UNPACKED_BYTES or grows_wildly or len(members) > 2_000:
        raise UnpacksTooLarge


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """A workbook of these parts and nothing else, for the table reader."""
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise MacroWorkbook
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    workbook.seek(0)
    return workbook


def first_sheet(parts: dict[str, bytes]) -> tuple[str, bytes]:
    """Name and xml of the first sheet that the user sees. Raises DamagedFile and TooManyCells."""
    try:
        name, relation = next(
            (sheet.get("name", ""), next(value for key, value in sheet.items() if key.endswith("}id")))
            for sheet in ElementTree.fromstring(parts[_WORKBOOK]).iterfind(".//{*}sheet")
            if sheet.get("state", "visible") == "visible"
        )
        target = next(
            part.get("Target", "")
            for part in ElementTree.fromstring(parts[_RELATIONS]).iterfind("{*}Relationship")
            if part.get("Id") == relation
        )
        xml = parts[target.lstrip("/") if target.startswith("/") else f"xl/{target}"]
    except (KeyError, StopIteration, ElementTree.ParseError):
        raise DamagedFile from None
    if _FAR_AWAY.search(xml):
        raise TooManyCells(MOST_ROWS, MOST_COLUMNS)
    return name, xml
