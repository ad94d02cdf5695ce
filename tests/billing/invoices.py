"""Many invoices for lists, cheaply."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from billing.models import Invoice, InvoiceLine, Reconciliation
from tests.organisation.factories import BoardFactory


@transaction.atomic
def fifty_invoices() -> list[Invoice]:
    """Numbers F2020-0001 to F2020-0050 on 7 500 kr each, resting on any closed month that there is."""
    month = Reconciliation.objects.closed().first()
    invoices = []
    for sequence in range(1, 51):
        invoice = Invoice.objects.create(
            number=f"F2020-{sequence:04d}", series="F", year=2020, sequence=sequence, board=BoardFactory(),
            half_year="2020-H2", seller={"board": "ASN"}, buyer={"board": "X"}, computed=7500, amount=7500,
            issued_at=datetime(2021, 1, 10, tzinfo=UTC),
        )  # fmt: skip
        InvoiceLine.objects.create(
            invoice=invoice, position=1, reconciliation=month, department_name="X", month=month.month, target=1,
            counted=0, missing=1, excused=0, chargeable=1, fee_each=7500, computed=7500, amount=7500,
        )  # fmt: skip
        invoices.append(invoice)
    return invoices
