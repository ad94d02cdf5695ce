"""What a parked line costs if it does not count is said before it is settled, and what came of it afterwards.

Fritidsförvaltningen, April: E0099 is parked, so 16 are counted and 22 500 kr charged. Without it 7 500 kr more.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from billing.models import Correction, Invoice
from billing.operations import months
from billing.operations.issue_now import issue_now
from billing.queries.parked_outcomes import parked_outcomes
from tests.billing.city import FIRST_HALF, TODAY

pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture
def invoiced(parked):
    months.close_months(months=FIRST_HALF.months, by=None)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    return parked


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def month_of(parked) -> str:
    return reverse("billing:reconciliation", args=[parked.reconciliation_id])


def settle(client, parked, **chosen: str) -> str:
    given = {"decision": "reject", "answer": "Slutade den 29.", **chosen}
    return plain(client.post(reverse("billing:parked_settlement", args=[parked.pk]), given, follow=True).text)


def test_before_the_invoice_it_comes_with_the_half_year(parked, login_as):
    asf = login_as("asf_administrator")
    page = plain(asf.get(month_of(parked)).text)
    assert "Om den inte räknas kostar månaden 7 500 kr mer. Det kommer med på halvårets faktura." in page
    assert 'name="carrier"' not in page
    assert not Correction.objects.exists()
    assert "7 500 kr kommer med på halvårets faktura." in settle(asf, parked)


def test_after_the_invoice_a_debit_note_is_told_of_before_and_linked_to_afterwards(invoiced, login_as):
    asf = login_as("asf_administrator")
    page = plain(asf.get(month_of(invoiced)).text)
    assert "Om den inte räknas ska nämnden betala 7 500 kr mer" in page
    assert "en debetfaktura utfärdas genast om ni inte väljer annat" in page
    done = settle(asf, invoiced, carrier="note")
    note = Invoice.objects.get(kind="debit_note")
    assert f'7 500 kr debiteras med <a href="{reverse("billing:invoice", args=[note.pk])}">D2021-0001</a>.' in done


def test_it_can_wait_for_the_next_invoice_as_any_correction_can(invoiced, login_as):
    done = settle(login_as("asf_administrator"), invoiced, carrier="next_invoice")
    assert "7 500 kr kommer på nämndens nästa halvårsfaktura." in done
    assert Correction.objects.get().waits_for_next_invoice
    assert not Invoice.objects.filter(kind="debit_note").exists()


def test_the_department_does_not_see_the_choice(invoiced, hr, client):
    client.force_login(hr)
    assert 'name="carrier"' not in client.get(month_of(invoiced)).text
    assert [one.moves for one in parked_outcomes(invoiced.reconciliation)] == [7500]
