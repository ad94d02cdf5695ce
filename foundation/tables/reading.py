"""A file that someone chose becomes a table, or a refusal that says how to mend the file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.tables.delimited import read_csv
from foundation.tables.refusals import (
    EmptyFile,
    FileTooLarge,
    LegacyWorkbook,
    MacroWorkbook,
    ProtectedFile,
    WrongFileType,
)
from foundation.tables.table import Table
from foundation.tables.workbook import read_xlsx

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Upload(Protocol):
    """An uploaded file: its size is known before it is read."""

    @property
    def size(self) -> int | None: ...

    def read(self, num_bytes: int) -> bytes: ...


def read_upload(upload: Upload) -> bytes:
    """The bytes of an upload. Raises FileTooLarge, without reading it, when it is over TABLE_MAX_BYTES."""
    most = settings.TABLE_MAX_BYTES
    if upload.size is not None and upload.size > most:
        raise FileTooLarge(upload.size, most)
    content = upload.read(most + 1)
    if len(content) > most:
        raise FileTooLarge(len(content), most)
    return content


def read_file(path: Path) -> Table:
    """Read a table from disk. Raises like `read_table`; a file over TABLE_MAX_BYTES is not read."""
    size = path.stat().st_size
    if size > settings.TABLE_MAX_BYTES:
        raise FileTooLarge(size, settings.TABLE_MAX_BYTES)
    return read_table(file=path.read_bytes(), name=path.name)


def read_table(*, file: bytes, name: str) -> Table:
    """Read xlsx or csv, told apart by what the file holds and not by its name.

    Raises the refusals of `foundation.tables.refusals`.
    """
    if len(file) > settings.TABLE_MAX_BYTES:
        raise FileTooLarge(len(file), settings.TABLE_MAX_BYTES)
    if not file.strip():
        raise EmptyFile
    if file.startswith(_OLE):
        raise ProtectedFile if _ENCRYPTED in file else LegacyWorkbook
    if file.startswith(b"PK\x03\x04"):
        if name.lower().endswith((".xlsm", ".xltm")):
            raise MacroWorkbook
        return read_xlsx(file, name)
    _refuse_other_kinds(file)
    return read_csv(file, name)


def _refuse_other_kinds(file: bytes) -> None:
    start = file[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise WrongFileType(_("en PDF"))
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise WrongFileType(_("en webbsida eller xml-fil, vad den än heter"))
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8")):
        raise WrongFileType(_("en bild"))
