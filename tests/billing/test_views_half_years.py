"""Finance's half-year: who rehearses, decides and issues, and what each is told."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.models import ClaimDecision, HandOver, Invoice, InvoiceRun
from billing.operations import months
from foundation.runs import work_until_done
from tests.billing.city import APRIL, FIRST_HALF, agree, place
from tests.billing.steps import close_first_half, issued, rehearsed, with_codings
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
HALF = "/invoices/half-years/2021-H1/"


def test_the_three_sums_stand_on_the_page(city, login_as):
    rehearsed(city)
    page = login_as("finance").get(HALF).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Beräknat 60 000 kr, begärt 60 000 kr, fakturerat 0 kr." in page
    assert "2 nämnder är klara att fakturera." in page


def test_an_unclosed_month_stops_its_own_board_with_a_link_to_mend_it(city, login_as):
    close = [month for month in FIRST_HALF.months if month != APRIL]
    months.close_months(months=close, by=None)
    asf = UserFactory(role="asf_administrator")
    [row] = months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    page = login_as("finance").get(HALF).text
    assert "Fritidsförvaltningen april 2021 är inte stängd. Stäng månaden." in page
    assert reverse("billing:reconciliation", args=[row.pk]) in page
    assert f"{reverse('billing:calendar')}?month=2021-04" in page  # environment's is not even opened


def test_finance_and_asf_rehearse_and_nobody_else(city, login_as):
    close_first_half()
    address = reverse("billing:rehearsals", args=["2021-H1"])
    for role in ("finance", "asf_administrator"):
        assert login_as(role).post(address).status_code == 302
    assert InvoiceRun.objects.count() == 2
    for client in (login_as("claim_decision_maker"), login_as("department_hr", city.leisure), login_as("auditor")):
        assert client.post(address).status_code == 403


def test_the_rehearser_is_told_that_someone_else_issues(city, login_as):
    finance = login_as("finance")
    run = rehearsed(city, by=finance.user)
    page = finance.get(HALF).text
    assert "Ni repeterade själv: be en kollega på ekonomi att granska och utfärda." in page
    address = reverse("billing:issue", args=["2021-H1", run.pk])
    assert address not in page
    assert finance.post(address).status_code == 409
    assert not Invoice.objects.exists()


def test_a_second_person_on_finance_issues_and_the_next_is_told(city, login_as):
    run = rehearsed(city)
    second = login_as("finance")
    address = reverse("billing:issue", args=["2021-H1", run.pk])
    page = second.get(HALF).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Utfärda 2 fakturor på 60 000 kr – kan inte ändras efteråt" in page
    assert login_as("asf_administrator").post(address).status_code == 403
    assert "2 fakturor är utfärdade." in second.post(address, follow=True).text
    assert list(Invoice.objects.order_by("number").values_list("number", "amount")) == [
        ("F2021-0001", Decimal(37500)),
        ("F2021-0002", Decimal(22500)),
    ]
    late = login_as("finance").post(address, headers={"referer": f"http://testserver{HALF}"}, follow=True)
    assert "är redan utfärdad" in late.text
    assert Invoice.objects.count() == 2


def test_a_rehearsal_shows_what_differs_from_the_one_before(city, login_as):
    finance = login_as("finance")
    close_first_half()
    with_codings(city.leisure, city.environment, city.provider)
    finance.post(reverse("billing:rehearsals", args=["2021-H1"]))
    decider = login_as("claim_decision_maker")
    decider.post(reverse("billing:claims", args=["2021-H1"]), {"delegation": "4.2"})
    assert "har ändrats sedan dess" in finance.get(HALF).text
    page = finance.post(reverse("billing:rehearsals", args=["2021-H1"]), follow=True).text
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Begärt var obeslutat, nu 37 500 kr." in page
    assert "Läget var ”hålls tillbaka”, nu ”klar att utfärda”." in page


def test_the_decision_maker_claims_a_part_with_a_reason(city, login_as):
    close_first_half()
    decider = login_as("claim_decision_maker")
    address = reverse("billing:claim", args=["2021-H1", city.leisure.board_id])
    given = {"extent": "part", "claimed": "30000,00", "reason": "", "delegation": "4.2"}
    refused = decider.post(address, given, headers={"referer": f"http://testserver{address}"}, follow=True)
    assert "Skriv varför inte allt begärs." in refused.text
    decider.post(address, {**given, "reason": "Sjukfrånvaro hos handledaren."})
    decision = ClaimDecision.objects.get()
    assert (decision.claimed, decision.computed, decision.decided_by) == (30000, 37500, decider.user)
    for role in ("finance", "asf_administrator"):
        assert login_as(role).post(address, given).status_code == 403
    assert ClaimDecision.objects.count() == 1


def test_all_that_is_undecided_is_claimed_as_one_act(city, login_as):
    close_first_half()
    decider = login_as("claim_decision_maker")
    assert "Begär allt av 2 nämnder utan beslut" in decider.get(HALF).text
    address = reverse("billing:claims", args=["2021-H1"])
    decider.post(address, {"delegation": ""})
    assert not ClaimDecision.objects.exists()
    decider.post(address, {"delegation": "4.2"})
    assert ClaimDecision.objects.filter(extent="all").count() == 2
    assert decider.post(address, {"delegation": "4.2"}).status_code == 409


def test_documents_are_shown_as_they_come_and_leave_as_zip(city, login_as):
    run = issued(city)
    finance = login_as("finance")
    part = finance.get(HALF, headers={"HX-Request": "true", "HX-Target": "documents"}).text
    assert part.lstrip().startswith('<section class="card" id="documents"')
    assert "0 av 2 klara" in part
    assert part.strip() in finance.get(HALF).text
    work_until_done(run.documents_run)
    assert "2 av 2 klara" in finance.get(HALF).text
    taken = finance.post(f"{HALF}collections/", {"form": "zip"}, follow=True).text
    made = HandOver.objects.get()
    assert (made.form, made.handed_by) == ("zip", finance.user)
    assert made.document.sha256 in taken
    assert "De enskilda dokumenten är de arkiverade originalen." in taken
    archive = zipfile.ZipFile(io.BytesIO(finance.get(reverse("billing:hand_over", args=[made.pk])).content))
    assert {"F2021-0001.pdf", "F2021-0002.pdf"} <= set(archive.namelist())
    kept = Invoice.objects.get(number="F2021-0001").document.content
    assert archive.read("F2021-0001.pdf") == bytes(kept)


def test_finance_hands_over_once(city, login_as):
    issued(city)
    finance = login_as("finance")
    address = reverse("billing:hand_overs")
    assert login_as("asf_administrator").post(address).status_code == 403
    unsaid = finance.post(address)
    assert unsaid.status_code == 422 and not HandOver.objects.exists()
    assert finance.post(address, {"form": "pdf"}).status_code == 422
    assert "2 fakturor är överlämnade." in finance.post(address, {"form": "csv"}, follow=True).text
    made = HandOver.objects.get()
    file = finance.get(reverse("billing:hand_over", args=[made.pk]))
    assert "F2021-0001" in file.content.decode("utf-8-sig")
    assert finance.post(address, {"form": "csv"}).status_code == 409
    assert HandOver.objects.count() == 1


def test_a_department_sees_its_own_boards_half_year_only(city, login_as):
    issued(city)
    hr = login_as("department_hr", city.leisure)
    page = hr.get(HALF).text
    assert "Fritidsnämnden" in page
    assert "Miljönämnden" not in page
    assert hr.post(f"{HALF}collections/", {"form": "zip"}).status_code == 404
    assert hr.get(reverse("billing:hand_overs")).status_code == 200
    assert "2021" in hr.get(reverse("billing:half_years")).text


def test_the_page_asks_the_same_number_of_questions_for_more_boards(city, login_as):
    close_first_half()
    finance = login_as("finance")
    finance.get(HALF)
    with CaptureQueriesContext(connection) as few:
        finance.get(HALF)
    for number in range(10):
        department = DepartmentFactory()
        agree(department, city.year, 2)
        place(department, city.year.starts, number=800 + number)
    close_first_half()
    with CaptureQueriesContext(connection) as many:
        finance.get(HALF)
    assert len(many) == len(few) <= 36
