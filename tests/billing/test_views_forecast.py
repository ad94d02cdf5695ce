"""The forecast's page, and what more starts would save, on the register example (101: target 19, 102: target 12)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from billing.operations.months import close_months
from billing.queries.forecast_page import starts_tried
from foundation.periods import HalfYear
from tests.billing.city import FIRST_HALF, place
from tests.clock import clock_from

pytestmark = pytest.mark.django_db
PAGE, STARTS = "/invoices/forecast/", "/invoices/forecast/starts/"
NB = "\N{NO-BREAK SPACE}"


def kr(amount: int) -> str:
    return f"{amount:,}".replace(",", NB) + f"{NB}kr"


def test_the_city_and_one_department_month_by_month(city, login_as):
    """On 20 April (tests/billing/test_forecast.py): 101 known 37 500 kr; flat 4 × 7 500 in April–June = 90 000 kr and
    nine months = 270 000 kr. 102 known 2 + 1 and 6 × 1 = 9 × 7 500 = 67 500 kr in the year."""
    with clock_from(date(2021, 4, 20)):
        asf = login_as("asf_administrator")
        page = asf.get(PAGE).text
        assert "Hela staden: " + kr(0).replace("0", "0") in page
        assert kr(37_500 + 22_500) in page  # the half-year, known
        chosen = asf.get(PAGE, {"department": "101"}).text
        assert kr(90_000) in chosen
        assert kr(270_000) in chosen
        assert "Fritidsförvaltningen, månad för månad" in chosen
        table = asf.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in table.splitlines()] == ["Förvaltningskod", "101", "102", "103"]


def test_a_closed_month_leads_to_its_page(closed_city, login_as):
    with clock_from(date(2021, 8, 1)):
        page = login_as("department_hr", closed_city.leisure).get(PAGE).text
    month = closed_city.leisure.reconciliations.get(month=FIRST_HALF.months[3])
    assert reverse("billing:reconciliation", args=[month.pk]) in page
    assert "Miljöförvaltningen" not in page
    assert kr(37_500) in page


def test_what_starts_save_is_said_for_the_half_year_in_which_they_begin(closed_city):
    """102 has 11 of 12 from June: 7 500 kr a month. One more from 1 September saves September–December, 4 × 7 500 =
    30 000 of 45 000 kr; from 15 September the same (counted on the last day); from 1 November 15 000 kr."""
    for start, after in (("2021-09-01", 15_000), ("2021-09-15", 15_000), ("2021-11-01", 30_000)):
        tried = starts_tried(
            department=closed_city.environment, starts=1, from_day=date.fromisoformat(start), today=date(2021, 8, 9)
        )
        assert (tried.half_year, tried.before, tried.after) == (HalfYear(2021, 2), 45_000, after)
    two = starts_tried(department=closed_city.environment, starts=2, from_day=date(2021, 9, 1), today=date(2021, 8, 9))
    assert two.saved == 30_000  # a surplus earns nothing


def test_one_that_is_never_charged_and_a_day_no_year_covers_save_nothing(city):
    for department, start in ((city.provider, date(2021, 9, 1)), (city.exempt, date(2021, 9, 1)),
                              (city.leisure, date(2031, 9, 1))):  # fmt: skip
        assert starts_tried(department=department, starts=1, from_day=start, today=date(2021, 8, 9)).tried is None


def test_other_forms_name_their_own_fields(closed_city, login_as):
    asked = {"day": "available_from", "number": "openings", "department": closed_city.environment.pk}
    officer = login_as("case_officer")
    with clock_from(date(2021, 8, 9)):
        told = officer.get(STARTS, asked | {"available_from": "2021-09-01", "openings": "1"}).text
        assert "En till från" in told
        assert f"{kr(45_000)} → {kr(15_000)}" in told
        none = officer.get(STARTS, asked | {"available_from": "soon", "openings": "1"}).text
        assert "En till" not in none
        strangers = login_as("department_hr", closed_city.leisure)
        assert "→" not in strangers.get(STARTS, asked | {"available_from": "2021-09-01"}).text


def test_places_that_are_offered_for_ten_days_save_nothing_on_the_last_of_the_month(closed_city, login_as):
    """3 openings 1–10 September; counted on the last day, when nobody is there. To the 30th they count in September:
    one missing of 7 500 kr less, 45 000 → 37 500 as long as two are missing."""
    asked = {
        "day": "available_from", "last": "available_to", "number": "openings", "part": "working_share",
        "department": closed_city.environment.pk, "available_from": "2021-09-01", "openings": "1",
    }  # fmt: skip
    officer = login_as("case_officer")
    with clock_from(date(2021, 8, 9)):
        ten_days = officer.get(STARTS, asked | {"available_to": "2021-09-10", "openings": "3"}).text
        assert "ändrar inte avgiften" in ten_days and kr(45_000) in ten_days and "sparar" not in ten_days
        month = officer.get(STARTS, asked | {"available_to": "2021-09-30", "working_share": "50"}).text
        assert f"{kr(45_000)} → {kr(37_500)}" in month and "till 2021-09-30" in month
        backwards = officer.get(STARTS, asked | {"available_to": "2021-08-31"}).text
        assert "En " not in backwards


def test_without_javascript_the_page_answers_the_same(closed_city, login_as):
    with clock_from(date(2021, 8, 9)):
        page = login_as("asf_administrator").get(PAGE, {"department": "102", "starts": "1", "from_day": "2021-09-01"})
        assert f"{kr(45_000)} → {kr(15_000)}" in page.text
        strange = login_as("asf_administrator").get(PAGE, {"year": "x", "department": "9"})
    assert strange.status_code == 200


def test_a_year_that_is_over_is_shown_as_it_ended(city, login_as):
    place(city.environment, date(2021, 12, 1), number=99)
    close_months(months=FIRST_HALF.months, by=None)
    with clock_from(date(2022, 3, 1)):
        page = login_as("asf_administrator").get(PAGE, {"year": "2021"}).text
    assert "Räknat på registret 2021-12-31" in page
