"""The invoice's document: holds every figure of its rows, passes both standards, is made once."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.core.exceptions import ObjectDoesNotExist

from billing.archives import Collection, pdf_of_half_year
from billing.documents import invoice_pdf, make_invoice_document
from billing.models import Invoice
from billing.operations.claims import decide_claim
from billing.operations.collections import collect_documents
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.credit_notes import credit
from billing.operations.half_years import issue, rehearse
from billing.operations.months import close_months
from foundation.models import Document
from foundation.money import kronor
from foundation.templatetags.overens import exact
from tests.billing.city import FIRST_HALF, TODAY, agree, end_early, place
from tests.billing.steps import close_first_half, issued, with_codings
from tests.foundation.pdf import faults, text_of
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def words_of(pdf: bytes) -> str:
    return plain(text_of(pdf))


@pytest.fixture
def invoice(city) -> Invoice:
    issued(city)
    return Invoice.objects.get(number="F2021-0001")


def test_it_passes_both_standards_and_reads_aloud_in_order(invoice):
    assert faults(invoice_pdf(invoice)) == []


def test_every_figure_of_the_rows_stands_in_it(invoice):
    text = words_of(invoice_pdf(invoice))
    for line in invoice.lines.all():
        for value in (kronor(line.fee_each), kronor(line.amount), exact(line.counted), exact(line.missing)):
            assert plain(value) in text
    for value in ("F2021-0001", "37 500 kr", "Fritidsnämnden", "REF101", "10100", "ej avgiftsgrundande", "18,81"):
        assert value in text
    assert "Moms debiteras inte mellan nämnder" in text
    assert "Delegation: Delegationsordningen 4.2." in text


def test_every_person_month_stands_in_the_appendix_by_key_and_no_name(invoice):
    text = words_of(invoice_pdf(invoice))
    april = invoice.lines.get(amount=30000).reconciliation
    for person in april.lines.all():
        assert person.employment_key in text
        assert person.participant_key not in text


def test_the_basis_lies_inside_it_as_csv(invoice):
    reader = pypdf.PdfReader(io.BytesIO(invoice_pdf(invoice)))
    assert set(reader.attachments) == {"F2021-0001-rader.csv", "F2021-0001-anstallningar.csv"}
    rows = reader.attachments["F2021-0001-rader.csv"][0].decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + invoice.lines.count()
    april = dict(zip(rows[0].split(";"), rows[4].split(";"), strict=True))
    assert (april["Månad"], april["Räknade"], april["Belopp"]) == ("2021-04", "15", "30000,00")


def test_it_is_made_once_and_named_by_number_only(invoice):
    first = make_invoice_document(invoice.pk)
    assert make_invoice_document(invoice.pk) == first
    assert (first.name, Document.objects.filter(kind="invoice").count()) == ("F2021-0001.pdf", 1)
    assert first.is_intact()
    invoice.refresh_from_db()
    assert invoice.document == first


def test_the_same_rows_give_the_same_bytes(invoice):
    assert invoice_pdf(invoice) == invoice_pdf(Invoice.objects.get(pk=invoice.pk))


def test_an_unknown_invoice_is_an_error_of_the_run_not_an_empty_document():
    with pytest.raises(ObjectDoesNotExist):
        make_invoice_document(4711)


def test_a_credit_note_names_its_original_and_the_reason(invoice):
    note = credit(
        invoice=invoice, amount=Decimal(7500), reason="En anställning räknades inte.", by=UserFactory(role="finance")
    )
    pdf = invoice_pdf(note)
    text = words_of(pdf)
    for value in (
        "Kreditfaktura K2021-0001", "F2021-0001", "En anställning räknades inte.", "Att få tillbaka 7 500 kr",
        "Ingen avgift är beräknad på nytt", "Av 37 500 kr för de månaderna krediteras 7 500 kr.",
    ):  # fmt: skip
        assert value in text
    assert "Avgiftsgrundande" not in text
    assert faults(pdf) == []


def test_a_credit_by_hand_says_what_is_credited_of_each_month_and_no_other_figure(invoice):
    """1 000 kr of April's 30 000: nothing is computed, no employment is chargeable."""
    april = invoice.lines.get(amount=30000)
    note = credit(invoice=invoice, lines={april.pk: Decimal(1000)}, reason="Uppgörelse.", by=None)
    line = note.lines.get()
    assert (note.computed, note.amount, line.computed, line.amount, line.chargeable) == (-1000, -1000, -1000, -1000, 0)
    assert plain(line.note) == "krediterar 1 000 kr av 30 000 kr på F2021-0001"
    pdf = invoice_pdf(note)
    assert "april 2021 Fritidsförvaltningen 30 000 kr 1 000 kr Summa 30 000 kr 1 000 kr" in words_of(pdf)
    rows = pypdf.PdfReader(io.BytesIO(pdf)).attachments["K2021-0001-rader.csv"][0].decode("utf-8-sig").splitlines()
    assert rows[0] == "Rad;Förvaltning;Månad;Fakturerat;Krediteras;Anmärkning"
    assert rows[1].startswith("1;Fritidsförvaltningen;2021-04;30000,00;1000,00;krediterar")


def test_a_note_of_a_correction_lists_whom_it_changed_and_stays_as_it_was_issued(invoice):
    """E0018 left on 29 June, which was not known: 19 → 18. What the register says later is not in the note."""
    end_early(18, date(2021, 6, 29))
    [found] = find_corrections(today=TODAY)
    note = accept_correction(correction=found, by=None, reason="Sen anmälan").line.invoice
    before = invoice_pdf(note)
    end_early(18, date(2021, 5, 20))
    find_corrections(today=TODAY)
    assert invoice_pdf(Invoice.objects.get(pk=note.pk)) == before
    text = words_of(before)
    assert "Anställningar som rättelsen av juni 2021 ändrar" in text
    assert "E0018 räknas slutade före räknedagen" in text
    assert "P0018" not in text
    assert "Så blev målet" not in text
    assert "Rättelsen är beräknad till 7 500 kr. Faktureras: 7 500 kr." in text
    attached = pypdf.PdfReader(io.BytesIO(before)).attachments["D2021-0001-andrade.csv"][0].decode("utf-8-sig")
    assert "Fritidsförvaltningen;2021-06;E0018;räknas;slutade före räknedagen" in attached
    assert faults(before) == []


def test_all_documents_as_one_hold_every_page_and_figure_in_invoice_order(invoice):
    """F2021-0001 37 500 kr, F2021-0002 22 500 kr and K2021-0001 −7 500 kr: their pages and no others."""
    note = credit(invoice=invoice, amount=Decimal(7500), reason="En för mycket.", by=None)
    singles = []
    for one in Invoice.objects.order_by("series", "sequence"):
        singles.append(bytes(make_invoice_document(one.pk).content))
    made = collect_documents(half_year=FIRST_HALF, form=Collection.PDF, by=UserFactory(role="finance"))
    whole = bytes(made.document.content)
    reader = pypdf.PdfReader(io.BytesIO(whole))
    pages = [len(pypdf.PdfReader(io.BytesIO(one)).pages) for one in singles]
    assert len(reader.pages) == sum(pages)
    assert text_of(whole) == "\n".join(text_of(one) for one in singles)
    for value in ("37 500 kr", "22 500 kr", "tillbaka 7 500 kr", "F2021-0001", "F2021-0002", note.number):
        assert value in words_of(whole)
    marks = [(mark["/Title"], reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == [
        ("F2021-0001 Fritidsnämnden", 0),
        ("F2021-0002 Miljönämnden", pages[0]),
        ("K2021-0001 Fritidsnämnden", pages[0] + pages[1]),
    ]
    assert [fault for fault in faults(whole) if "PAG-001" not in fault] == []  # each first page begins alike
    assert pdf_of_half_year(FIRST_HALF) == whole


def test_what_does_not_count_stands_with_its_reason(city):
    """One who ended on 31 March is listed 31 days on, in April and May, and does not count."""
    place(city.leisure, date(2021, 1, 11), date(2021, 3, 31), number=801)
    issued(city)
    text = words_of(invoice_pdf(Invoice.objects.get(number="F2021-0001")))
    assert "E0801" in text
    assert "Januari–mars: räknas; april–maj: slutade före räknedagen" in text


def test_a_part_claim_shows_all_three_sums(city):
    """30 000 of 37 500 kr are claimed: April 24 000 kr and May 6 000 kr, in proportion."""
    close_first_half()
    with_codings(city.leisure, city.environment, city.provider)
    decide_claim(
        board=city.leisure.board, half_year=FIRST_HALF, extent="part", claimed=Decimal(30000),
        reason="Handledaren var sjuk.", delegation="4.2", by=UserFactory(role="claim_decision_maker"),
    )  # fmt: skip
    issue(
        run=rehearse(half_year=FIRST_HALF, by=UserFactory(role="finance"), today=TODAY),
        by=UserFactory(role="finance"),
        today=TODAY,
    )
    text = words_of(invoice_pdf(Invoice.objects.get()))
    for value in ("37 500 kr 30 000 kr 30 000 kr", "Skäl: Handledaren var sjuk.", "24 000 kr", "6 000 kr"):
        assert value in text


def test_a_board_with_two_departments_has_a_column_and_a_table_for_each(city):
    """A second department of the leisure board with a target of 2 and one person: 1 missing × 3 months = 22 500 kr."""
    second = DepartmentFactory(code="109", name="Kulturförvaltningen", board=city.leisure.board)
    agree(second, city.year, 2)
    place(second, date(2021, 1, 1), number=802)
    close_months(months=FIRST_HALF.months, by=None)
    issued(city)
    pdf = invoice_pdf(Invoice.objects.get(number="F2021-0001"))
    text = words_of(pdf)
    assert "60 000 kr" in text
    assert "Varje anställning i Kulturförvaltningen" in text
    assert "Varje anställning i Fritidsförvaltningen" in text
    assert faults(pdf) == []
