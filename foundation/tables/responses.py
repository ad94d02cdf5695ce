"""A table as a download: exactly what the screen shows, as csv or xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from foundation.tables.columns import Column
from foundation.tables.kinds import Value
from foundation.tables.write import write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(
    table_format: str,
    *,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    about: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """`name` is the file name without ending; `about` goes on a second sheet (xlsx only).

    Raises Http404 for a format other than "csv" and "xlsx".
    """
    if table_format == "csv":
        return file_response(write_csv(columns, rows), name=f"{name}.csv", media_type="text/csv; charset=utf-8")
    if table_format == "xlsx":
        return file_response(write_xlsx(columns, rows, about=about), name=f"{name}.xlsx", media_type=XLSX)
    raise Http404


def file_response(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to save, kept by no cache."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
