"""A PDF with one empty page, where any will do."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter


def blank_pdf() -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(file)
    return file.getvalue()
