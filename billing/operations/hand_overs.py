"""What finance takes into the ledger: each invoice and note once, in a file that is kept as it was (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.ledger_files import MEDIA_TYPES, LedgerForm, ledger_file
from billing.models import HandOver, HandOverItem, Invoice, LedgerLayout, ReceiptLine, RepeatedItem
from foundation.documents.archive import archive
from foundation.models import Document
from foundation.refusals import Refusal
from organisation.models import User


class NothingToHandOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Det finns inget nytt att lämna över: alla fakturor är redan överlämnade."))


class NotWaitingAnew(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Välj bland de avvisade fakturor som inte redan är överlämnade på nytt. Inget är gjort."))


def not_handed_over() -> list[Invoice]:
    """Invoices and notes that finance has not taken, in the order of series and number."""
    return _in_order(Invoice.objects.filter(hand_over_item=None).values_list("pk", flat=True))


def _in_order(ids: Iterable[int]) -> list[Invoice]:
    rows = Invoice.objects.filter(pk__in=ids).select_related("corrects")
    return list(rows.order_by("series", "year", "sequence"))


@transaction.atomic
def hand_over(*, form: LedgerForm, by: User | None, today: date, layout: LedgerLayout | None = None) -> HandOver:
    """Write the ledger file of all that has not been handed over, and mark it. Raises NothingToHandOver, CodingMissing.

    Two at once: the second waits for the first and finds nothing left. `layout` is for csv and workbooks.
    """
    list(Invoice.objects.select_for_update(of=("self",)).filter(hand_over_item=None).order_by("pk").values_list("pk"))
    invoices = not_handed_over()
    if not invoices:
        raise NothingToHandOver
    made = _batch(form, invoices, by=by, today=today, layout=layout)
    HandOverItem.objects.bulk_create(HandOverItem(hand_over=made, invoice=invoice) for invoice in invoices)
    return made


@transaction.atomic
def hand_over_again(
    *, rejections: Sequence[int], form: LedgerForm, by: User | None, today: date, layout: LedgerLayout | None = None
) -> HandOver:
    """Hand over anew, deliberately, what the ledger has rejected: each rejection (id of its receipt line) once.

    Raises NotWaitingAnew when one of them is no rejection, or has been handed over again already; CodingMissing.
    """
    held = ReceiptLine.objects.select_for_update(of=("self",)).filter(pk__in=rejections, accepted=False)
    lines = list(held.order_by("pk"))
    # asked for when the rows are held: someone may have handed them over again while this waited
    repeated = RepeatedItem.objects.filter(rejection__in=lines).exists()
    if not lines or repeated or len(lines) != len(set(rejections)):
        raise NotWaitingAnew
    made = _batch(form, _in_order(line.invoice_id for line in lines), by=by, today=today, layout=layout)
    RepeatedItem.objects.bulk_create(RepeatedItem(hand_over=made, rejection=line) for line in lines)
    return made


def _batch(
    form: LedgerForm, invoices: Sequence[Invoice], *, by: User | None, today: date, layout: LedgerLayout | None
) -> HandOver:
    columns = layout if form != LedgerForm.SIE else None
    content = ledger_file(form, invoices, today=today, chosen=columns.columns if columns else ())
    document = archived_ledger_file(content, form=form, subject="huvudbok")
    return HandOver.objects.create(
        form=form.value, layout=columns.name if columns else "", document=document, handed_by=by
    )


def archived_ledger_file(content: bytes, *, form: LedgerForm, subject: str) -> Document:
    """Keep the file with the moment in its name."""
    ending, media_type = MEDIA_TYPES[form]
    name = f"{subject}-{timezone.localtime():%Y-%m-%d-%H%M%S}.{ending}"
    return archive(kind="ledger", name=name, content=content, media_type=media_type)
