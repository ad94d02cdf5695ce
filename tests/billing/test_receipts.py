"""The ledger's answer: read line by line, once, and what it rejected is handed over again only by choice."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from billing.ledger_files import LedgerForm
from billing.models import HandOver, LedgerLayout, Receipt, ReceiptLine, RepeatedItem
from billing.operations.hand_overs import NothingToHandOver, NotWaitingAnew, hand_over, hand_over_again
from billing.operations.receipts import ReceiptHasErrors, read_back
from billing.queries.hand_overs import batch_of, hand_over_rows, rejected_lines
from tests.billing.city import TODAY

HEAD = "Nummer;Status;Skäl\n"
ONE_REJECTED = HEAD + "F2021-0001;mottagen;\nF2021-0002;avvisad;Okänt kostnadsställe\n"


@pytest.fixture
def handed(invoices):
    return hand_over(form=LedgerForm.CSV, by=None, today=TODAY)


def answer(batch, text):
    return read_back(hand_over=batch, content=text.encode(), name="kvittens.csv", by=None)


def numbers(batch):
    text = bytes(batch.document.content).decode("utf-8-sig")
    return [row["Nummer"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]


def test_each_line_is_accepted_or_rejected_with_its_reason_and_the_file_counts_once(handed):
    receipt = answer(handed, ONE_REJECTED)
    lines = receipt.lines.order_by("invoice__number").values_list("invoice__number", "accepted", "reason")
    assert list(lines) == [("F2021-0001", True, ""), ("F2021-0002", False, "Okänt kostnadsställe")]
    assert answer(handed, ONE_REJECTED) == receipt
    assert (Receipt.objects.count(), ReceiptLine.objects.count()) == (1, 2)


def test_every_fault_is_told_with_row_and_column_and_nothing_is_read(handed):
    with pytest.raises(ReceiptHasErrors) as refused:
        answer(handed, HEAD + "F2021-0009;mottagen;\nF2021-0001;kanske;\nF2021-0002;avvisad;\n")
    told = refused.value.messages
    assert [text.split(":")[0] for text in told] == [
        "Rad 2, kolumn Nummer", "Rad 3, kolumn Status", "Rad 4, kolumn Skäl",
    ]  # fmt: skip
    assert not Receipt.objects.exists()


def test_another_answer_to_the_same_invoice_is_refused_and_the_rest_may_come_later(handed):
    answer(handed, HEAD + "F2021-0001;mottagen;\n")
    with pytest.raises(ReceiptHasErrors, match="har redan ett annat svar"):
        answer(handed, HEAD + "F2021-0001;avvisad;Ångrat\n")
    answer(handed, HEAD + "F2021-0001;mottagen;\nF2021-0002;mottagen;\n")
    assert ReceiptLine.objects.count() == 2


def test_a_rejected_invoice_waits_until_someone_chooses_to_hand_it_over_again(handed):
    answer(handed, ONE_REJECTED)
    with pytest.raises(NothingToHandOver):  # not by itself
        hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
    [line] = rejected_lines()
    again = hand_over_again(rejections=[line.pk], form=LedgerForm.CSV, by=None, today=TODAY)
    assert numbers(again) == ["F2021-0002"]
    assert [one.number for one in batch_of(again)] == ["F2021-0002"]
    with pytest.raises(NotWaitingAnew):  # the same rejection once
        hand_over_again(rejections=[line.pk], form=LedgerForm.CSV, by=None, today=TODAY)
    answer(again, HEAD + "F2021-0002;avvisad;Fortfarande okänt\n")
    [second] = rejected_lines()
    assert second.reason == "Fortfarande okänt"
    last = hand_over_again(rejections=[second.pk], form=LedgerForm.CSV, by=None, today=TODAY)
    answer(last, HEAD + "F2021-0002;mottagen;\n")
    assert rejected_lines() == []
    assert [(row.invoices, row.accepted, row.rejected) for row in hand_over_rows()] == [(1, 1, 0), (1, 0, 1), (2, 1, 1)]


def test_what_was_accepted_cannot_be_handed_over_again(handed):
    accepted = answer(handed, ONE_REJECTED).lines.get(accepted=True)
    with pytest.raises(NotWaitingAnew):
        hand_over_again(rejections=[accepted.pk], form=LedgerForm.CSV, by=None, today=TODAY)
    with pytest.raises(NotWaitingAnew):
        hand_over_again(rejections=[], form=LedgerForm.CSV, by=None, today=TODAY)


def test_a_layout_gives_the_chosen_columns_in_their_order(invoices):
    layout = LedgerLayout.objects.create(name="Ekot", columns=["amount", "buyer_board", "number"])
    made = hand_over(form=LedgerForm.CSV, by=None, today=TODAY, layout=layout)
    text = bytes(made.document.content).decode("utf-8-sig").splitlines()
    assert text == [
        "Belopp;Köpare: nämnd;Nummer", "37500,00;Fritidsnämnden;F2021-0001", "22500,00;Miljönämnden;F2021-0002",
    ]  # fmt: skip
    assert made.layout == "Ekot"
    layout.delete()
    assert HandOver.objects.get().layout == "Ekot"


def test_what_the_database_refuses(handed):
    receipt = answer(handed, ONE_REJECTED)
    line = receipt.lines.get(accepted=False)
    refused = {
        "receipt_once_per_file": lambda: Receipt.objects.create(
            hand_over=handed, document=receipt.document, sha256=receipt.sha256
        ),
        "receipt_line_once_per_hand_over": lambda: ReceiptLine.objects.create(
            receipt=receipt, hand_over=handed, invoice=line.invoice, accepted=True
        ),
        "receipt_line_rejected_has_reason": lambda: ReceiptLine.objects.create(
            receipt=receipt, hand_over=hand_over_again(
                rejections=[line.pk], form=LedgerForm.CSV, by=None, today=TODAY
            ), invoice=line.invoice, accepted=False,
        ),
        "ledger_layout_has_columns": lambda: LedgerLayout.objects.create(name="tom", columns=[]),
    }  # fmt: skip
    for name, act in refused.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()
    for table in (ReceiptLine, Receipt):
        with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
            table.objects.all().delete()


def test_the_answer_is_read_and_the_rejected_handed_over_again_on_the_pages(handed, login_as):
    finance = login_as("finance")
    page = reverse("billing:batch", args=[handed.pk])
    assert "inget svar än" in finance.get(page).text
    address = reverse("billing:receipts", args=[handed.pk])
    assert "Ingen fil var vald" in finance.post(address).text
    bad = finance.post(address, {"file": SimpleUploadedFile("k.csv", (HEAD + "F1;mottagen;\n").encode())})
    assert bad.status_code == 422 and "ingår inte i den här överlämningen" in bad.text
    good = {"file": SimpleUploadedFile("k.csv", ONE_REJECTED.encode())}
    assert "1 av 2 fakturor är mottagna" in finance.post(address, good, follow=True).text
    listed = finance.get(reverse("billing:hand_overs")).text
    assert "Okänt kostnadsställe" in listed and "1 avvisad<" in listed
    back = {"HTTP_REFERER": "http://testserver" + reverse("billing:hand_overs")}
    strange = {"rejection": ["²"], "form": "csv"}
    assert "Inget är gjort" in finance.post(reverse("billing:hand_over_repeats"), strange, follow=True, **back).text
    chosen = {"rejection": [str(rejected_lines()[0].pk)], "form": "csv"}
    answered = finance.post(reverse("billing:hand_over_repeats"), chosen, follow=True)
    assert "1 faktura är överlämnad" in answered.text
    assert RepeatedItem.objects.count() == 1


def test_layouts_are_made_changed_and_taken_away(db, login_as):
    finance = login_as("finance")
    address = reverse("billing:layouts")
    assert "minst en kolumn" in finance.post(address, {"name": "Ekot"}).text
    twice = {"name": "Ekot", "place_number": "1", "place_amount": "1"}
    assert "samma plats" in finance.post(address, twice).text
    finance.post(address, {"name": "Ekot", "place_number": "2", "place_amount": "1"})
    layout = LedgerLayout.objects.get()
    assert layout.columns == ["amount", "number"]
    finance.post(reverse("billing:layout", args=[layout.pk]), {"name": "Ekot", "place_number": "1"})
    layout.refresh_from_db()
    assert layout.columns == ["number"]
    finance.post(reverse("billing:layout_removal", args=[layout.pk]))
    assert not LedgerLayout.objects.exists()
