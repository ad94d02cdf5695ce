"""A wrongly coded invoice: credited, its coding put right, and the money charged again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.models import AccountCoding, Invoice
from billing.operations.charging_again import (
    ChargedAlready,
    CodingMissing,
    NotCreditedByHand,
    ReasonMissing,
    charge_again,
)
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.credit_notes import credit
from billing.queries.proof import prove
from billing.queries.remains import left_of_months
from tests.billing.city import APRIL, MAY, TODAY, end_early
from tests.billing.steps import issued

pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture
def leisure(city) -> Invoice:
    """F2021-0001: April 30 000 and May 7 500 kr."""
    issued(city)
    return Invoice.objects.get(number="F2021-0001")


def again(note, reason="Fel kostnadsställe"):
    return charge_again(note=note, reason=reason, by=None, today=TODAY)


def amounts(invoice):
    return {line.month: line.amount for line in invoice.lines.all() if line.amount}


def test_all_of_it_is_charged_again_with_the_coding_of_the_day(leisure, city):
    """30 000 + 7 500 credited and charged again: 37 500 kr as before, and each month as it was."""
    note = credit(invoice=leisure, reason="Fel kostnadsställe", by=None)
    AccountCoding.objects.filter(department=city.leisure).update(cost_centre="99999")
    made = again(note)
    assert (made.number, made.kind, made.amount, made.corrects) == ("D2021-0001", "debit_note", 37500, leisure)
    assert amounts(made) == {APRIL: 30000, MAY: 7500}
    assert (leisure.buyer["cost_centre"], made.buyer["cost_centre"]) == ("10100", "99999")
    months = [line.reconciliation_id for line in leisure.lines.all()]
    assert sum(left_of_months(months).values()) == 37500
    assert not prove().differences


def test_once_only(leisure):
    note = credit(invoice=leisure, amount=Decimal(1000), reason="Fel", by=None)
    again(note)
    with pytest.raises(ChargedAlready, match="F2021-0001"):
        again(note)
    assert Invoice.objects.filter(kind="debit_note").count() == 1


def test_what_was_charged_again_can_be_credited_and_charged_once_more(leisure):
    first = again(credit(invoice=leisure, reason="Fel", by=None))
    second = again(credit(invoice=first, reason="Fel igen", by=None))
    assert second.amount == 37500


def test_only_a_credit_by_hand_with_a_reason_and_a_coding(leisure, city):
    """The credit note of a correction says what is owed: April with one more counted costs 7 500 kr less."""
    with pytest.raises(NotCreditedByHand):
        again(leisure)
    note = credit(invoice=leisure, amount=Decimal(1000), reason="Fel", by=None)
    with pytest.raises(ReasonMissing):
        again(note, reason=" ")
    AccountCoding.objects.filter(department=city.provider).delete()
    with pytest.raises(CodingMissing):
        again(note)
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=None, reason="Slutade")
    with pytest.raises(NotCreditedByHand):
        again(Invoice.objects.get(kind="debit_note"))
    assert not Invoice.objects.filter(number="D2021-0002").exists()


def test_on_the_page(leisure, login_as):
    note = credit(invoice=leisure, reason="Fel kostnadsställe", by=None)
    finance = login_as("finance")
    page = reverse("billing:invoice", args=[note.pk])
    assert "Fakturera beloppet på nytt" in finance.get(page).text
    assert "Fakturera beloppet på nytt" not in login_as("auditor").get(page).text
    address = reverse("billing:charged_again", args=[note.pk])
    answered = finance.post(address, {"reason": "Rättad kontering"}, follow=True).text
    assert "D2021-0001" in answered and "Rättad kontering" in answered
    assert finance.post(address, {"reason": "En gång till"}).status_code == 409
