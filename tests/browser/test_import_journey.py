"""A case officer reads in a file with headings and errors of its own: matched, mended, accepted in part, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from placements.models import Employment
from tests.billing.city import City, build_city
from tests.browser.conftest import OpenPage
from tests.browser.test_journeys import button, downloaded
from tests.clock import clock_from
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADINGS = "Anst.nr;Deltagare;Avtal;Start;Enhet;Slag av plats;Plats från\r\n"


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    with clock_from(date(2021, 7, 12)):
        yield build_city()


def row(n: int, *, department: str = "101", first: str = "2021-07-05") -> str:
    return f"N{n};NP{n};extratjanst;2021-07-05;{department};extern plats;{first}\r\n"


def choose(page: Page, rows: str) -> None:
    file = {"name": "hr-system.csv", "mimeType": "text/csv", "buffer": (HEADINGS + rows).encode("cp1252")}
    page.get_by_label("Fil").set_input_files(files=[file])
    button(page, "Jämför med registret").click()


def test_a_file_with_errors_is_mended_and_accepted(city: City, open_page: OpenPage):
    page = open_page("/employments/", UserFactory(role="case_officer"))
    button(page, "Läs in en fil").click()
    choose(page, row(1, first="i juli") + row(2, department="999"))
    expect(page.get_by_role("heading", name="Vad står i vilken kolumn?")).to_be_visible()
    for label, heading in (
        ("Anställning", "Anst.nr"), ("Anställningstyp", "Avtal"), ("Anställd från och med", "Start"),
        ("Förvaltning", "Enhet"), ("Placerad från och med", "Plats från"),
    ):  # fmt: skip
        field = page.get_by_label(label, exact=True)
        value = field.locator("option", has_text=heading).first.get_attribute("value")
        field.select_option(value)
    button(page, "Läs filen så").click()
    expect(page.get_by_text("hr-system.csv har 2 fel. Inget är inläst.")).to_be_visible()
    expect(page.get_by_text("Rad 2, kolumn Placerad från och med: ”i juli” är inte ett datum.")).to_be_visible()
    expect(page.get_by_text("”999”")).to_be_visible()
    assert downloaded(page, button(page, "Filen med felen markerade")).startswith(b"PK")
    choose(page, row(1) + row(2))
    expect(page.get_by_text("Nya: 2.")).to_be_visible()  # the matching was remembered
    page.get_by_label("Ta inte med rad 3").check()
    button(page, "Godkänn raderna").click()
    expect(page.get_by_text("1 nya rader, 0 ändrade, 0 oförändrade")).to_be_visible()
    assert Employment.objects.filter(key="N1").exists() and not Employment.objects.filter(key="N2").exists()
    button(page, "Läs in en fil").click()
    page.get_by_role("link", name="hr-system.csv").first.click()
    button(page, "Ångra inläsningen").click()
    expect(page.get_by_text("Inläsningen är ångrad.")).to_be_visible()
    assert not Employment.objects.filter(key="N1").exists()
