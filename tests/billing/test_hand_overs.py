"""What finance takes: each invoice once, in a file that is kept; and all documents of a half-year as one zip."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest

from billing.archives import zip_of_half_year
from billing.models import AccountCoding, HandOverItem, Invoice
from billing.operations.credit_notes import credit
from billing.operations.hand_overs import NothingToHandOver, hand_over_csv
from billing.operations.issue_now import issue_now
from tests.billing.city import FIRST_HALF, TODAY

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
    first, second = rows_of(hand_over_csv(by=None))
    assert (first["Nummer"], first["Slag"], first["Belopp"]) == ("F2021-0001", "faktura", "37500,00")
    assert (first["Säljare: konto"], first["Köpare: konto"], first["Köpare: referenskod"]) == ("3610", "4610", "ZZ4610")
    assert (second["Köpare: nämnd"], second["Köpare: konto"]) == ("Miljönämnden", "")


def test_the_second_time_finds_nothing_and_a_note_is_taken_alone(invoices):
    hand_over_csv(by=None)
    with pytest.raises(NothingToHandOver):
        hand_over_csv(by=None)
    credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    [row] = rows_of(hand_over_csv(by=None))
    assert (row["Nummer"], row["Avser faktura"], row["Belopp"]) == ("K2021-0001", "F2021-0001", "-37500,00")
    assert HandOverItem.objects.count() == 3


def test_the_zip_holds_the_archived_bytes(invoices):
    content = zip_of_half_year(FIRST_HALF)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["F2021-0001.pdf", "F2021-0002.pdf", "innehåll.csv"]
        assert archive.read("F2021-0001.pdf") == bytes(invoices.leisure.document.content)
    assert zip_of_half_year(FIRST_HALF) == content


def test_a_document_that_is_not_made_yet_is_listed_without_stopping_the_zip(invoices):
    note = credit(invoice=invoices.leisure, reason="Fel nämnd", by=None)
    assert Invoice.objects.get(pk=note.pk).document is None
    with zipfile.ZipFile(io.BytesIO(zip_of_half_year(FIRST_HALF))) as archive:
        assert f"{note.number}.pdf" not in archive.namelist()
        assert "inte gjort än" in archive.read("innehåll.csv").decode("utf-8-sig")
