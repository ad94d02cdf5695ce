"""Whole jobs in a real browser: counted staff read in, an agreement signed by both, a half-year invoiced."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from billing.models import AccountCoding, Invoice
from billing.operations.months import close_months
from foundation import runs
from foundation.models import Run
from tests.allocation.factories import HeadcountFactory
from tests.billing.city import FIRST_HALF, City, build_city
from tests.browser.conftest import OpenPage
from tests.clock import clock_from
from tests.foundation.pdf import text_of
from tests.organisation.factories import PASSWORD, DepartmentFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """The register example on a day in July 2021; documents wait until the test does the workers' part."""
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    with clock_from(date(2021, 7, 12)):
        yield build_city()


def button(page: Page, name: str) -> Locator:
    """Also a link that looks and is read as a button. The name is its beginning."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


def downloaded(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()


def upload(page: Page, text: str) -> None:
    file = {"name": "antal.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.get_by_label("Fil med antal anställda").set_input_files(files=[file])
    button(page, "Jämför med registret").click()


def test_asf_reads_in_counted_staff_mends_the_file_compares_and_accepts(city: City, open_page: OpenPage):
    """0.057 × 350 = 19.95 → 20, from 19."""
    page = open_page("/headcounts/", UserFactory(role="asf_administrator"))
    button(page, "Läs in antal anställda").click()
    heading = "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\r\n"
    upload(page, heading + "101;2020-11-01;tre hundra;420\r\n999;2020-11-01;10;12\r\n")
    expect(page.get_by_text("antal.csv har 2 fel. Inget är inläst.")).to_be_visible()
    expect(page.get_by_text("tre hundra")).to_be_visible()
    marked = downloaded(page, button(page, "Filen med felen markerade"))
    assert marked.startswith(b"PK")
    upload(page, heading + "101;2020-11-01;350;420\r\n")
    expect(page.get_by_role("heading", name="Filen jämförd med registret")).to_be_visible()
    expect(page.get_by_text("Filen ändrar 1 rad och 1 kvot.")).to_be_visible()
    button(page, "Godkänn filen").click()
    expect(page.get_by_text("1 rad är inläst.")).to_be_visible()
    expect(page.get_by_role("row", name="Fritidsförvaltningen").first).to_contain_text("20")


def sign(page: Page) -> None:
    button(page, "Läs och underteckna").click()
    page.get_by_label("Ert lösenord").fill(PASSWORD)
    button(page, "Underteckna").click()


def test_agreement_is_drafted_from_the_quota_signed_by_both_and_taken_out(city: City, open_page: OpenPage):
    """0.057 × 100 = 5.7 → 6."""
    culture = DepartmentFactory(code="107", name="Kulturförvaltningen", board__name="Kulturnämnden")
    HeadcountFactory(department=culture, permanent=100, all_employees=120)
    asf = open_page("/agreements/", UserFactory(role="asf_administrator"))
    button(asf, "Skriv utkast för Kulturförvaltningen").click()
    expect(asf.get_by_text("Kvoten är 6.")).to_be_visible()
    asf.get_by_label("Diarienummer").fill("ASN-2021-107")
    asf.get_by_label("hur omkostnaderna finansieras").fill("Förvaltningen bär dem inom sin ram.")
    asf.get_by_label("kontakt på förvaltningen").fill("HR, 040-34 00 00")
    asf.get_by_label("kontakt på ASF").fill("Enheten för anställningar, 040-34 00 01")
    button(asf, "Spara utkastet").click()
    button(asf, "Skicka för underskrift").click()
    address = asf.url
    head = open_page(address, UserFactory(role="department_head", department=culture), width=390)
    sign(head)
    expect(head.get_by_text("Er underskrift är satt.")).to_be_visible()
    chief = open_page(address, UserFactory(role="asf_head"))
    sign(chief)
    expect(chief.get_by_text("Undertecknad av båda.")).to_be_visible()
    document = downloaded(chief, button(chief, "Ladda ner dokumentet"))
    words = " ".join(text_of(document).split())
    assert "Kulturförvaltningen" in words
    assert "ASN-2021-107" in words


def test_half_year_is_rehearsed_decided_issued_by_a_second_person_and_handed_over(city: City, open_page: OpenPage):
    """Fritidsnämnden 37 500 kr and Miljönämnden 22 500 kr."""
    for department in (city.leisure, city.environment, city.provider):
        AccountCoding.objects.create(
            department=department, valid_from=date(2021, 1, 1), account="4611", cost_centre=department.code,
            activity_code="610", counterpart="198", reference_code=f"REF{department.code}",
        )  # fmt: skip
    close_months(months=FIRST_HALF.months, by=None)
    decider = open_page("/invoices/half-years/2021-H1/", UserFactory(role="claim_decision_maker"))
    first = open_page("/invoices/", UserFactory(role="finance"))
    first.get_by_role("main").get_by_role("link", name="Första halvåret 2021").first.click()
    button(first, "Repetera halvåret").click()
    expect(first.get_by_role("heading", name="Fritidsnämnden: 37 500 kr")).to_be_visible()
    decider.get_by_label("Delegation eller beslut").fill("delegationsordningen punkt 4.2")
    button(decider, "Begär allt av 2 nämnder utan beslut").click()
    expect(decider.get_by_text("Allt begärs av 2 nämnder.")).to_be_visible()
    first.goto("/invoices/half-years/2021-H1/")
    button(first, "Repetera på nytt").click()
    second = open_page("/invoices/half-years/2021-H1/", UserFactory(role="finance"))
    expect(button(first, "Utfärda 2 fakturor")).to_have_count(0)
    button(second, "Utfärda 2 fakturor på 60 000 kr").click()
    documents = second.locator("#documents")
    expect(documents.get_by_role("status")).to_contain_text("0 av 2 klara")
    runs.work_until_done(Run.objects.get())
    expect(documents.get_by_role("status")).to_contain_text("2 av 2 klara")  # the page asks by itself
    button(documents, "Samla alla PDF i en zip").click()
    archive = zipfile.ZipFile(io.BytesIO(downloaded(second, documents.get_by_role("link", name=".zip"))))
    files = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert len(files) == 2
    assert all(archive.read(name).startswith(b"%PDF") for name in files)
    second.reload()
    button(second, "Välj filens form och lämna över").click()
    button(second, "Lämna över bokföringsfilen").click()
    ledger = downloaded(second, second.get_by_role("row").get_by_role("link", name="huvudbok")).decode("utf-8-sig")
    numbers = set(Invoice.objects.values_list("number", flat=True))
    assert len(numbers) == 2
    assert {line.split(";")[0] for line in ledger.splitlines()[1:]} == numbers
