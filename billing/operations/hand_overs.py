"""What finance takes into the ledger: each invoice and note once, in a file that is kept as it was (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import HandOver, HandOverItem, Invoice
from foundation.documents.archive import archive
from foundation.refusals import Refusal
from foundation.tables import Column, Kind, write_csv
from foundation.tables.kinds import Value
from organisation.models import User

_CODING = ("account", "cost_centre", "activity_code", "counterpart", "reference_code")
_CODING_LABELS = ("Konto", "Kostnadsställe", "Verksamhet", "Motpart", "Referenskod")


def _side(name: str, label: str) -> list[Column]:
    codings = zip(_CODING, _CODING_LABELS, strict=True)
    return [
        Column(f"{name}_board", f"{label}: nämnd"),
        *(Column(f"{name}_{key}", f"{label}: {text.lower()}", Kind.CODE) for key, text in codings),
    ]


# A file for another system: Swedish headings whatever the language of the one who fetches it.
COLUMNS = (
    Column("number", "Nummer", Kind.CODE),
    Column("kind", "Slag"),
    Column("corrects", "Avser faktura", Kind.CODE),
    Column("issued", "Utfärdad", Kind.DATE),
    Column("half_year", "Halvår", Kind.CODE),
    *_side("seller", "Säljare"),
    *_side("buyer", "Köpare"),
    Column("amount", "Belopp", Kind.DECIMAL),
    Column("reason", "Skäl"),
)


class NothingToHandOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Det finns inget nytt att lämna över: alla fakturor är redan överlämnade."))


def not_handed_over() -> list[Invoice]:
    """Invoices and notes that finance has not taken, in the order of series and number."""
    rows = Invoice.objects.filter(hand_over_item=None).select_related("corrects")
    return list(rows.order_by("series", "year", "sequence"))


@transaction.atomic
def hand_over_csv(*, by: User | None) -> HandOver:
    """Write the ledger file of all that has not been handed over, and mark it. Raises NothingToHandOver.

    Two at once: the second waits for the first and finds nothing left.
    """
    list(Invoice.objects.select_for_update(of=("self",)).filter(hand_over_item=None).order_by("pk").values_list("pk"))
    invoices = not_handed_over()
    if not invoices:
        raise NothingToHandOver
    name = f"huvudbok-{timezone.localtime():%Y-%m-%d-%H%M%S}.csv"
    with override("sv"):
        content = write_csv(COLUMNS, [_cells(invoice) for invoice in invoices])
    document = archive(kind="ledger", name=name, content=content, media_type="text/csv")
    hand_over = HandOver.objects.create(form="csv", document=document, handed_by=by)
    HandOverItem.objects.bulk_create(HandOverItem(hand_over=hand_over, invoice=invoice) for invoice in invoices)
    return hand_over


def _cells(invoice: Invoice) -> Sequence[Value]:
    return [
        invoice.number,
        invoice.get_kind_display(),
        invoice.corrects.number if invoice.corrects else "",
        timezone.localdate(invoice.issued_at),
        str(invoice.half_year),
        *(invoice.seller.get(key, "") for key in ("board", *_CODING)),
        *(invoice.buyer.get(key, "") for key in ("board", *_CODING)),
        invoice.amount,
        invoice.reason,
    ]
