"""The auditor's question in a real browser: why did we pay this? From the sum to a person-month, a row and a rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from tests.billing.city import FIRST_HALF, City, build_city, end_early
from tests.browser.conftest import OpenPage
from tests.clock import clock_from
from tests.history import written_on
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2021, 8, 9)


@pytest.fixture
def story(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """Written down on 1 April; closed and invoiced in July; on 2 August E0018 turns out to have left on 29 June, which
    is accepted: 7 500 kr more."""
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    monkeypatch.setattr("billing.documents.render_pdf", lambda **kwargs: b"%PDF- prov")
    with clock_from(TODAY):
        with written_on(date(2021, 4, 1)):
            city = build_city()
        with written_on(date(2021, 7, 20)):
            close_months(months=FIRST_HALF.months, by=None)
            issue_now(half_year=FIRST_HALF, today=TODAY)
        with written_on(date(2021, 8, 2)):
            end_early(18, date(2021, 6, 29))
        [correction] = find_corrections(today=TODAY)
        accept_correction(correction=correction, by=None, reason="Sen anmälan")
        yield city


def click(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def test_from_the_sum_to_the_person_the_row_and_the_rule(story: City, open_page: OpenPage) -> None:
    """April: 19 − 15 = 4 missing × 7 500 = 30 000 kr; 19 = 5.7 % of 330 = 18.81, rounded, and agreed."""
    page = open_page("/invoices/all/", UserFactory(role="auditor"))
    page.get_by_role("row", name="F2021-0001").get_by_role("link", name="37 500 kr").click()
    expect(page.get_by_role("heading", name="April 2021, Fritidsförvaltningen: 30 000 kr")).to_be_visible()
    april = page.locator("#line-4")
    expect(april).to_contain_text("målet 19 minus räknade 15, aldrig under noll = 4 saknas")
    expect(april).to_contain_text("4 avgiftsgrundande gånger 7 500 kr = 30 000 kr")
    april.get_by_text("Varje anställning: 15 räknades").click()
    expect(april.get_by_role("row", name="E0001")).to_contain_text("ja")
    april.get_by_role("link", name="5,7 % av 330 tillsvidareanställda").click()
    expect(page.get_by_role("row", name="Fritidsförvaltningen").first).to_contain_text("330")
    page.go_back()
    april.get_by_role("link", name="talet i överenskommelsens version 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Överenskommelse")


def test_from_a_debit_note_to_who_made_the_difference_and_what_was_known_before(
    story: City, open_page: OpenPage
) -> None:
    """June: 19 counted on 31 July, 18 on 2 August, since E0018 had left the day before the day of counting."""
    page = open_page("/invoices/all/", UserFactory(role="auditor"))
    page.get_by_role("row", name="D2021-0001").get_by_role("link", name="7 500 kr").click()
    expect(page.get_by_role("row", name="E0018")).to_contain_text("slutade före räknedagen")
    expect(page.get_by_role("row", name="E0017")).to_have_count(0)
    click(page, "Månaden som den stängdes")
    page.get_by_label("Som känt den").fill("2021-07-31")
    page.get_by_role("button", name="Visa då och nu").click()
    known = page.locator("#known")
    counted = known.get_by_role("row", name="Räknade enligt registret")
    expect(counted).to_contain_text("19")
    expect(counted).to_contain_text("18")
    known.get_by_role("link", name="E0018").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("E0018")


def test_the_proof_is_made_and_green(story: City, open_page: OpenPage) -> None:
    page = open_page("/invoices/proof/", UserFactory(role="auditor"))
    page.get_by_role("button", name="Räkna fram på nytt").click()
    expect(page.get_by_text("Allt stämmer.")).to_be_visible()
