"""What is left of an invoice or debit note when its credit notes are taken off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from billing.models import Invoice, InvoiceKind


def left_on(invoice: Invoice) -> Decimal:
    """Kronor that can still be credited; nothing on a credit note."""
    return lefts([invoice])[invoice.pk]


def lefts(invoices: Iterable[Invoice]) -> dict[int, Decimal]:
    """The same for many by id. One query."""
    invoices = list(invoices)
    credited = dict(
        Invoice.objects.filter(corrects__in=invoices, kind=InvoiceKind.CREDIT_NOTE)
        .values_list("corrects")
        .annotate(sum=Sum("amount"))
    )
    return {
        one.pk: Decimal("0.00") if one.is_credit else one.amount + credited.get(one.pk, Decimal(0)) for one in invoices
    }
