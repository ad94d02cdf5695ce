"""Credit by hand: mirrored lines, whole or part, never more than what is left; the database holds it too."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from billing.models import Invoice
from billing.operations.credit_notes import (
    CreditedMeanwhile,
    MonthDoesNotFit,
    MoreThanIsLeft,
    NoAmount,
    NoSuchMonth,
    NotAnInvoice,
    NothingLeft,
    ReasonMissing,
    credit,
)
from billing.queries.remains import left_on

pytestmark = pytest.mark.usefixtures("quick_documents")


def test_the_whole_invoice_is_mirrored(invoices):
    note = credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    assert (note.number, note.amount, note.corrects) == ("K2021-0001", -37500, invoices.leisure)
    assert note.buyer == invoices.leisure.buyer and note.seller == invoices.leisure.seller
    assert [(str(line.month), line.amount) for line in note.lines.order_by("position")] == [
        ("2021-04", -30000),
        ("2021-05", -7500),
    ]
    assert left_on(invoices.leisure) == 0


def test_a_part_is_shared_out_over_the_lines(invoices):
    """1 000 kr of 37 500: April 30/37.5 = 800 kr, May 200 kr."""
    note = credit(invoice=invoices.leisure, amount=Decimal(1000), reason="Uppgörelse", by=None)
    assert [line.amount for line in note.lines.order_by("position")] == [-800, -200]
    assert left_on(invoices.leisure) == 36500


def test_a_part_can_be_said_line_by_line(invoices):
    may = invoices.leisure.lines.get(position=5)
    note = credit(invoice=invoices.leisure, lines={may.pk: Decimal(7500)}, reason="Maj var fel", by=None)
    assert [(line.month, line.amount) for line in note.lines.all()] == [(may.month, -7500)]
    with pytest.raises(MonthDoesNotFit, match=r"maj 2021 för Fritidsförvaltningen återstår 0\skr"):
        credit(invoice=invoices.leisure, lines={may.pk: Decimal("0.01")}, reason="Maj var fel", by=None)
    with pytest.raises(NoSuchMonth):
        credit(invoice=invoices.environment, lines={may.pk: Decimal(1)}, reason="Maj var fel", by=None)


def test_what_is_credited_twice_is_refused(invoices):
    credit(invoice=invoices.leisure, amount=Decimal(30000), reason="Fel", by=None)
    with pytest.raises(MoreThanIsLeft, match=r"7\s500"):
        credit(invoice=invoices.leisure, amount=Decimal(7501), reason="Fel", by=None)
    credit(invoice=invoices.leisure, reason="Resten", by=None)
    with pytest.raises(NothingLeft):
        credit(invoice=invoices.leisure, reason="Igen", by=None)
    assert sum(Invoice.objects.filter(corrects=invoices.leisure).values_list("amount", flat=True)) == -37500


def test_a_credit_is_done_on_what_was_seen_to_be_left(invoices):
    """37 500 kr were left when both saw it: who comes second is told, and 30 000 kr stay."""
    may = invoices.leisure.lines.get(position=4)
    for seen in (37500, 30000):
        credit(invoice=invoices.leisure, lines={may.pk: Decimal(7500)}, reason="Fel", by=None, seen=Decimal(seen))
        with pytest.raises(CreditedMeanwhile, match="Inget är gjort"):
            credit(invoice=invoices.leisure, lines={may.pk: Decimal(7500)}, reason="Fel", by=None, seen=Decimal(seen))
    assert left_on(invoices.leisure) == 22500


def test_a_credit_needs_an_amount_a_reason_and_an_invoice(invoices):
    for amount in (Decimal(0), Decimal(-5), Decimal("0.001")):
        with pytest.raises(NoAmount):
            credit(invoice=invoices.leisure, amount=amount, reason="Fel", by=None)
    with pytest.raises(NoAmount):
        credit(invoice=invoices.leisure, lines={}, reason="Fel", by=None)
    with pytest.raises(ReasonMissing):
        credit(invoice=invoices.leisure, reason="", by=None)
    note = credit(invoice=invoices.leisure, reason="Fel", by=None)
    with pytest.raises(NotAnInvoice):
        credit(invoice=note, reason="Fel", by=None)


def raw_credit(original: Invoice, amount: int) -> Invoice:
    return Invoice.objects.create(
        number=f"K2021-{amount}", series="K", year=2021, sequence=900 - amount, kind="credit_note",
        board=original.board, half_year=original.half_year, corrects=original, reason="Förbi", seller={}, buyer={},
        computed=amount, amount=amount, issued_at=timezone.now(),
    )  # fmt: skip


def test_the_database_refuses_a_credit_above_what_is_left(invoices):
    credit(invoice=invoices.leisure, amount=Decimal(30000), reason="Fel", by=None)
    with pytest.raises(Error, match="credit_within_remains"), transaction.atomic():
        raw_credit(invoices.leisure, -7501)


def test_the_database_refuses_an_invoice_that_is_not_the_sum_of_its_lines(invoices):
    with pytest.raises(Error, match="invoice_amount_is_its_lines"), transaction.atomic():
        raw_credit(invoices.leisure, -100)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
