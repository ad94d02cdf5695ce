"""The place bank in a real browser: HR offers and sees the forecast fall, a start by keyboard, a department says no."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from placements.models import Booking, Place, Placement
from placements.operations.bookings import accept, book
from tests.billing.city import City, build_city
from tests.browser.conftest import OpenPage
from tests.browser.test_month_journeys import press, tab_to
from tests.clock import clock_from
from tests.organisation.factories import UserFactory
from tests.placements.factories import ParticipantFactory, PlaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2021, 5, 3)


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The register example on 3 May 2021."""
    with clock_from(TODAY):
        yield build_city()


def choose(page: Page, label: str, text: str) -> None:
    """Type over what the field holds, from the keyboard."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_hr_offers_three_places_and_sees_the_forecast_fall(city: City, open_page: OpenPage):
    page = open_page("/places/", UserFactory(role="department_hr", department=city.leisure))
    page.get_by_role("button", name="Erbjud en plats").click()
    page.get_by_label("Yrkestitel").fill("Badvärd")
    page.get_by_label("Arbetsplats", exact=True).fill("Exempelbadet")
    page.get_by_label("Från och med").fill("2021-06-01")
    forecast = page.get_by_role("region", name="Vad platsen gör med prognosen")
    expect(forecast).to_contain_text("→")
    with_one = forecast.inner_text()
    page.get_by_label("Antal platser").fill("3")
    page.get_by_label("Arbetsuppgifter").fill("Bemötande i entrén.")
    expect(forecast).to_contain_text("3")
    expect(forecast).not_to_have_text(with_one)
    expect(page.locator("#saved")).to_contain_text("Sparat som utkast")
    page.get_by_label("Mervärde för den enskilde").fill("Service och språk.")
    page.get_by_label("Mervärde för verksamheten").fill("Bättre bemötande.")
    page.get_by_role("button", name="Erbjud platsen").click()
    expect(page.get_by_text("Platsen är erbjuden.")).to_be_visible()
    place = Place.objects.get()
    assert (place.state, place.openings, place.job_title) == ("offered", 3, "Badvärd")


def test_a_case_officer_finds_books_and_starts_someone_by_keyboard_within_two_minutes(city: City, open_page: OpenPage):
    place = PlaceFactory(
        department=city.leisure, state="approved", openings=1, job_title="Badvärd", kind="own_team",
        available_from=date(2021, 4, 1),
    )  # fmt: skip
    person = ParticipantFactory(key="P70001", name="Deltagare 70001")
    began = time.monotonic()
    page = open_page("/places/", UserFactory(role="case_officer"))
    tab_to(page, page.locator("form.filter [name=q]"))
    page.keyboard.type("badvärd")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Badvärd"))
    press(page, page.get_by_role("button", name="Boka någon"))
    choose(page, "Deltagarnyckel", "P70001")
    press(page, page.get_by_role("button", name="Föreslå och boka"))
    expect(page.get_by_text("P70001 är föreslagen.")).to_be_visible()
    accept(booking=Booking.objects.get(), by=None, today=TODAY)  # the host, meanwhile
    page.reload()
    press(page, page.get_by_role("button", name="Planera starten"))
    expect(page.get_by_text("Starten är planerad.").first).to_be_visible()
    tab_to(page, page.get_by_label("Anställningstyp"))
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Personen har börjat"))
    expect(page.get_by_text("Starten är bekräftad")).to_be_visible()
    assert time.monotonic() - began < 120
    assert Placement.objects.filter(employment__participant=person, department=place.department).count() == 1


def test_a_department_declines_and_says_why(city: City, open_page: OpenPage):
    place = PlaceFactory(department=city.leisure, state="approved", available_from=date(2021, 4, 1))
    one = book(
        place=place, participant=ParticipantFactory(), period=(date(2021, 6, 1), None), working_share=100,
        presentation="Van vid kök.", by=None, today=TODAY,
    )  # fmt: skip
    page = open_page("/", UserFactory(role="department_hr", department=city.leisure))
    page.get_by_role("link", name="föreslagen person väntar på ert svar").click()
    page.get_by_role("link", name=one.participant.key).click()
    page.get_by_label("Orsak").select_option("no_supervisor")
    page.get_by_label("Kommentar").fill("Handledaren är ledig till augusti.")
    page.get_by_role("button", name="Säg nej").click()
    expect(page.get_by_text("Svaret är sparat. Platsen är ledig igen.")).to_be_visible()
    one.refresh_from_db()
    assert (one.state, one.cause) == ("declined", "no_supervisor")
