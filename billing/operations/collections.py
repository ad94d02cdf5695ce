"""All documents of a half-year taken as one file: who took it, when, and exactly which bytes (DOMAIN.md 7)."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from billing.archives import MEDIA_TYPES, Collection, collection
from billing.models import HandOver, Invoice
from foundation.documents.archive import archive
from foundation.models import Document
from foundation.periods import HalfYear
from foundation.refusals import Refusal
from organisation.models import User


class NoInvoices(Refusal):
    def __init__(self, half_year: HalfYear) -> None:
        text = _("Det finns inga fakturor för %(half_year)s än. Utfärda dem först.")
        super().__init__(text % {"half_year": half_year})


class DocumentsNotMade(Refusal):
    def __init__(self, *, made: int, total: int) -> None:
        text = _("%(made)s av %(total)s dokument är gjorda. Vänta på resten, och gör om det som misslyckades.")
        super().__init__(text % {"made": made, "total": total})


@transaction.atomic
def collect_documents(*, half_year: HalfYear, form: Collection, by: User | None) -> HandOver:
    """Keep the file and a row of who took it. Marks no invoice: what the ledger has taken is another matter.

    Taken again while the documents are the same it is the same file. Raises NoInvoices, DocumentsNotMade.
    """
    found = Invoice.objects.filter(half_year=half_year).aggregate(total=Count("pk"), made=Count("document"))
    if not found["total"]:
        raise NoInvoices(half_year)
    if found["made"] < found["total"]:
        raise DocumentsNotMade(**found)
    document = _kept(collection(form, half_year), name=f"fakturor-{half_year}.{form.value}", form=form)
    return HandOver.objects.create(form=form.value, collected=half_year, document=document, handed_by=by)


def _kept(content: bytes, *, name: str, form: Collection) -> Document:
    same = Document.objects.filter(kind="collection", name=name, sha256=hashlib.sha256(content).hexdigest())
    known = same.defer("content").first()
    return known or archive(kind="collection", name=name, content=content, media_type=MEDIA_TYPES[form])
