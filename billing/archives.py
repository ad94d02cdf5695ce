"""All documents of a half-year in one zip: the archived bytes, with a list of what is in it and what is not yet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import override

from billing.models import Invoice
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


def zip_of_half_year(half_year: HalfYear) -> bytes:
    """The PDFs of the half-year's invoices and notes as zip; a document that is not made yet is listed without a file.

    The same bytes for the same documents. One query.
    """
    rows = Invoice.objects.filter(half_year=half_year).select_related("document", "board")
    invoices = list(rows.order_by("series", "year", "sequence"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for invoice in invoices:
            if invoice.document is not None:
                at = timezone.localtime(invoice.issued_at).timetuple()[:6]
                archive.writestr(zipfile.ZipInfo(invoice.document.name, at), bytes(invoice.document.content))
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
