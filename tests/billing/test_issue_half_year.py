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
from billing.operations.claims import decide_claim
from foundation.models import Document
from tests.billing.city import FIRST_HALF, JUNE, build_city
from tests.organisation.factories import UserFactory

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
    months.propose_month(reconciliation=june, by=None, deadline=date(2021, 7, 15))
    objection = months.object_to(reconciliation=june, placement=None, text="Vi saknar två personer.", by=UserFactory())
    with pytest.raises(CommandError, match="1 månader stängdes inte"):
        closed()
    with pytest.raises(CommandError, match="Allt blev inte gjort"):
        run("issue_half_year", "2021-H1")
    only = Invoice.objects.get()
    assert (only.number, only.board) == ("F2021-0001", city.environment.board)
    months.answer_objection(objection=objection, accept=False, answer="De började i juli.", by=None)
    months.confirm_month(reconciliation=june, by=UserFactory())
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
