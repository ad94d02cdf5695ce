"""What has been handed over and how the ledger answered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from billing.models import HandOver, Invoice, ReceiptLine


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A batch with what it held and what has been answered; the file's bytes are not read."""

    hand_over: HandOver
    invoices: int
    amount: Decimal
    accepted: int
    rejected: int

    @property
    def unanswered(self) -> int:
        return self.invoices - self.accepted - self.rejected


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An invoice of a batch and the ledger's answer to it; None while there is none."""

    invoice: Invoice
    answer: ReceiptLine | None


def batch_of(hand_over: HandOver) -> QuerySet[Invoice]:
    """The invoices of a batch, also those that it took anew."""
    own = Q(hand_over_item__hand_over=hand_over) | Q(receipt_lines__repeated_item__hand_over=hand_over)
    return Invoice.objects.filter(own).distinct().order_by("series", "year", "sequence")


def hand_over_rows() -> list[HandOverRow]:
    """Newest first. Four queries."""
    rows = HandOver.objects.select_related("document", "handed_by").defer("document__content").order_by("-handed_at")
    sums: dict[int, list[Decimal]] = {}
    for path in ("items__invoice__amount", "repeated_items__rejection__invoice__amount"):
        for pk, amount in HandOver.objects.filter(**{f"{path}__isnull": False}).values_list("pk", path):
            sums.setdefault(pk, []).append(amount)
    answers: dict[tuple[int, bool], int] = {}
    for pk, accepted in ReceiptLine.objects.values_list("hand_over", "accepted"):
        answers[pk, accepted] = answers.get((pk, accepted), 0) + 1
    return [
        HandOverRow(
            row,
            len(sums.get(row.pk, [])),
            sum(sums.get(row.pk, []), Decimal(0)),
            answers.get((row.pk, True), 0),
            answers.get((row.pk, False), 0),
        )
        for row in rows
    ]


def batch_lines(hand_over: HandOver) -> list[BatchLine]:
    """The batch's invoices with their answers. Two queries."""
    answers = {line.invoice_id: line for line in hand_over.receipt_lines.select_related("repeated_item")}
    return [BatchLine(invoice, answers.get(invoice.pk)) for invoice in batch_of(hand_over).select_related("board")]


def rejected_lines() -> list[ReceiptLine]:
    """What the ledger rejected and nobody has handed over again, oldest first. One query."""
    rows = ReceiptLine.objects.filter(accepted=False, repeated_item=None)
    return list(rows.select_related("invoice__board", "hand_over").order_by("pk"))
