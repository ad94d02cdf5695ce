"""What is left when credits are taken off: of an invoice or debit note, and of each department's month.

Both limits hold at once, here, in the database (billing.models.invoice_guards) and in the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from billing.models import Correction, CorrectionCarrier, Invoice, InvoiceKind, InvoiceLine
from billing.part_claims import share_out

NOTHING = Decimal("0.00")


def left_on(invoice: Invoice) -> Decimal:
    """Kronor of an invoice or debit note less its credit notes; nothing on a credit note."""
    return lefts([invoice])[invoice.pk]


def lefts(invoices: Iterable[Invoice]) -> dict[int, Decimal]:
    """The same for many by id. One query."""
    invoices = list(invoices)
    credited = dict(
        Invoice.objects.filter(corrects__in=invoices, kind=InvoiceKind.CREDIT_NOTE)
        .values_list("corrects")
        .annotate(sum=Sum("amount"))
    )
    return {one.pk: NOTHING if one.is_credit else one.amount + credited.get(one.pk, NOTHING) for one in invoices}


def left_of_months(months: Iterable[int]) -> dict[int, Decimal]:
    """Kronor that can still be credited of each month, by its reconciliation's id. Two queries.

    All that invoices and debit notes charged for it, less all credits: also those that wait for the next invoice, so
    that it is negative where such a one is to meet a debit that waits, too.
    """
    months = list(months)
    found = dict(
        InvoiceLine.objects.filter(reconciliation__in=months).values_list("reconciliation").annotate(sum=Sum("amount"))
    )
    waiting = Correction.objects.filter(reconciliation__in=months, carrier=CorrectionCarrier.NEXT_INVOICE, line=None)
    for one in waiting:
        found[one.reconciliation_id] = found.get(one.reconciliation_id, NOTHING) + min(one.moved, NOTHING)
    return {month: found.get(month, NOTHING) for month in months}


@dataclass(frozen=True, slots=True)
class MonthLeft:
    """A department's month on an invoice: `line` is its first there. Kronor.

    `left` is negative where the invoice itself gave money back for the month, which a credit of all of it mirrors.
    """

    line: InvoiceLine
    charged: Decimal
    left: Decimal


def months_left(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[MonthLeft]:
    """The months of the invoice's own `lines`, in their order, with what is left of each. Three queries."""
    credited = dict(
        InvoiceLine.objects.filter(invoice__corrects=invoice, invoice__kind=InvoiceKind.CREDIT_NOTE)
        .values_list("reconciliation")
        .annotate(sum=Sum("amount"))
    )
    of_months = left_of_months({line.reconciliation_id for line in lines})
    first: dict[int, InvoiceLine] = {}
    charged: dict[int, Decimal] = {}
    for line in lines:
        first.setdefault(line.reconciliation_id, line)
        charged[line.reconciliation_id] = charged.get(line.reconciliation_id, NOTHING) + line.amount
    return [
        MonthLeft(line, charged[key], _left(charged[key], credited.get(key, NOTHING), of_months[key]))
        for key, line in first.items()
    ]


def _left(charged: Decimal, credited: Decimal, of_month: Decimal) -> Decimal:
    if charged < 0:
        return min(NOTHING, charged + credited)
    return max(NOTHING, min(charged + credited, of_month))


def creditable_in_all(left: Decimal, months: Sequence[MonthLeft]) -> Decimal:
    """Kronor that a credit note can take: what is left of the invoice (`left`), and of its months together."""
    return max(NOTHING, min(left, sum((one.left for one in months), NOTHING)))


def shared_out(amount: Decimal, months: Sequence[MonthLeft]) -> list[tuple[MonthLeft, Decimal]]:
    """A credit of `amount` kronor over the months, in proportion to what is left of each, never more than that.

    `amount` is at most `creditable_in_all`.
    """
    return list(zip(months, share_out(amount, computed=[one.left for one in months]), strict=True))
