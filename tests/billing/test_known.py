"""Month, half-year, invoice and forecast as known on an earlier day, worked by hand on the register example.

Leisure (101) owes 19 and has 15 in April 2021: 4 missing, 30 000 kr. On 10 May it is written down that E0001 left
already on 20 April: 14, 5 missing, 37 500 kr. All is closed and invoiced on 20 July.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.models import Invoice, Reconciliation
from billing.operations.credit_notes import credit
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months, open_month
from billing.queries.known import forecast_then_now, half_year_then_now, invoice_then_now, month_then_now
from foundation.known_day import ThenNow
from foundation.periods import Month
from placements.models import Participant
from tests.billing.city import APRIL, FIRST_HALF, TODAY, City, build_city, end_early
from tests.clock import clock_from
from tests.history import written_on

pytestmark = pytest.mark.django_db
BUILT, BEFORE, CHANGED, CLOSED, LATER = (
    date(2021, 4, 1), date(2021, 5, 5), date(2021, 5, 10), date(2021, 7, 20), date(2021, 8, 1)
)  # fmt: skip
NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def story(db: None) -> City:
    with written_on(BUILT):
        city = build_city()
        open_month(month=APRIL, by=None, departments=[city.leisure])
    with written_on(CHANGED):
        end_early(1, date(2021, 4, 20))
    return city


@pytest.fixture
def closed_story(story: City, quick_documents: None) -> City:
    with written_on(CLOSED):
        close_months(months=FIRST_HALF.months, by=None)
    return story


def told(rows: list[ThenNow]) -> dict[str, tuple[str, str]]:
    return {row.label: (row.then, row.now) for row in rows}


def april(city: City, day: date, *, may_see: bool = True):
    return month_then_now(
        department=city.leisure, month=APRIL, day=day, may_open=lambda employments: employments if may_see else []
    )


def test_a_month_before_and_after_the_register_changed(story):
    found = april(story, BEFORE)
    assert told(found.rows) == {
        "Läge": ("öppen", "öppen"),
        "Mål": ("19", "19"),
        "Räknade enligt registret": ("15", "14"),
        "Saknas": ("4", "5"),
        "Undantas": ("0", "0"),
        "Avgiftsgrundande": ("4", "5"),
        "Avgift enligt registret": (f"30{NB}000{NB}kr", f"37{NB}500{NB}kr"),
    }
    person = found.differences[-1]
    assert person.label == "E0001"
    assert person.then.endswith("2021-01-11 – tills vidare: räknas")
    assert person.now.endswith("2021-01-11 – 2021-04-20: slutade före räknedagen")
    assert "/employments/" in person.url
    assert april(story, CHANGED).differences == []
    assert all(not row.url for row in april(story, BEFORE, may_see=False).differences)


def test_the_day_before_the_register_was_there_nobody_was_known(story):
    found = told(april(story, date(2021, 3, 31)).rows)
    assert found["Läge"] == ("inte öppnad", "öppen")
    assert found["Mål"] == ("", "19")


def test_a_closed_month_shows_what_it_was_closed_with_and_what_the_register_said(closed_story):
    end_early(2, date(2021, 4, 25))  # written down today: the month is closed with 14, the register says 13
    found = told(april(closed_story, CLOSED).rows)
    assert found["Läge"] == ("stängd", "stängd")
    assert found["Räknade enligt registret"] == ("14", "13")
    assert found["Avgift som månaden stängdes med"] == (f"37{NB}500{NB}kr", f"37{NB}500{NB}kr")
    early = told(april(closed_story, BEFORE).rows)
    assert early["Läge"] == ("öppen", "stängd")
    assert early["Avgift som månaden stängdes med"] == ("", f"37{NB}500{NB}kr")


def test_a_half_year_and_its_invoice_then_and_now(closed_story):
    """Leisure: April 37 500 (5), May 18 − 1 = 17: 15 000 (2), June 19 − 1 = 18: 7 500 (1): 60 000 kr. Environment
    22 500 kr. Issued on 1 August, 7 500 kr credited later."""
    with written_on(LATER), clock_from(LATER):
        issue_now(half_year=FIRST_HALF, today=TODAY)
    invoice = Invoice.objects.get(number="F2021-0001")
    credit(invoice=invoice, amount=Decimal(7500), reason="Fel", by=None)
    found = told(half_year_then_now(half_year=FIRST_HALF, boards=None, day=BEFORE))
    assert found["Beräknat, alla nämnder"] == (f"0{NB}kr", f"82{NB}500{NB}kr")
    assert found["Fritidsnämnden: stängda månader"] == ("0", "6")
    assert found["Fritidsnämnden: fakturerat"] == (f"0{NB}kr", f"60{NB}000{NB}kr")
    closed = told(half_year_then_now(half_year=FIRST_HALF, boards=[closed_story.leisure.board], day=CLOSED))
    assert closed["Fritidsnämnden: beräknat"] == (f"60{NB}000{NB}kr", f"60{NB}000{NB}kr")
    assert closed["Fritidsnämnden: fakturerat"] == (f"0{NB}kr", f"60{NB}000{NB}kr")
    assert not any("Miljö" in label for label in closed)

    assert told(invoice_then_now(invoice=invoice, day=CLOSED))["Utfärdad"][0] == "inte än"
    now = told(invoice_then_now(invoice=invoice, day=LATER))
    assert now["Utfärdad"] == ("2021-08-01", "2021-08-01")
    assert now["Belopp"] == (f"60{NB}000{NB}kr", f"60{NB}000{NB}kr")
    assert now["Krediterat"] == (f"0{NB}kr", f"7{NB}500{NB}kr")
    assert now["Kvar"] == (f"60{NB}000{NB}kr", f"52{NB}500{NB}kr")
    months = told(invoice_then_now(invoice=invoice, day=BEFORE))
    assert months["Fritidsförvaltningen april 2021, avgift enligt registret"] == (
        f"30{NB}000{NB}kr", f"37{NB}500{NB}kr"
    )  # fmt: skip


def test_the_forecast_that_was_made_that_day_beside_todays(story):
    """On 5 May nothing is closed and the register knows 4 + 1 + 0 = 5 × 7 500 = 37 500 kr for leisure in the year. With
    E0001 gone: April 5, May 2, then one in each of June–December: 5 + 2 + 7 = 14 × 7 500 = 105 000 kr."""
    found = forecast_then_now(departments=[story.leisure], day=BEFORE, now_day=LATER)
    assert told(found)["Fritidsförvaltningen, året"] == (f"37{NB}500{NB}kr", f"105{NB}000{NB}kr")
    assert told(found)["första halvåret 2021, kända starter och slut"] == (f"37{NB}500{NB}kr", f"60{NB}000{NB}kr")


PAGES = [("billing:half_year", {"half_year": FIRST_HALF}), ("billing:forecast", {})]


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_both_columns_stand_on_the_page_for_the_city_and_for_a_department(closed_story, login_as, name, kwargs):
    with clock_from(LATER):
        for role, department in (("asf_administrator", None), ("department_hr", closed_story.leisure)):
            page = login_as(role, department).get(reverse(name, kwargs=kwargs), {"kand": "2021-05-05"}).text
            assert "Som känt 2021-05-05 och i dag" in page
            assert ("Miljö" in page) == (department is None)


def test_the_months_page_keeps_to_keys_and_a_stranger_sees_nothing(closed_story, login_as):
    Participant.objects.filter(key="P0001").update(name="Hemlig Person", is_protected=True)
    row = Reconciliation.objects.get(department=closed_story.leisure, month=APRIL)
    address = reverse("billing:reconciliation", args=[row.pk])
    with clock_from(LATER):
        page = login_as("department_hr", closed_story.leisure).get(address, {"kand": "2021-05-05"}).text
        # open → closed, five figures, the closing fee, and the one person
        assert "7 skillnader mellan vad som var känt 2021-05-05 och i dag:" in page
        assert "Hemlig" not in page
        assert (
            login_as("department_hr", closed_story.environment).get(address, {"kand": "2021-05-05"}).status_code == 404
        )


@pytest.mark.parametrize(
    ("kand", "said"),
    [
        ("2021-13-01", "Det är ingen dag."),
        ("", "Ingen dag är vald."),
        ("2031-01-01", "2031-01-01 har inte varit än."),
        ("2021-03-31", "Historiken börjar 2021-04-01"),
    ],
)
def test_a_day_that_cannot_be_shown_is_told_of(closed_story, login_as, kand, said):
    row = Reconciliation.objects.get(department=closed_story.leisure, month=Month(2021, 4))
    with clock_from(LATER):
        page = login_as("auditor").get(reverse("billing:reconciliation", args=[row.pk]), {"kand": kand})
    assert page.status_code == 200
    assert said in page.text
    assert "och i dag</caption>" not in page.text
