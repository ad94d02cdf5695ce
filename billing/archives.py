"""All documents of a half-year in one file: a zip of the archived bytes, with a list of what is in it and what is not
yet; or one PDF with a bookmark for each. One document at a time is in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from billing.models import Invoice
from foundation.documents.merging import Part, merged
from foundation.models import Document
from foundation.periods import HalfYear
from foundation.tables import Column, Kind, write_csv

CONTENTS = "innehåll.csv"
_COLUMNS = (
    Column("number", "Nummer", Kind.CODE),
    Column("kind", "Slag"),
    Column("board", "Nämnd"),
    Column("amount", "Belopp", Kind.DECIMAL),
    Column("file", "Fil"),
    Column("sha256", "SHA-256", Kind.CODE),
)


class Collection(TextChoices):
    """The forms in which all documents of a half-year are taken."""

    ZIP = "zip", gettext_lazy("en zip")
    PDF = "pdf", gettext_lazy("en enda PDF")


MEDIA_TYPES = {Collection.ZIP: "application/zip", Collection.PDF: "application/pdf"}


def collection(form: Collection, half_year: HalfYear) -> bytes:
    """The half-year's documents in that form. Raises ValueError when there are none."""
    return zip_of_half_year(half_year) if form == Collection.ZIP else pdf_of_half_year(half_year)


def _in_order(half_year: HalfYear) -> QuerySet[Invoice]:
    return Invoice.objects.filter(half_year=half_year).order_by("series", "year", "sequence")


def pdf_of_half_year(half_year: HalfYear) -> bytes:
    """The PDFs that are made as one, with a bookmark "F2021-0001 Fritidsnämnden" where each begins.

    The same bytes for the same documents. A question for each document, so that one at a time is in memory.
    """
    invoices = list(_in_order(half_year).exclude(document=None).select_related("board"))
    if not invoices:
        raise ValueError(str(half_year))
    return merged(
        _parts(invoices),
        title=f"Fakturor och kreditfakturor {half_year}",
        created=max(timezone.localdate(one.issued_at) for one in invoices),
    )


def _content(document_id: int | None) -> bytes:
    return bytes(Document.objects.values_list("content", flat=True).get(pk=document_id or 0))


def _parts(invoices: Sequence[Invoice]) -> Iterator[Part]:
    for one in invoices:
        yield Part(f"{one.number} {one.board.name}", _content(one.document_id))


def zip_of_half_year(half_year: HalfYear) -> bytes:
    """The PDFs of the half-year's invoices and notes as zip; a document that is not made yet is listed without a file.

    The same bytes for the same documents.
    """
    invoices = list(_in_order(half_year).select_related("document", "board").defer("document__content"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for invoice in invoices:
            if invoice.document is not None:
                at = timezone.localtime(invoice.issued_at).timetuple()[:6]
                archive.writestr(zipfile.ZipInfo(invoice.document.name, at), _content(invoice.document_id))
        archive.writestr(zipfile.ZipInfo(CONTENTS), _contents(invoices))
    return content.getvalue()


def _contents(invoices: Sequence[Invoice]) -> bytes:
    with override("sv"):
        return write_csv(
            _COLUMNS,
            [
                (
                    invoice.number,
                    invoice.get_kind_display(),
                    invoice.board.name,
                    invoice.amount,
                    invoice.document.name if invoice.document else "dokumentet är inte gjort än",
                    invoice.document.sha256 if invoice.document else "",
                )
                for invoice in invoices
            ],
        )
