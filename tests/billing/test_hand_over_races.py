"""Two people on finance at the same batch, answer or collection at the same moment; and two who confirm one month."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from billing.archives import Collection
from billing.ledger_files import LedgerForm
from billing.models import HandOver, HandOverItem, Invoice, Receipt, ReceiptLine, RepeatedItem
from billing.operations import months
from billing.operations.collections import collect_documents
from billing.operations.corrections import AlreadySettled, accept_correction, find_corrections
from billing.operations.credit_notes import credit
from billing.operations.hand_overs import NotWaitingAnew, hand_over, hand_over_again
from billing.operations.receipts import ReceiptHasErrors, read_back
from billing.queries.hand_overs import rejected_lines
from foundation.refusals import Refusal
from tests.billing.city import APRIL, ASKED, FIRST_HALF, TODAY, end_early
from tests.billing.test_races import winners
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_documents", "no_workers")]
HEAD = "Nummer;Status;Skäl\n"
REJECTED = f"{HEAD}F2021-0001;avvisad;Okänt konto\nF2021-0002;mottagen;\n"


@pytest.fixture
def batch(invoices):
    return hand_over(form=LedgerForm.CSV, by=None, today=TODAY)


def answer(batch, text=REJECTED):
    return partial(read_back, hand_over=batch, content=text.encode(), name="kvittens.csv", by=None)


def test_the_same_receipt_read_by_four_at_once_counts_once(batch):
    results = at_once(*(answer(batch) for _ in range(4)))
    assert {one.pk for one in results} == {Receipt.objects.get().pk}
    assert ReceiptLine.objects.count() == 2


def test_two_receipts_that_contradict_each_other_give_one_answer_to_each_invoice(batch):
    accepted = f"{HEAD}F2021-0001;mottagen;\nF2021-0002;mottagen;\n"
    results = at_once(answer(batch), answer(batch, accepted))
    assert len(winners(results)) == 1
    assert [type(one) for one in results if isinstance(one, Exception)] == [ReceiptHasErrors]
    assert ReceiptLine.objects.count() == 2


def test_a_rejected_invoice_is_handed_over_again_once(batch):
    answer(batch)()
    [rejected] = rejected_lines()
    act = partial(hand_over_again, rejections=[rejected.pk], form=LedgerForm.CSV, by=None, today=TODAY)
    results = at_once(*(act for _ in range(4)))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {NotWaitingAnew}
    assert (RepeatedItem.objects.count(), HandOver.objects.count(), HandOverItem.objects.count()) == (1, 2, 2)


def test_a_note_made_in_the_midst_of_a_hand_over_is_in_this_batch_or_in_the_next(invoices):
    invoice = Invoice.objects.get(number="F2021-0001")
    made, note = at_once(
        partial(hand_over, form=LedgerForm.CSV, by=None, today=TODAY),
        partial(credit, invoice=invoice, reason="Fel nämnd", by=None),
    )
    held = bytes(made.document.content).decode("utf-8-sig")
    taken = HandOverItem.objects.filter(hand_over=made)
    assert (note.number in held) == taken.filter(invoice=note).exists()
    if not taken.filter(invoice=note).exists():
        later = hand_over(form=LedgerForm.CSV, by=None, today=TODAY)
        assert note.number in bytes(later.document.content).decode("utf-8-sig")
    assert HandOverItem.objects.count() == 3


def test_two_collect_the_same_documents_and_each_has_a_row_on_the_same_bytes(invoices):
    people = [UserFactory(role="finance") for _ in range(2)]
    results = at_once(
        *(partial(collect_documents, half_year=FIRST_HALF, form=Collection.ZIP, by=one) for one in people)
    )
    assert {one.handed_by for one in winners(results)} == set(people)
    assert len({one.document.sha256 for one in results}) == 1


def test_two_accept_the_same_correction_and_it_is_applied_once(invoices):
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    results = at_once(
        *(partial(accept_correction, correction=correction, by=None, reason=f"Sent {n}") for n in range(4))
    )
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {AlreadySettled}
    assert [one.amount for one in Invoice.objects.filter(kind="debit_note")] == [7500]


def test_two_confirm_the_same_month(city):
    asf = UserFactory(role="asf_administrator")
    [row] = months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=asf, deadline=date(2021, 5, 14), today=ASKED)
    people = [UserFactory(role="department_hr", department=city.leisure) for _ in range(4)]
    results = at_once(*(partial(months.confirm_month, reconciliation=row, by=one, today=TODAY) for one in people))
    [won] = winners(results)
    assert all(isinstance(one, Refusal) for one in results if one is not won)
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", won.confirmed_by)
