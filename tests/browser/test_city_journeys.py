"""Whole jobs in a real browser: places moved between two departments, and the city office finding a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from allocation.models import ModelYear
from tests.billing.city import City, build_city
from tests.browser.conftest import OpenPage
from tests.clock import clock_from
from tests.foundation.pdf import text_of
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The register example on a day in July 2021; no month is closed."""
    with clock_from(date(2021, 7, 12)):
        yield build_city()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


def test_a_transfer_from_proposal_to_both_targets(city: City, open_page: OpenPage):
    """19 − 2 = 17 and 12 + 2 = 14 in June."""
    head = UserFactory(role="department_head", department=city.leisure)
    other = UserFactory(role="department_head", department=city.environment)
    giver = open_page("/transfers/", head)
    giver.get_by_label("Från", exact=True).select_option(label="Fritidsförvaltningen")
    giver.get_by_label("Till", exact=True).select_option(label="Miljöförvaltningen")
    giver.get_by_label("Antal platser").fill("2")
    giver.get_by_label("Första månaden").fill("2021-06")
    giver.get_by_label("Varför").fill("Badhuset byggs om.")
    button(giver, "Föreslå överföringen").click()
    expect(giver.get_by_text("Förslaget väntar på svar från Miljöförvaltningen.")).to_be_visible()
    receiver = open_page("/", other, width=390)
    expect(receiver.get_by_text(re.compile(r"av 12 i (juni|juli) 2021")).first).to_be_visible()
    receiver.get_by_text("Överföringen från Fritidsförvaltningen till Miljöförvaltningen väntar på ert svar").click()
    expect(receiver.get_by_text("Badhuset byggs om.").first).to_be_visible()
    button(receiver, "Acceptera överföringen").click()
    expect(receiver.get_by_text("Båda förvaltningarna är överens.")).to_be_visible()
    with receiver.expect_download() as waiting:
        receiver.get_by_role("link", name="Överföringen som PDF").click()
    words = " ".join(text_of(Path(waiting.value.path()).read_bytes()).split())
    assert "Badhuset byggs om." in words and "juni 2021 19 17 12 14" in words
    receiver.goto("/")
    expect(receiver.get_by_text(re.compile(r"av 14 i (juni|juli) 2021")).first).to_be_visible()
    giver.goto("/")
    expect(giver.get_by_text(re.compile(r"av 17 i (juni|juli) 2021")).first).to_be_visible()
    noted(open_page("/", UserFactory(role="asf_administrator")))
    ended_early(giver, receiver)


def noted(asf: Page) -> None:
    asf.get_by_role("link", name=re.compile("Överföringen från Fritidsförvaltningen till Miljöförvaltningen")).click()
    button(asf, "Notera överföringen").click()
    expect(asf.get_by_text("Överföringen är noterad.")).to_be_visible()
    expect(asf.get_by_text("Noterad av ASF").first).to_be_visible()


def ended_early(giver: Page, receiver: Page) -> None:
    """17 and 14 in July; from August 19 and 12 again, which the receiver proposes and the giver accepts."""
    receiver.goto("/transfers/")
    receiver.get_by_role("link", name="Fritidsförvaltningen").click()
    receiver.get_by_text("Föreslå att överföringen upphör i förtid").click()
    receiver.get_by_label("Upphör från och med").fill("2021-08")
    receiver.get_by_label("Varför").fill("Badhuset är klart.")
    button(receiver, "Föreslå avslutet").click()
    expect(receiver.get_by_text("Avslutet är föreslaget.")).to_be_visible()
    giver.goto(receiver.url)
    button(giver, "Acceptera avslutet").click()
    expect(giver.get_by_text("Överföringen upphör i förtid.").first).to_be_visible()
    with giver.expect_download() as waiting:
        giver.get_by_role("link", name="Avslutet som PDF").click()
    words = " ".join(text_of(Path(waiting.value.path()).read_bytes()).split())
    assert "juli 2021 17 17 14 14 augusti 2021 17 19 14 12" in words


def test_the_city_office_finds_a_rate_shares_it_and_adopts_it(city: City, open_page: OpenPage):
    """5.7 %: 19 + 12 + 108 = 139. 6.2 % of 330, 205 and 1 900 is 20.46, 12.71 and 117.8: 20 + 13 + 118 = 151."""
    office = UserFactory(role="city_office")
    page = open_page("/scenarios/", office)
    answer = page.locator("#scenario .answer")
    expect(answer).to_contain_text("139 platser")
    page.get_by_label("Fördelningstal, procent").fill("6.2")
    expect(answer).to_contain_text("151 platser")
    expect(page).to_have_url(re.compile("a-rate=6"))
    page.get_by_label("Fördelningstal, reglage").fill("5.7")
    expect(answer).to_contain_text("139 platser")
    button(page, "Jämför med en kolumn till").click()
    page.get_by_label("Fördelningstal, procent").nth(1).fill("6.2")
    page.get_by_label("Avgift från och med").nth(1).fill("2022-04")
    expect(answer).to_contain_text("B: 151 platser")
    expect(page.locator("#scenario")).to_contain_text("(+10)")
    shared = open_page(page.url, UserFactory(role="asf_head"))
    expect(shared.locator("#scenario .answer")).to_contain_text("B: 151 platser")
    expect(shared.get_by_text("Anta kolumn B")).to_have_count(0)
    page.get_by_text("Anta kolumn B för modellår 2022").click()
    page.locator("#decision-b").fill("KF 2021-12-21 § 300")
    page.locator("details[open]").get_by_role("button", name="Anta").click()
    expect(page.get_by_role("heading", name="Beslutet för 2022")).to_be_visible()
    assert str(ModelYear.objects.get(year=2022).rate) == "0.062000"
    assert str(ModelYear.objects.get(year=2021).rate) == "0.057000"
