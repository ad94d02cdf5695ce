"""One month: who sees it, who answers it, and that htmx gets the page's own part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import MissingCause, Objection, ReconciliationState
from billing.operations import months
from tests.billing.city import APRIL, TODAY, place
from tests.billing.steps import proposed
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)
BACK = {"HTTP_REFERER": "http://testserver/reconciliations/"}


def month_url(row):
    return reverse("billing:reconciliation", args=[row.pk])


def test_the_page_opens_with_the_answer_in_figures(city, login_as):
    row = proposed(city)
    page = login_as("department_hr", city.leisure).get(month_url(row)).text
    assert "Ni har 15 av 19." in page
    assert "Det saknas 4, vilket kan kosta 30\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr för april." in page
    assert "E0001" in page
    assert "5,7\N{NO-BREAK SPACE}% av 330 tillsvidareanställda den 1 november 2020" in page


def test_another_department_and_a_case_officer_do_not_find_it(city, login_as):
    row = proposed(city)
    assert login_as("department_hr", city.environment).get(month_url(row)).status_code == 404
    assert login_as("case_officer").get(month_url(row)).status_code == 404


def test_the_department_confirms_and_asf_does_not(city, login_as):
    row = proposed(city)
    address = reverse("billing:confirmation", args=[row.pk])
    assert login_as("asf_administrator").post(address).status_code == 403
    hr = login_as("department_hr", city.leisure)
    assert hr.get(address).status_code == 405
    assert hr.post(address).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == (ReconciliationState.CONFIRMED, hr.user)


def test_the_second_to_confirm_is_told_that_it_is_done(city, login_as):
    row = proposed(city)
    address = reverse("billing:confirmation", args=[row.pk])
    login_as("department_head", city.leisure).post(address)
    late = login_as("department_hr", city.leisure)
    response = late.post(address, headers={"referer": f"http://testserver{month_url(row)}"}, follow=True)
    assert "är bekräftad. Det går att svara först när ASF har föreslagit månaden." in response.text


def test_htmx_gets_the_very_part_that_the_page_includes(city, login_as):
    row = proposed(city)
    hr = login_as("department_hr", city.leisure)
    page = hr.get(month_url(row)).text
    part = hr.get(month_url(row), headers={"HX-Request": "true"}).text
    assert part.startswith('<div id="month">') or '<div id="month">' in part[:200]
    assert "<html" not in part
    start = part.index('<div class="answer')
    end = part.index('<ol class="history">')
    without_tokens = [
        line for line in part[start:end].splitlines() if "csrfmiddlewaretoken" not in line and line.strip()
    ]
    assert all(line in page for line in without_tokens)


def test_confirming_by_htmx_answers_with_the_new_month(city, login_as):
    row = proposed(city)
    hr = login_as("department_hr", city.leisure)
    response = hr.post(reverse("billing:confirmation", args=[row.pk]), headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Bekräftad av förvaltningen" in response.text
    assert 'id="messages" aria-live="polite" hx-swap-oob="true"' in response.text


def test_an_objection_to_a_line_is_answered_by_asf_and_the_month_goes_back(city, login_as):
    row = proposed(city)
    line = row.lines.order_by("employment_key").first()
    hr = login_as("department_hr", city.leisure)
    long = {"figure": "16", "text": "x" * 2001}
    assert (
        "Skriv högst 2000 tecken"
        in hr.post(reverse("billing:objections", args=[row.pk]), long, **BACK, follow=True).text
    )
    hr.post(
        reverse("billing:objections", args=[row.pk]),
        {"placement": line.placement_id, "figure": "0", "text": "Hon slutade i mars."},
    )
    objection = Objection.objects.get()
    assert (objection.placement_id, objection.made_by) == (line.placement_id, hr.user)
    asf = login_as("asf_administrator")
    page = asf.get(month_url(row)).text
    assert "Hon slutade i mars." in page
    answer = reverse("billing:objection_answer", args=[objection.pk])
    assert hr.post(answer, {"decision": "reject", "answer": "Nej"}).status_code == 403
    assert "varken ja eller nej" in asf.post(answer, {"answer": "Hon arbetade hela april."}, **BACK, follow=True).text
    objection.refresh_from_db()
    assert objection.state == "open"
    asf.post(answer, {"decision": "reject", "answer": "Hon arbetade hela april."})
    objection.refresh_from_db()
    row.refresh_from_db()
    assert (objection.state, row.state) == ("rejected", "proposed")
    assert "ASF svarade:" in hr.get(month_url(row)).text


def test_an_objection_to_someone_elses_placement_is_refused(city, login_as):
    row = proposed(city)
    stranger = place(city.environment, date(2021, 1, 1), number=900)
    hr = login_as("department_hr", city.leisure)
    address = reverse("billing:objections", args=[row.pk])
    assert hr.post(address, {"placement": stranger.pk, "figure": "1", "text": "Vem är det?"}).status_code == 409
    assert not Objection.objects.exists()


def test_an_objection_to_the_whole_month_needs_no_line(city, login_as):
    row = proposed(city)
    hr = login_as("department_hr", city.leisure)
    hr.post(
        reverse("billing:objections", args=[row.pk]), {"placement": "", "figure": "17", "text": "Två saknas i listan."}
    )
    assert Objection.objects.get().placement is None
    assert "Två saknas i listan." in hr.get(month_url(row)).text


def test_asf_records_causes_and_the_month_is_counted_again(city, login_as):
    row = proposed(city)
    asf = login_as("asf_administrator")
    asf.post(reverse("billing:causes", args=[row.pk]), {"no_candidate": "2", "declined": "1"})
    assert dict(MissingCause.objects.values_list("cause", "number")) == {"no_candidate": 2, "declined": 1}
    refused = asf.post(reverse("billing:causes", args=[row.pk]), {"other": "9"})
    assert refused.status_code == 409
    assert not MissingCause.objects.filter(cause="other").exists()
    assert "Orsakerna är" not in asf.get(month_url(row)).text
    for number in (901, 902):  # 17 of 19: two are missing, of three causes
        place(city.leisure, date(2021, 4, 1), number=number)
    asf.post(reverse("billing:count", args=[row.pk]))
    assert "Orsakerna är 3 tillsammans, men bara 2 saknas" in asf.get(month_url(row)).text


def test_asf_proposes_with_a_deadline_recounts_and_closes_after_confirmation(city, login_as):
    asf = login_as("asf_administrator")
    [row] = months.open_month(month=APRIL, by=asf.user, departments=[city.leisure])
    place(city.leisure, date(2021, 4, 1), number=901)
    asf.post(reverse("billing:count", args=[row.pk]))
    row.refresh_from_db()
    assert row.counted == 16
    asf.post(reverse("billing:proposal", args=[row.pk]), {"deadline": f"{SOON}"})
    row.refresh_from_db()
    assert (row.state, row.deadline) == ("proposed", SOON)
    months.confirm_month(reconciliation=row, by=UserFactory(role="department_hr", department=city.leisure), today=TODAY)
    assert "Stäng månaden – kan inte ändras efteråt" in asf.get(month_url(row)).text
    asf.post(reverse("billing:closure", args=[row.pk]))
    row.refresh_from_db()
    assert row.is_closed
    assert "ASF stängde månaden: 16 av 19" in asf.get(month_url(row)).text


def test_the_lines_leave_as_csv_with_their_reasons(city, login_as):
    row = proposed(city)
    response = login_as("department_hr", city.leisure).get(month_url(row), {"format": "csv"})
    text = response.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Anställning;Deltagare;Anställningsform")
    assert text.count(";räknas") == 15


def test_the_page_asks_the_same_number_of_questions_for_2_and_50_lines(city, login_as):
    row = proposed(city)
    hr = login_as("department_hr", city.leisure)
    hr.get(month_url(row))
    with CaptureQueriesContext(
        connection,
    ) as few:
        hr.get(month_url(row))
    for number in range(910, 960):
        place(city.leisure, date(2021, 4, 1), number=number)
    months.recount(reconciliation=row)
    with CaptureQueriesContext(connection) as many:
        hr.get(month_url(row))
    assert len(many) == len(few) <= 20  # two say how far an objection may reach, one who may be opened


def test_an_objection_without_a_figure_is_refused_in_words(city, login_as):
    row = proposed(city)
    hr = login_as("department_hr", city.leisure)
    for figure in ("", "sjutton", "1/0"):
        response = hr.post(reverse("billing:objections", args=[row.pk]), {"figure": figure, "text": "Fel."})
        assert response.status_code == 409
        assert "Siffran" in response.text
    assert not Objection.objects.exists()


def test_asf_accepts_with_the_right_days_and_the_register_follows(city, login_as):
    placement = place(city.leisure, date(2021, 1, 1), date(2021, 4, 29), number=902)
    row = proposed(city)
    hr, asf = login_as("department_hr", city.leisure), login_as("asf_administrator")
    address = reverse("billing:objections", args=[row.pk])
    hr.post(address, {"placement": placement.pk, "figure": "1", "text": "Slutade den 30."})
    assert 'value="2021-04-29"' in asf.get(month_url(row)).text
    answer = reverse("billing:objection_answer", args=[Objection.objects.get().pk])
    days = {"decision": "accept", "answer": "Ja.", "placed_from": "2021-01-01"}
    assert asf.post(answer, days | {"placed_to": "30 april"}).status_code == 409
    asf.post(answer, days | {"placed_to": "2021-04-30"})
    placement.refresh_from_db()
    row.refresh_from_db()
    assert (placement.placed_to, row.counted, row.state) == (date(2021, 4, 30), 16, "proposed")


def test_the_rest_is_confirmed_the_disputed_parked_and_settled(city, login_as):
    row = proposed(city)
    hr, asf = login_as("department_hr", city.leisure), login_as("asf_administrator")
    hr.post(reverse("billing:objections", args=[row.pk]), {"figure": "16", "text": "En saknas."})
    assert "Bekräfta resten" in hr.get(month_url(row)).text
    assert "kan resten stängas" in asf.get(month_url(row)).text
    hr.post(reverse("billing:rest", args=[row.pk]))
    assert "Stäng det som ni är ense om" in asf.get(month_url(row)).text
    asf.post(reverse("billing:parking", args=[row.pk]), {"parking-deadline": "i juni"})
    row.refresh_from_db()
    assert not row.is_closed
    far = {"parking-deadline": f"{SOON.year + 10}-06-09"}
    assert (
        "ligger mer än ett år bort"
        in asf.post(reverse("billing:parking", args=[row.pk]), far, follow=True, **BACK).text
    )
    asf.post(reverse("billing:parking", args=[row.pk]), {"parking-deadline": f"{SOON}"})
    page = hr.get(month_url(row)).text
    assert f"1 är parkerad och kostar inget än. Avgörs senast {SOON}." in page
    assert "varav 1 omtvistad" in page
    [line] = row.parked_lines.all()
    settle = reverse("billing:parked_settlement", args=[line.pk])
    assert hr.post(settle, {"decision": "reject", "answer": "Nej."}).status_code == 403
    asf.post(settle, {"decision": "reject", "answer": "Hon började i maj."})
    page = hr.get(month_url(row)).text
    assert "Avgjord: räknas inte." in page and "Hon började i maj." in page
    assert row.corrections.get().difference == 7500


def test_two_people_open_a_closed_month_on_its_page(city, login_as):
    row = proposed(city)
    one, head = login_as("asf_administrator"), login_as("asf_head")
    months.confirm_month(reconciliation=row, by=UserFactory(role="department_hr", department=city.leisure), today=TODAY)
    months.close_month(reconciliation=row, by=one.user, today=TODAY)
    one.post(reverse("billing:reopenings", args=[row.pk]), {"reason": "Två rader registrerades fel."})
    waiting = row.reopenings.get()
    assert "En annan person ska bekräfta eller avböja." in one.get(month_url(row)).text
    assert "Två rader registrerades fel." in head.get(month_url(row)).text
    head.post(reverse("billing:reopening_confirmation", args=[waiting.pk]))
    row.refresh_from_db()
    assert row.state == "open"
    page = one.get(month_url(row)).text
    assert "Tidigare stängning" in page and "15 av 19, 4 saknas" in page


def test_the_times_are_read_by_many_and_set_by_asf(city, login_as):
    address = reverse("billing:month_parameters")
    asf, hr = login_as("asf_administrator"), login_as("department_hr", city.leisure)
    given = {
        "valid_from": "2021-03-01", "answer_days": "12", "least_answer_days": "7", "reminder_days": "5, 1, -2",
        "parked_days": "20", "most_unlisted": "4", "far_times": "2,5", "far_least_employments": "3",
        "source": "ASN 2021-02-25 § 14",
    }  # fmt: skip
    assert hr.post(address, given).status_code == 403
    assert asf.post(address, given | {"reminder_days": "fem"}).status_code == 422
    asf.post(address, given)
    assert "Förvaltningen svarar inom 12 dagar" in hr.get(address).text
    page = hr.get(address).text
    assert "5, 1, -2" in page and "räknar högst 4 fler än dem som står på listan" in page
    assert "mer än 2,5 gånger så stor eller så liten" in page and "minst 3 uteblivna anställningar" in page
