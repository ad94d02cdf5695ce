"""An agreement's whole way in a real browser: drafted for all, asked about, changed, signed, amended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from organisation.models import Department, User
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.browser.conftest import OpenPage
from tests.browser.test_journeys import button, downloaded, sign
from tests.clock import clock_from
from tests.foundation.pdf import text_of
from tests.organisation.factories import PASSWORD, DepartmentFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def culture(transactional_db: None) -> Iterator[Department]:
    """Two departments with quotas, 0.057 × 100 = 5.7 → 6 and 0.057 × 200 = 11.4 → 11, and the provider."""
    with clock_from(date(2021, 1, 11)):
        ModelYearFactory()
        for code, name, people in (("107", "Kulturförvaltningen", 100), ("108", "Parkförvaltningen", 200)):
            department = DepartmentFactory(code=code, name=name, board__name=f"{name}s nämnd")
            HeadcountFactory(department=department, permanent=people, all_employees=people + 20)
        provider = DepartmentFactory(code="103", name="ASF", board__name="ASN", provider=True)
        HeadcountFactory(department=provider, permanent=1900, all_employees=2150)
        yield Department.objects.get(code="107")


def fill_in(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    button(page, "Spara utkastet").click()


WHOLE = {
    "registry_number": "ASN-2021-107",
    "cost_financing": "Förvaltningen bär dem inom sin ram.",
    "department_contact": "HR, 040-34 00 00",
    "provider_contact": "Enheten för anställningar",
}


def drafted_for_all(page: Page) -> str:
    """The address of Kulturförvaltningen's agreement."""
    button(page, "Skriv 2 utkast från kvoterna").click()
    expect(page.get_by_text("2 utkast är skrivna från kvoterna.")).to_be_visible()
    page.get_by_role("link", name="107 Kulturförvaltningen").click()
    return page.url


def test_drafted_for_all_asked_about_changed_and_signed(culture: Department, open_page: OpenPage):
    asf = open_page("/agreements/", UserFactory(role="asf_administrator"))
    address = drafted_for_all(asf)
    expect(asf.get_by_role("heading", name="Det här återstår")).to_be_visible()
    button(asf, "Fyll i utkastet").click()
    fill_in(asf, **WHOLE)
    chief = UserFactory(role="department_head", department=culture)
    head = open_page(address, chief, width=390)
    target = head.locator("#clause-target")
    target.get_by_text("Kommentera").click()
    target.get_by_label("Er kommentar till Överenskommet mål").fill("Vi bygger om. Kan det bli 5?")
    target.get_by_role("button", name="Spara kommentaren").click()
    expect(head.get_by_text("Kommentaren är sparad.")).to_be_visible()
    asf.goto("/")
    asf.get_by_role("link", name=re.compile("1 kommentar i överenskommelsen 2021 med Kulturförvaltningen")).click()
    button(asf, "Skicka för underskrift").click()
    expect(asf.get_by_text("1 kommentar är obesvarad.")).to_be_visible()
    asf.get_by_role("link", name="Ändra utkastet").click()
    fill_in(asf, target="5", deviation_note="Lokalen byggs om.", pasted_steps="2\t4" + "\t" * 10)
    target = asf.locator("#clause-target")
    target.get_by_label("Ert svar").fill("Ja, 5 med upptrappning.")
    target.get_by_role("button", name="Svara på kommentaren").click()
    button(asf, "Skicka för underskrift").click()
    expect(asf.get_by_text("Skickad.")).to_be_visible()
    head.goto(address)
    expect(head.get_by_text("Ja, 5 med upptrappning.")).to_be_visible()
    button(head, "Avsluta kommentaren").click()
    sign(head)
    asf_head = open_page(address, UserFactory(role="asf_head"))
    sign(asf_head)
    expect(asf_head.get_by_text("Undertecknad av båda.")).to_be_visible()
    words = " ".join(text_of(downloaded(asf_head, button(asf_head, "Ladda ner dokumentet"))).split())
    assert "Lokalen byggs om." in words and "februari 2021 4" in words
    asf_head.get_by_role("link", name="Mål månad för månad").click()
    expect(asf_head.get_by_role("row", name="januari 2021").first).to_contain_text("månadens eget mål i version 1")
    amended(asf, address, head=head, asf_head=asf_head)


def amended(asf: Page, address: str, *, head: Page, asf_head: Page) -> None:
    """From May the target is 8: drafted, shown clause by clause, signed by both."""
    asf.goto(address)
    asf.get_by_text("Skriv ett tillägg").click()
    asf.locator("[name=valid_from]").fill("2021-05")
    button(asf, "Börja på ett tillägg").click()
    fill_in(asf, target="8", deviation_note="Lokalen är klar.")
    expect(asf.get_by_text("Det som version 2 ändrar mot version 1")).to_be_visible()
    button(asf, "Skicka för underskrift").click()
    for page in (head, asf_head):
        page.goto(address)
        sign(page)
    expect(asf_head.get_by_text("Undertecknad av båda.")).to_be_visible()
    asf_head.get_by_role("link", name="Mål månad för månad").click()
    expect(asf_head.get_by_role("row", name="april 2021").first).to_contain_text("version 1")
    expect(asf_head.get_by_role("row", name="maj 2021").first).to_contain_text("överenskommet mål i version 2")


def test_a_paper_signed_in_ink_is_registered_and_vouched_for(culture: Department, open_page: OpenPage):
    asf = open_page("/agreements/", UserFactory(role="asf_administrator"))
    address = drafted_for_all(asf)
    button(asf, "Fyll i utkastet").click()
    fill_in(asf, **WHOLE)
    button(asf, "Skicka för underskrift").click()
    asf.get_by_role("link", name=re.compile("Är den undertecknad på papper")).click()
    scan = {"name": "avtal.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 scanned\n%%EOF\n"}
    asf.get_by_label("Det inskannade papperet").set_input_files(files=[scan])
    asf.locator("[name=signed_on]").fill("2021-01-08")
    asf.locator("[name=department_signer]").fill("Berit Bläck")
    asf.locator("[name=provider_signer]").fill("Pelle Penna")
    button(asf, "Registrera papperet").click()
    expect(asf.get_by_text("Papperet är registrerat.")).to_be_visible()
    head: User = UserFactory(role="department_head", department=culture)
    page = open_page(address, head)
    button(page, "Läs och intyga papperet").click()
    page.get_by_label("Ert lösenord").fill(PASSWORD)
    button(page, "Intyga").click()
    expect(page.get_by_text("Intygat. Överenskommelsen är undertecknad")).to_be_visible()
