"""The main chain by command: closed months → claims → invoices with numbers, lines and documents."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from billing.models import ClaimDecision, Invoice, InvoiceLine, InvoiceRun, NumberSeries, Reconciliation
from billing.operations import months
from billing.operations.claims import computed_claims, decide_claim
from foundation.models import Document
from tests.billing.city import FIRST_HALF, JUNE, TODAY, agree, build_city, place
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return build_city()


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def closed(first="2021-01", last="2021-06"):
    run("close_months", first, last)


def test_the_example_half_year_is_37_500_and_22_500_kr(city, tmp_path):
    closed()
    run("issue_half_year", "2021-H1", "--out", str(tmp_path))
    with (tmp_path / "invoices.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["number"], row["board"], row["department"], row["amount"]) for row in rows] == [
        ("F2021-0001", "Fritidsnämnden", "101", "37500"),
        ("F2021-0002", "Miljönämnden", "102", "22500"),
    ]
    for row in rows:
        content = (tmp_path / f"{row['number']}.pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert {path.name for path in tmp_path.iterdir()} == {"invoices.csv", "F2021-0001.pdf", "F2021-0002.pdf"}


def test_the_invoice_holds_all_six_months_and_those_before_the_start_cost_nothing(city):
    """April 4 × 7 500 + May 1 × 7 500 + June 0 = 37 500 kr."""
    closed()
    run("issue_half_year", "2021-H1")
    lines = InvoiceLine.objects.filter(invoice__number="F2021-0001").order_by("position")
    assert [(str(line.month), line.missing, line.amount, line.note) for line in lines] == [
        ("2021-01", 14, 0, "ej avgiftsgrundande"),
        ("2021-02", 10, 0, "ej avgiftsgrundande"),
        ("2021-03", 7, 0, "ej avgiftsgrundande"),
        ("2021-04", 4, 30000, ""),
        ("2021-05", 1, 7500, ""),
        ("2021-06", 0, 0, ""),
    ]


def test_run_twice_changes_nothing(city, tmp_path):
    closed()
    run("issue_half_year", "2021-H1", "--out", str(tmp_path / "first"))
    models = (ClaimDecision, Invoice, InvoiceLine, InvoiceRun, NumberSeries, Document, Reconciliation)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    _out, err = run("issue_half_year", "2021-H1", "--out", str(tmp_path / "second"))
    assert "Inget nytt att utfärda" in err
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    for path in (tmp_path / "first").iterdir():
        assert (tmp_path / "second" / path.name).read_bytes() == path.read_bytes()


def test_a_disputed_month_holds_its_own_board_back_only_and_it_is_issued_later_in_the_same_series(city):
    [june] = months.open_month(month=JUNE, by=None, departments=[city.leisure])
    months.propose_month(reconciliation=june, by=None, deadline=date(2021, 7, 15), today=date(2021, 7, 2))
    objection = months.object_to(
        reconciliation=june, placement=None, figure=16, text="Vi saknar två personer.", by=UserFactory()
    )
    with pytest.raises(CommandError, match="inte stängdes: 1"):
        closed()
    with pytest.raises(CommandError, match="Allt blev inte gjort"):
        run("issue_half_year", "2021-H1")
    only = Invoice.objects.get()
    assert (only.number, only.board) == ("F2021-0001", city.environment.board)
    months.answer_objection(objection=objection, accept=False, answer="De började i juli.", by=None, today=TODAY)
    months.confirm_month(reconciliation=june, by=UserFactory(), today=TODAY)
    closed("2021-06", "2021-06")
    run("issue_half_year", "2021-H1")
    later = Invoice.objects.get(board=city.leisure.board)
    assert (later.number, later.amount) == ("F2021-0002", 37500)


def test_a_decision_that_stands_is_kept(city):
    closed()
    decide_claim(
        board=city.leisure.board,
        half_year=FIRST_HALF,
        extent="part",
        claimed=Decimal("10000.01"),
        reason="Sen start",
        delegation="ASN § 12",
        by=None,
    )
    decide_claim(
        board=city.environment.board,
        half_year=FIRST_HALF,
        extent="waived",
        reason="Pandemi",
        delegation="ASN § 12",
        by=None,
    )
    run("issue_half_year", "2021-H1")
    invoice = Invoice.objects.get()
    assert (invoice.computed, invoice.amount) == (37500, Decimal("10000.01"))
    assert sum(line.amount for line in invoice.lines.all()) == Decimal("10000.01")
    assert invoice.decision["reason"] == "Sen start"


def test_a_wrong_half_year_is_explained(city):
    with pytest.raises(CommandError, match="inte ett halvår"):
        run("issue_half_year", "2021-3")
    with pytest.raises(CommandError, match="utanför alla modellår"):
        run("issue_half_year", "2023-H1")


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_issued(city):
    closed()
    with pytest.raises(CommandError, match="går inte att skriva i"):
        run("issue_half_year", "2021-H1", "--out", "/proc/nowhere")
    assert not Invoice.objects.exists()


def test_a_document_that_fails_keeps_its_number_and_is_made_the_next_time(city, monkeypatch, tmp_path):
    closed()
    with monkeypatch.context() as broken:
        broken.setattr("billing.documents.render_pdf", lambda **kwargs: 1 / 0)
        with pytest.raises(CommandError, match="Allt blev inte gjort"):
            run("issue_half_year", "2021-H1")
    before = list(Invoice.objects.order_by("pk").values_list("number", "issued_at"))
    assert not Document.objects.exists()
    run("issue_half_year", "2021-H1", "--out", str(tmp_path))
    assert list(Invoice.objects.order_by("pk").values_list("number", "issued_at")) == before
    assert (tmp_path / "F2021-0002.pdf").exists()


def test_a_board_with_two_departments_gets_one_invoice_and_waits_for_both(city):
    """Fritidsnämnden's second department has a target of 1 and nobody: 3 × 7 500 = 22 500, with 37 500 = 60 000 kr."""
    second = DepartmentFactory(code="105", name="Badförvaltningen", board=city.leisure.board)
    agree(second, city.year, 1)
    closed("2021-01", "2021-05")
    claims = {claim.board: claim for claim in computed_claims(half_year=FIRST_HALF)}
    assert [one.department.code for one in claims[city.leisure.board].unclosed] == ["101", "105"]
    closed("2021-06", "2021-06")
    run("issue_half_year", "2021-H1")
    invoice = Invoice.objects.get(board=city.leisure.board)
    assert (invoice.amount, invoice.lines.count(), invoice.buyer["department_code"]) == (60000, 12, "101,105")


def test_averages_are_kept_exact_and_the_fee_is_rounded_to_ore(city):
    """One person from 16 to 30 April with a target of 1: 15/30 there, 0.5 missing, 3 750 kr. In May 10 of 31 days:
    21/31 missing, 7 500 × 21/31 = 5 080.645… → 5 080.65 kr. June: nobody, 7 500 kr. In all 16 330.65 kr."""
    other = DepartmentFactory(code="106", name="Kulturförvaltningen")
    agree(other, city.year, 1, counting_rule="average")
    place(other, date(2021, 4, 16), date(2021, 5, 10), number=66)
    out, _err = run("figures", "2021-04", "2021-06")
    assert [row for row in out.splitlines() if row.startswith("106")] == [
        "106;2021-04;0;1;0.5;0.5;0;0.5;3750;open",
        "106;2021-05;0;1;0.322581;0.677419;0;0.677419;5080.65;open",
        "106;2021-06;0;1;0;1;0;1;7500;open",
    ]
    closed()
    run("issue_half_year", "2021-H1")
    assert Invoice.objects.get(board=other.board).amount == Decimal("16330.65")


def test_the_forecast_of_the_example_worked_by_hand(city):
    """On 31 May with January–April closed. 101: 30 000 closed; known May 1, June 0 → 37 500; flat June 1 → 45 000; the
    year known the same, flat 7 500 × 6 more = 90 000. 102: known May 2, then 1 a month; flat 2 a month."""
    closed("2021-01", "2021-04")
    out, _err = run("forecast", "2021-05-31")
    assert out.splitlines() == [
        "department;fee_closed;half_year;half_year_known;half_year_flat;year_known;year_flat",
        "101;30000;2021-H1;37500;45000;37500;90000",
        "102;0;2021-H1;22500;30000;67500;120000",
        "103;0;2021-H1;0;0;0;0",
    ]
    with pytest.raises(CommandError, match="utanför alla modellår"):
        run("forecast", "2023-05-31")
    with pytest.raises(CommandError, match="inte en dag"):
        run("forecast", "igår")
