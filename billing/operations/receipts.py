"""The ledger's answer to a batch, read back: what it took stands, what it rejected can be handed over again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction

from billing.models import HandOver, Receipt, ReceiptLine
from billing.queries.hand_overs import batch_of
from billing.receipt_file import read_receipt
from foundation.documents.archive import archive
from foundation.refusals import Refusal
from foundation.tables import CellError, read_table
from organisation.models import User


class ReceiptHasErrors(Refusal):
    """Nothing was read back; each message names its row and column."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__(*(error.text for error in errors))


@transaction.atomic
def read_back(*, hand_over: HandOver, content: bytes, name: str, by: User | None) -> Receipt:
    """Keep the file and what it says of each invoice of the batch. The same file again changes nothing.

    Raises ReceiptHasErrors, and the refusals of `foundation.tables` when it is no table.
    """
    held = HandOver.objects.select_for_update(of=("self",), no_key=True).get(pk=hand_over.pk)
    sha256 = hashlib.sha256(content).hexdigest()
    known = Receipt.objects.filter(hand_over=held, sha256=sha256).first()
    if known is not None:
        return known
    invoices = {invoice.number: invoice for invoice in batch_of(held)}
    told = dict(ReceiptLine.objects.filter(hand_over=held).values_list("invoice__number", "accepted"))
    reading = read_receipt(read_table(file=content, name=name), expected=invoices, answered=told)
    if reading.errors:
        raise ReceiptHasErrors(reading.errors)
    document = archive(
        kind="receipt", name=f"kvittens-{held.pk}-{sha256[:8]}", content=content, media_type="application/octet-stream"
    )
    receipt = Receipt.objects.create(hand_over=held, document=document, sha256=sha256, read_by=by)
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt, hand_over=held, invoice=invoices[one.number], accepted=one.accepted, reason=one.reason
        )
        for one in reading.answers
    )
    return receipt
