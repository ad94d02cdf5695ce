"""The example from folder to figures and invoices, by the operator's commands (register/example/README.md)."""

import csv
import io

import pytest
from django.core.management import call_command

from billing.models import Invoice
from tests.register.folders import EXAMPLE

pytestmark = pytest.mark.django_db

COLUMNS = ("department", "month", "formula_quota", "target", "counted", "missing", "excused", "chargeable", "fee")


def rows(text: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(io.StringIO(text), delimiter=";")]


def figures(last: str = "2021-06") -> list[tuple[str, ...]]:
    out = io.StringIO()
    call_command("figures", "2021-01", last, stdout=out)
    return [row for row in rows(out.getvalue().lstrip("\ufeff")) if row[0] in ("101", "102")]


def test_loaded_closed_and_figured_the_example_gives_its_expected_figures():
    expected = rows(EXAMPLE.with_name("example_expected_figures.csv").read_text())
    call_command("load_register", str(EXAMPLE), stderr=io.StringIO())
    assert figures() == expected  # counted from the register
    call_command("close_months", "2021-01", "2021-06", stdout=io.StringIO(), stderr=io.StringIO())
    assert figures() == expected  # read from the frozen months


def test_the_half_year_of_the_example_is_invoiced_with_its_expected_sums(tmp_path):
    call_command("load_register", str(EXAMPLE), stderr=io.StringIO())
    call_command("close_months", "2021-01", "2021-06", stdout=io.StringIO(), stderr=io.StringIO())
    call_command("issue_half_year", "2021-H1", stdout=io.StringIO(), stderr=io.StringIO())
    amounts = dict(Invoice.objects.values_list("board__name", "amount"))
    assert amounts == {"Fritidsnämnden": 37500, "Miljönämnden": 22500}
