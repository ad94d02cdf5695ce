"""The calendar: ASF's board with its bulk acts, and a department's own year."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import Reconciliation
from billing.operations import months
from billing.queries import forecast_rows
from billing.queries.board import board
from foundation import clock
from tests.billing.city import APRIL, ASKED, JUNE, MAY, TODAY, agree
from tests.billing.steps import proposed
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
CALENDAR = "/reconciliations/"
SOON = timezone.localdate() + timedelta(days=30)


def test_a_year_that_is_no_number_is_passed_over(city, login_as):
    asf = login_as("asf_administrator")
    for address in (CALENDAR, reverse("billing:forecast"), reverse("followup:measures")):
        assert asf.get(address, {"year": "²²²²"}).status_code == 200
    assert asf.get(reverse("billing:place_bank"), {"place": "²"}).status_code == 200


def test_the_board_shows_every_department_and_the_forecast(city, login_as):
    page = login_as("asf_administrator").get(CALENDAR, {"year": "2021"}).text
    assert "Fritidsförvaltningen" in page
    assert "Miljöförvaltningen" in page
    assert "Överförmyndarförvaltningen" not in page
    assert "Prognos året" in page


def test_a_department_sees_its_own_year_only(city, login_as):
    row = proposed(city)
    page = login_as("department_hr", city.leisure).get(CALENDAR, {"year": "2021"}).text
    assert "Miljöförvaltningen" not in page
    assert "April 2021 väntar på er bekräftelse. Ni har 15 av 19, det saknas 4" in page
    assert reverse("billing:reconciliation", args=[row.pk]) in page


def test_asf_opens_proposes_and_closes_for_many_at_once_and_is_told_of_each(city, login_as):
    """The environment department has confirmed; leisure has not, so only environment is closed."""
    asf = login_as("asf_administrator")
    chosen = [city.leisure.pk, city.environment.pk]
    asf.post(reverse("billing:openings"), {"month": "2021-04", "departments": chosen})
    assert Reconciliation.objects.filter(month=APRIL, state="open").count() == 2
    given = {"month": "2021-04", "departments": chosen}
    back = {"HTTP_REFERER": "http://testserver" + CALENDAR}
    far = given | {"deadline": f"{SOON.year + 2}-05-09"}
    assert "Se efter om årtalet stämmer" in asf.post(reverse("billing:proposals"), far, follow=True, **back).text
    assert not Reconciliation.objects.filter(state="proposed").exists()
    asf.post(reverse("billing:proposals"), given | {"deadline": f"{SOON}"})
    assert Reconciliation.objects.filter(state="proposed").count() == 2
    environment = Reconciliation.objects.get(department=city.environment)
    hr = UserFactory(role="department_hr", department=city.environment)
    months.confirm_month(reconciliation=environment, by=hr, today=TODAY)
    page = asf.get(CALENDAR, {"year": "2021", "month": "2021-04"}).text
    assert "Stäng april för 1 förvaltning – kan inte ändras efteråt" in page
    response = asf.post(reverse("billing:closures"), {"month": "2021-04", "departments": chosen}, follow=True)
    assert "April 2021 är stängd för 1: Miljöförvaltningen." in response.text
    environment.refresh_from_db()
    assert environment.is_closed
    assert Reconciliation.objects.get(department=city.leisure).state == "proposed"


def test_what_is_refused_for_one_department_holds_up_no_other(city, login_as):
    """ASF's own administrator confirmed for leisure as its HR: the same person may not close it."""
    asf = login_as("asf_administrator")
    other = UserFactory(role="asf_administrator")
    for row in months.open_month(month=APRIL, by=other, departments=[city.leisure, city.environment]):
        months.propose_month(reconciliation=row, by=other, deadline=date(2099, 5, 9), today=ASKED)
        hr = (
            asf.user if row.department == city.leisure else UserFactory(role="department_hr", department=row.department)
        )
        months.confirm_month(reconciliation=row, by=hr, today=TODAY)
    chosen = [city.leisure.pk, city.environment.pk]
    page = asf.post(reverse("billing:closures"), {"month": "2021-04", "departments": chosen}, follow=True).text
    assert "April 2021 är stängd för 1: Miljöförvaltningen." in page
    assert "Fritidsförvaltningen: Ni har redan handlat för den andra sidan" in page


def test_the_undisputed_part_of_many_months_closes_at_once_and_a_doubtful_one_waits(city, login_as):
    """Leisure says 16, ASF 15; the rest is confirmed: 3 missing close, 1 is parked. Environment's rest is not."""
    hr = UserFactory(role="department_hr", department=city.leisure)
    asf = login_as("asf_administrator")
    rows = {}
    for department in (city.leisure, city.environment):
        [row] = months.open_month(month=APRIL, by=asf.user, departments=[department])
        rows[department] = months.propose_month(reconciliation=row, by=asf.user, deadline=date(2099, 5, 9), today=ASKED)
        months.object_to(reconciliation=row, placement=None, figure=row.counted + 1, text="En saknas.", by=hr)
    months.confirm_rest(reconciliation=rows[city.leisure], by=hr)
    page = asf.get(CALENDAR, {"year": "2021", "month": "2021-04"}).text
    assert "Stäng det ostridiga i april för 1 förvaltning – kan inte ändras efteråt" in page
    both = {"month": "2021-04", "departments": [city.leisure.pk, city.environment.pk]}
    address = reverse("billing:parkings")
    assert "Ange när det omtvistade senast ska vara avgjort" in asf.post(address, both, follow=True).text
    told = asf.post(address, both | {"deadline": f"{SOON}"}, follow=True).text
    assert "April 2021 är stängd, med det omtvistade parkerat, för 1: Fritidsförvaltningen." in told
    assert "Miljöförvaltningen: " in told
    assert "bekräfta resten" in told
    closed = Reconciliation.objects.get(pk=rows[city.leisure].pk)
    assert (closed.state, closed.parked, closed.missing) == ("closed", 1, 3)
    assert Reconciliation.objects.get(pk=rows[city.environment].pk).state == "disputed"
    assert "stängd, en omtvistad rad är parkerad" in asf.get(CALENDAR, {"year": "2021", "month": "2021-04"}).text


def test_nobody_else_works_with_months_for_all(city, login_as):
    for client in (login_as("department_hr", city.leisure), login_as("finance"), login_as("city_office")):
        for name in ("openings", "proposals", "silences", "closures"):
            assert client.post(reverse(f"billing:{name}"), {"month": "2021-04"}).status_code == 403


def test_no_chosen_department_is_an_error_in_words(city, login_as):
    page = login_as("asf_administrator").post(reverse("billing:openings"), {"month": "2021-04"}, follow=True).text
    assert "Ingen förvaltning är vald. Välj minst en." in page


def test_the_board_asks_the_same_number_of_questions_for_more_departments(city, login_as):
    asf = login_as("asf_administrator")
    asf.get(CALENDAR, {"year": "2021"})
    with CaptureQueriesContext(connection) as few:
        asf.get(CALENDAR, {"year": "2021"})
    for _number in range(10):
        agree(DepartmentFactory(), city.year, 5)
    with CaptureQueriesContext(connection) as many:
        asf.get(CALENDAR, {"year": "2021"})
    assert len(many) == len(few) <= 50


def test_the_forecast_is_the_known_reading_of_the_year(city):
    """The board adds up its months; the forecast's own arithmetic says the same of each department."""
    months.close_months(months=[APRIL], by=None)
    shown = board(model_year=city.year, departments=None, today=date(2021, 6, 30))
    known = {row.department: row.year_known for row in forecast_rows(day=date(2021, 6, 30))}
    assert {row.department: row.forecast for row in shown.rows} == known
    assert sum(known.values()) > 0


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_a_month_opened_ahead_of_its_end_is_no_part_of_what_has_been(city):
    """On 3 May the sums so far are April's and those before it, also when May and June are opened already."""
    year, today = city.year, date(2021, 5, 3)
    before = board(model_year=year, departments=None, today=today)
    for month in (MAY, JUNE):
        months.open_month(month=month, by=None, departments=[city.leisure])
    after = board(model_year=year, departments=None, today=today)
    assert (after.missing, after.fee, after.forecast) == (before.missing, before.fee, before.forecast)
    assert [one.is_known for one in after.sums if one.month in (APRIL, MAY, JUNE)] == [True, False, False]
    assert after.fee == sum(one.fee for one in after.sums)


def test_the_board_leaves_as_a_table_with_the_rows_of_the_screen(city, login_as):
    """April: leisure has 15 of 19, put forward; environment 12 of 12 and the provider 0 of 108, not opened."""
    proposed(city)
    asf = login_as("asf_administrator")
    assert "format=csv" in asf.get(CALENDAR, {"year": "2021"}).text
    head, *rows = rows_of(asf.get(CALENDAR, {"year": "2021", "format": "csv"}))
    missing, standing = head.index("Saknas april 2021"), head.index("Läge april 2021")
    assert [(row[0], row[missing], row[standing]) for row in rows] == [
        ("101", "4", "väntar på förvaltningen"), ("102", "0", "inte öppnad"), ("103", "108", "inte öppnad"),
    ]  # fmt: skip
    shown = board(model_year=city.year, departments=None, today=clock.today())
    fees = [Decimal(row[head.index("Avgift hittills")].replace(",", ".")) for row in rows]
    assert fees == [row.fee for row in shown.rows]
    assert asf.get(CALENDAR, {"year": "2021", "format": "xlsx"}).content[:2] == b"PK"
    assert asf.get(CALENDAR, {"year": "2021", "format": "pdf"}).status_code == 404


def test_a_departments_own_year_leaves_as_a_table_without_the_others(city, login_as):
    proposed(city)
    hr = login_as("department_hr", city.leisure)
    assert "format=xlsx" in hr.get(CALENDAR, {"year": "2021"}).text
    head, *rows = rows_of(hr.get(CALENDAR, {"year": "2021", "format": "csv"}))
    assert len(rows) == 12 and {row[0] for row in rows} == {"Fritidsförvaltningen"}
    april = dict(zip(head, rows[3], strict=True))
    assert (april["Månad"], april["Läge"], april["Mål"], april["Räknade"], april["Saknas"]) == (
        "2021-04", "väntar på förvaltningen", "19", "15", "4",
    )  # fmt: skip
