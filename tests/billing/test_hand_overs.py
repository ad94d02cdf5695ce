"""What finance takes: each invoice once, in a file that is kept; and all documents of a half-year as one zip."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing import sie
from billing.archives import Collection, zip_of_half_year
from billing.ledger_files import CodingMissing, LedgerForm
from billing.models import AccountCoding, HandOver, HandOverItem, Invoice
from billing.operations.collections import DocumentsNotMade, NoInvoices, collect_documents
from billing.operations.credit_notes import credit
from billing.operations.hand_overs import NothingToHandOver, hand_over
from billing.operations.issue_now import issue_now
from billing.queries.hand_overs import hand_over_rows
from foundation.periods import HalfYear
from tests.billing.city import FIRST_HALF, TODAY
from tests.billing.steps import with_codings
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.usefixtures("quick_documents")


def rows_of(hand_over):
    text = bytes(hand_over.document.content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_both_sides_coding_and_the_amounts(closed_city):
    for department, account in ((closed_city.leisure, "4610"), (closed_city.provider, "3610")):
        AccountCoding.objects.create(
            department=department, valid_from=date(2021, 1, 1), account=account, cost_centre="14000",
            activity_code="610", counterpart="103", reference_code=f"ZZ{account}",
        )  # fmt: skip
    issue_now(half_year=FIRST_HALF, today=TODAY)
    first, second = rows_of(hand_over(form=LedgerForm.CSV, by=None, today=TODAY))
    assert (first["Nummer"], first["Slag"], first["Belopp"]) == ("F2021-0001", "faktura", "37500,00")
    assert (first["Säljare: konto"], first["Köpare: konto"], first["Köpare: referenskod"]) == ("3610", "4610", "ZZ4610")
    assert (second["Köpare: nämnd"], second["Köpare: konto"]) == ("Miljönämnden", "")


def test_the_second_time_finds_nothing_and_a_note_is_taken_alone(invoices):
    hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    with pytest.raises(NothingToHandOver):
        hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    [row] = rows_of(hand_over(form=LedgerForm.CSV, by=None, today=TODAY))
    assert (row["Nummer"], row["Avser faktura"], row["Belopp"]) == ("K2021-0001", "F2021-0001", "-37500,00")
    assert HandOverItem.objects.count() == 3


def test_the_zip_holds_the_archived_bytes(invoices):
    content = zip_of_half_year(FIRST_HALF)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["F2021-0001.pdf", "F2021-0002.pdf", "innehåll.csv"]
        assert archive.read("F2021-0001.pdf") == bytes(invoices.leisure.document.content)
    assert zip_of_half_year(FIRST_HALF) == content


def test_a_collection_is_a_row_with_who_and_which_bytes_and_hands_nothing_over(invoices):
    by = UserFactory(role="finance")
    first = collect_documents(half_year=FIRST_HALF, form=Collection.ZIP, by=by)
    again = collect_documents(half_year=FIRST_HALF, form=Collection.ZIP, by=by)
    assert (first.collected, first.handed_by, first.document.name) == (FIRST_HALF, by, "fakturor-2021-H1.zip")
    assert first.document.is_intact()
    assert (again.document, HandOver.objects.count()) == (first.document, 2)  # taken twice, kept once
    assert HandOverItem.objects.count() == 0
    assert len(rows_of(hand_over(form=LedgerForm.CSV, by=None, today=TODAY))) == 2
    assert {row.hand_over.form: row.invoices for row in hand_over_rows()} == {"zip": 0, "csv": 2}


def test_nothing_is_collected_before_all_documents_are_there(invoices):
    with pytest.raises(NoInvoices, match="2021-H2"):
        collect_documents(half_year=HalfYear(2021, 2), form=Collection.PDF, by=None)
    credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    with pytest.raises(DocumentsNotMade, match="2 av 3 dokument är gjorda"):
        collect_documents(half_year=FIRST_HALF, form=Collection.PDF, by=None)
    assert HandOver.objects.count() == 0


def test_a_collection_is_no_ledger_file(invoices):
    made = collect_documents(half_year=FIRST_HALF, form=Collection.ZIP, by=None)
    with pytest.raises(IntegrityError, match="hand_over_is_ledger_or_collection"), transaction.atomic():
        HandOver.objects.create(form="csv", collected=FIRST_HALF, document=made.document)
    with pytest.raises(IntegrityError, match="hand_over_is_ledger_or_collection"), transaction.atomic():
        HandOver.objects.create(form="pdf", document=made.document)


def test_a_document_that_is_not_made_yet_is_listed_without_stopping_the_zip(invoices):
    note = credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    assert Invoice.objects.get(pk=note.pk).document is None
    with zipfile.ZipFile(io.BytesIO(zip_of_half_year(FIRST_HALF))) as archive:
        assert f"{note.number}.pdf" not in archive.namelist()
        assert "inte gjort än" in archive.read("innehåll.csv").decode("utf-8-sig")


def test_sie_books_the_buyers_cost_against_the_sellers_income(closed_city):
    """37 500 + 22 500 kr of income against two boards' costs; the note of 37 500 kr is booked the other way.

    Others book leisure on 101 and the provider on 103: each row has the other side's as its counterpart.
    """
    with_codings(closed_city.leisure, closed_city.environment, closed_city.provider)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    made = hand_over(form=LedgerForm.SIE, by=None, today=TODAY)
    assert made.document.name.endswith(".si")
    file = sie.read(bytes(made.document.content))
    first, second = file.vouchers
    assert (file.made, first.text) == (TODAY, "F2021-0001 2021-H1 Fritidsnämnden")
    assert [(row.account, row.amount, dict(row.objects)) for row in first.rows] == [
        ("7692", Decimal("37500.00"), {1: "10100", 20: "6100", 21: "103"}),
        ("7692", Decimal("-37500.00"), {1: "10300", 20: "6100", 21: "101"}),
    ]
    assert second.rows[0].amount == 22500
    credit(invoice=Invoice.objects.get(number="F2021-0001"), reason="Fel nämnd", by=None)
    [note] = sie.read(bytes(hand_over(form=LedgerForm.SIE, by=None, today=TODAY).document.content)).vouchers
    assert (note.series, note.rows[0].amount, note.rows[1].amount) == ("K", -37500, 37500)


def test_sie_without_coding_names_the_invoice_and_what_is_missing_and_marks_nothing(invoices):
    with pytest.raises(CodingMissing, match=r"F2021-0001 Fritidsnämnden: konto, kostnadsställe, verksamhet, motpart"):
        hand_over(form=LedgerForm.SIE, by=None, today=TODAY)
    assert HandOverItem.objects.count() == 0


def test_the_workbook_holds_the_same_rows(invoices):
    made = hand_over(form=LedgerForm.XLSX, by=None, today=TODAY)
    assert made.document.name.endswith(".xlsx") and bytes(made.document.content).startswith(b"PK")
