"""A transfer as a document: kept once when it is accepted, marked as a draft before."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from agreements.transfer_content import TransferContent
from foundation.documents.archive import archive
from foundation.documents.render import render_pdf
from foundation.models import Document

TEMPLATE = "agreements/transfer_document.html"


def archive_transfer(content: TransferContent, *, today: date) -> Document:
    """Make the document of what both sides have agreed on, and keep its bytes."""
    kind = "transfer_ending" if content.ends_from else "transfer"
    return archive(kind=kind, name=file_name(content), content=_render(content, created=today, draft=False))


def transfer_draft_pdf(content: TransferContent, *, today: date) -> bytes:
    """A preview, marked as a draft on every page; kept nowhere."""
    return _render(content, created=today, draft=True)


def file_name(content: TransferContent) -> str:
    what = "avslut" if content.ends_from else "overforing"
    month = content.ends_from or content.first_month
    return f"{what}-{content.giver.code}-{content.receiver.code}-{month}.pdf"


def _render(content: TransferContent, *, created: date, draft: bool) -> bytes:
    with override("sv"):  # documents are Swedish whatever the reader's language
        what = "Avslut av överföring" if content.ends_from else "Överföring av platser"
        title = f"{what}: {content.giver.name} – {content.receiver.name}"
        context = {"content": content, "is_draft": draft}
        return render_pdf(template=TEMPLATE, context=context, title=title, created=created)
