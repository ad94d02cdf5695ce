"""What finance takes into the ledger: each invoice and note once, in a file that is kept as it was (DOMAIN.md 7)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.ledger_files import MEDIA_TYPES, LedgerForm, ledger_file
from billing.models import HandOver, HandOverItem, Invoice
from foundation.documents.archive import archive
from foundation.refusals import Refusal
from organisation.models import User


class NothingToHandOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Det finns inget nytt att lämna över: alla fakturor är redan överlämnade."))


def not_handed_over() -> list[Invoice]:
    """Invoices and notes that finance has not taken, in the order of series and number."""
    rows = Invoice.objects.filter(hand_over_item=None).select_related("corrects")
    return list(rows.order_by("series", "year", "sequence"))


@transaction.atomic
def hand_over(*, form: LedgerForm, by: User | None, today: date) -> HandOver:
    """Write the ledger file of all that has not been handed over, and mark it. Raises NothingToHandOver, CodingMissing.

    Two at once: the second waits for the first and finds nothing left.
    """
    list(Invoice.objects.select_for_update(of=("self",)).filter(hand_over_item=None).order_by("pk").values_list("pk"))
    invoices = not_handed_over()
    if not invoices:
        raise NothingToHandOver
    ending, media_type = MEDIA_TYPES[form]
    name = f"huvudbok-{timezone.localtime():%Y-%m-%d-%H%M%S}.{ending}"
    content = ledger_file(form, invoices, today=today)
    document = archive(kind="ledger", name=name, content=content, media_type=media_type)
    made = HandOver.objects.create(form=form.value, document=document, handed_by=by)
    HandOverItem.objects.bulk_create(HandOverItem(hand_over=made, invoice=invoice) for invoice in invoices)
    return made
