"""Invoices on screen: the list, one with its document, why, credit in two steps, corrections, account coding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.models import AccountCoding, Correction, Invoice
from billing.operations.claims import decide_claim
from billing.operations.half_years import issue, rehearse
from foundation.runs import work_until_done
from tests.billing.city import FIRST_HALF, TODAY, end_early, place
from tests.billing.invoices import fifty_invoices
from tests.billing.steps import close_first_half, issued, with_codings

pytestmark = pytest.mark.django_db
LIST = "/invoices/all/"


def first() -> Invoice:
    return Invoice.objects.get(number="F2021-0001")


def test_the_list_is_searched_filtered_sorted_and_taken_out(city, login_as):
    issued(city)
    finance = login_as("finance")
    assert "2 fakturor, tillsammans 60\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr." in finance.get(LIST).text
    found = finance.get(LIST, {"q": "miljö"}).text
    assert "F2021-0002" in found
    assert "F2021-0001" not in found
    assert "Inga fakturor passar filtret" in finance.get(LIST, {"standing": "handed_over"}).text
    rising = finance.get(LIST, {"sort": "amount"}).text
    assert rising.index("F2021-0002") < rising.index("F2021-0001")
    table = finance.get(LIST, {"q": "miljö", "format": "csv"}).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in table.splitlines()] == ["Nummer", "F2021-0002"]
    assert finance.get(LIST, {"half_year": "2021-H9", "sort": "x", "page": "x"}).status_code == 200


def test_the_fragment_of_the_list_is_the_pages_own(city, login_as):
    issued(city)
    finance = login_as("finance")
    part = finance.get(LIST, headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="invoices">')
    assert part.strip() in finance.get(LIST).text


def test_a_department_sees_its_own_invoices_only(city, login_as):
    issued(city)
    hr = login_as("department_hr", city.environment)
    assert "F2021-0001" not in hr.get(LIST).text
    for name in ("invoice", "invoice_why", "invoice_document", "credit"):
        assert hr.get(reverse(f"billing:{name}", args=[first().pk])).status_code == 404
    assert login_as("case_officer").get(LIST).status_code == 403


def test_a_line_of_which_a_part_is_claimed_says_what_it_was_computed_to(city, login_as):
    """Half of leisure's 37 500 kr: April's 30 000 gives 15 000, May's 7 500 gives 3 750."""
    close_first_half()
    with_codings(city.leisure, city.environment, city.provider)
    given = {"half_year": FIRST_HALF, "delegation": "4.2", "by": None}
    decide_claim(board=city.leisure.board, extent="part", claimed=Decimal(18750), reason="avtalat", **given)
    decide_claim(board=city.environment.board, extent="all", **given)
    issue(run=rehearse(half_year=FIRST_HALF, by=None, today=TODAY), by=None, today=TODAY)
    finance = login_as("finance")

    def page_of(number: str) -> str:
        one = Invoice.objects.get(number=number)
        return finance.get(reverse("billing:invoice", args=[one.pk])).text.replace("\N{NO-BREAK SPACE}", " ")

    for computed, amount in (("30 000 kr", "15 000 kr"), ("7 500 kr", "3 750 kr")):
        assert f'{amount}</a><small class="aside">beräknat {computed}</small>' in page_of("F2021-0001")
    assert '<small class="aside">beräknat' not in page_of("F2021-0002")


def test_the_document_is_the_archived_bytes(city, login_as):
    run = issued(city)
    finance = login_as("finance")
    address = reverse("billing:invoice_document", args=[first().pk])
    assert finance.get(address).status_code == 409
    assert "Dokumentet är inte gjort än." in finance.get(reverse("billing:invoice", args=[first().pk])).text
    work_until_done(run.documents_run)
    response = finance.get(address)
    assert response.content == bytes(first().document.content)
    assert response["Content-Disposition"] == 'attachment; filename="F2021-0001.pdf"'
    assert finance.get(address, {"inline": "1"})["Content-Disposition"].startswith("inline")
    assert first().document.sha256 in finance.get(reverse("billing:invoice", args=[first().pk])).text


def test_why_leads_from_the_sum_to_every_person_month(city, login_as):
    """April: 15 counted of 19 give 4 × 7 500 = 30 000 kr; E0001 counted."""
    issued(city)
    hr = login_as("department_hr", city.leisure)
    page = hr.get(reverse("billing:invoice_why", args=[first().pk])).text.replace("\N{NO-BREAK SPACE}", " ")
    for text in ("37 500 kr", "målet 19 minus räknade 15", "4 avgiftsgrundande gånger 7 500 kr", "E0001", "18,81"):
        assert text in page


def test_a_credit_is_shown_before_it_is_done(city, login_as):
    issued(city)
    finance = login_as("finance")
    april = first().lines.get(amount=30000)
    given = {"extent": "part", f"line_{april.pk}": "7500", "reason": "En anställning räknades inte."}
    preview = finance.post(reverse("billing:credit", args=[first().pk]), given).text.replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "Fritidsnämnden får tillbaka 7 500 kr. Av F2021-0001 är sedan 30 000 kr kvar. Ingenting är gjort än." in preview
    )
    unseen = finance.post(reverse("billing:credit_notes", args=[first().pk]), given)
    assert "Ingenting är gjort än." in unseen.text and Invoice.objects.count() == 2
    assert 'name="left" value="37500.00"' in preview
    done = finance.post(reverse("billing:credit_notes", args=[first().pk]), given | {"left": "37500.00"}, follow=True)
    assert "K2021-0001 är utfärdad." in done.text
    note = Invoice.objects.get(number="K2021-0001")
    assert (note.amount, note.corrects, note.reason) == (Decimal(-7500), first(), given["reason"])
    original = finance.get(reverse("billing:invoice", args=[first().pk])).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Krediterat 7 500 kr, kvar 30 000 kr." in original


def test_the_same_credit_sent_twice_is_done_once(city, login_as):
    """Two clicks, two windows, or back and once more: 7 500 kr are credited, not 15 000."""
    issued(city)
    finance = login_as("finance")
    april = first().lines.get(amount=30000)
    sent = {"extent": "part", f"line_{april.pk}": "7500", "reason": "Fel antal", "left": "37500.00"}
    back = {"HTTP_REFERER": "http://testserver" + reverse("billing:credit", args=[first().pk])}
    for _ in range(2):
        again = finance.post(reverse("billing:credit_notes", args=[first().pk]), sent, follow=True, **back)
    assert [note.amount for note in Invoice.objects.filter(corrects=first())] == [Decimal(-7500)]
    page = again.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "F2021-0001 har krediterats sedan ni såg kreditfakturan: 30 000 kr återstår, inte 37 500 kr." in page


def test_more_than_is_left_is_an_error_in_words(city, login_as):
    issued(city)
    finance = login_as("finance")
    april = first().lines.get(amount=30000)
    address = reverse("billing:credit", args=[first().pk])
    page = finance.post(address, {"extent": "part", f"line_{april.pk}": "30000,50", "reason": "x"}).text
    assert "Skriv högst 30\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr." in page
    assert Invoice.objects.count() == 2
    assert login_as("asf_administrator").get(address).status_code == 403


def test_a_correction_shows_who_makes_the_difference_and_is_settled_once(city, login_as):
    """E0001 turns out to have left in March: April has 14 of 19 instead of 15, 7 500 kr more."""
    issued(city)
    end_early(1, date(2021, 3, 31))
    asf = login_as("asf_administrator")
    page = asf.post(reverse("billing:correction_searches"), follow=True).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "E0001" in page
    assert "slutade före räknedagen" in page
    correction = Correction.objects.get(reconciliation__month=date(2021, 4, 1))
    assert "Godta 7 500 kr" in page
    accept = reverse("billing:correction_acceptance", args=[correction.pk])
    assert login_as("department_hr", city.leisure).post(accept, {"reason": "x"}).status_code == 403
    assert asf.post(accept, {"reason": ""}).status_code == 409
    assert "D2021-0001" in asf.post(accept, {"reason": "Slutade i mars."}, follow=True).text
    dismiss = reverse("billing:correction_dismissal", args=[correction.pk])
    assert asf.post(dismiss, {"reason": "x"}).status_code == 409


def test_a_department_sees_the_corrections_of_its_own_months(city, login_as):
    close_first_half()
    end_early(1, date(2021, 3, 31))
    asf = login_as("asf_administrator")
    asf.post(reverse("billing:correction_searches"))
    address = reverse("billing:corrections")
    assert "E0001" in login_as("department_hr", city.leisure).get(address).text
    assert "E0001" not in login_as("department_hr", city.environment).get(address).text


def test_someone_new_on_the_register_stands_in_the_correction_too(city, login_as):
    close_first_half()
    place(city.leisure, date(2021, 4, 1), number=990)
    page = login_as("asf_administrator").post(reverse("billing:correction_searches"), follow=True).text
    assert "E0990" in page


def test_finance_puts_in_account_coding_and_others_do_not(city, login_as):
    given = {
        "department": city.leisure.pk, "valid_from": "2021-01-01", "account": "7692", "cost_centre": "10100",
        "activity_code": "6100", "counterpart": "101", "reference_code": "REF101",
    }  # fmt: skip
    address = reverse("billing:codings")
    assert login_as("asf_administrator").post(address, given).status_code == 403
    finance = login_as("finance")
    assert "saknas" in finance.get(address).text
    assert "Konteringen för Fritidsförvaltningen gäller" in finance.post(address, given, follow=True).text
    assert AccountCoding.objects.get().reference_code == "REF101"


def test_the_list_asks_the_same_number_of_questions_for_2_and_50_invoices(city, login_as):
    issued(city)
    finance = login_as("finance")
    finance.get(LIST)
    with CaptureQueriesContext(connection) as few:
        finance.get(LIST)
    fifty_invoices()
    with CaptureQueriesContext(connection) as many:
        finance.get(LIST)
    assert len(many) == len(few) <= 9


def test_all_corrections_are_accepted_with_one_reason(city, login_as):
    """E0001 left in March: one counted less in April, May and June, 7 500 kr each."""
    issued(city)
    end_early(1, date(2021, 3, 31))
    asf = login_as("asf_administrator")
    asf.post(reverse("billing:correction_searches"))
    address = reverse("billing:correction_acceptances")
    assert asf.post(address, {"reason": " "}).status_code == 409
    assert not Correction.objects.filter(state="accepted").exists()
    page = asf.post(address, {"reason": "Slutade i mars."}, follow=True).text
    assert "3 rättelser är godtagna." in page
    assert Invoice.objects.filter(kind="debit_note", amount=7500).count() == 3
    april = first().lines.get(amount=30000).reconciliation
    month = asf.get(reverse("billing:reconciliation", args=[april.pk])).text
    assert "D2021-0001" in month
    assert "F2021-0001" in month
