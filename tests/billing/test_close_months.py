"""The command chain of the register example: close, figures, and what a closed month refuses."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from billing.models import Reconciliation, ReconciliationLine
from tests.billing.city import agree, build_city
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db

EXPECTED = """\
101;2021-01;19;19;5;14;0;0;0
101;2021-02;19;19;9;10;0;0;0
101;2021-03;19;19;12;7;0;0;0
101;2021-04;19;19;15;4;0;4;30000
101;2021-05;19;19;18;1;0;1;7500
101;2021-06;19;19;19;0;0;0;0
102;2021-01;12;12;12;0;0;0;0
102;2021-02;12;12;12;0;0;0;0
102;2021-03;12;12;12;0;0;0;0
102;2021-04;12;12;12;0;0;0;0
102;2021-05;12;12;10;2;0;2;15000
102;2021-06;12;12;11;1;0;1;7500
"""


@pytest.fixture
def city():
    return build_city()


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def figures_of_two(state):
    out, _err = run("figures", "2021-01", "2021-06")
    rows = list(csv.reader(io.StringIO(out), delimiter=";"))
    assert ";".join(rows[0]) == "department;month;formula_quota;target;counted;missing;excused;chargeable;fee;state"
    assert {row[9] for row in rows[1:]} == {state}
    return "".join(";".join(row[:9]) + "\n" for row in rows[1:] if row[0] in ("101", "102"))


def test_the_example_gives_its_expected_figures_before_and_after_the_closing(city):
    assert figures_of_two("open") == EXPECTED
    run("close_months", "2021-01", "2021-06")
    assert figures_of_two("closed") == EXPECTED


def test_the_provider_is_followed_without_a_fee_and_the_exempt_board_has_no_rows(city):
    out, _err = run("figures", "2021-04", "2021-04", "--format", "json")
    rows = {row["department"]: row for row in json.loads(out)}
    assert set(rows) == {"101", "102", "103"}
    assert (rows["103"]["missing"], rows["103"]["chargeable"], rows["103"]["fee"]) == (108, 0, 0)


def test_closing_again_leaves_everything_as_it_is(city):
    run("close_months", "2021-01", "2021-06")
    before = list(Reconciliation.objects.order_by("pk").values())
    _out, err = run("close_months", "2021-01", "2021-06")
    assert "redan stängd" in err
    assert list(Reconciliation.objects.order_by("pk").values()) == before


def test_the_log_of_the_month_says_by_silence(city):
    run("close_months", "2021-01", "2021-01")
    row = Reconciliation.objects.get(department=city.leisure)
    assert (row.by_silence, row.confirmed_by, row.closed_by) == (True, None, None)


def test_every_line_of_a_closed_month_tells_why(city):
    run("close_months", "2021-05", "2021-05")
    lines = ReconciliationLine.objects.filter(reconciliation__department=city.environment)
    assert sorted(lines.filter(counted=False).values_list("employment_key", "reason")) == [
        ("E0030", "ended_before"),
        ("E0031", "ended_before"),
    ]
    assert lines.filter(counted=True, reason="counted").count() == 10


@pytest.mark.parametrize("month", ["2020-12", "2022-01"])
def test_a_month_outside_the_model_year_is_told(city, month):
    for command in ("figures", "close_months"):
        with pytest.raises(CommandError, match="utanför alla modellår"):
            run(command, month, month)


def test_a_month_that_is_not_over_is_not_closed(city, monkeypatch):
    monkeypatch.setattr("foundation.clock.real_day", lambda: date(2021, 4, 30))
    with pytest.raises(CommandError, match="inte slut än"):
        run("close_months", "2021-04", "2021-04")
    assert not Reconciliation.objects.exists()


def test_the_commands_go_by_the_real_day_where_a_demonstration_stands_still(city, settings):
    settings.DEMONSTRATION_TODAY = date(2021, 8, 9)
    run("close_months", "2021-01", "2021-12")
    assert Reconciliation.objects.closed().filter(month="2021-12").exists()


def test_the_wrong_way_round_and_no_month_are_told(city):
    with pytest.raises(CommandError, match="före den första"):
        run("figures", "2021-06", "2021-01")
    with pytest.raises(CommandError, match="inte en månad"):
        run("close_months", "april", "2021-06")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_reconciliation SET fee = 0",
        "DELETE FROM billing_reconciliation",
        "UPDATE billing_reconciliationline SET counted = true",
        "DELETE FROM billing_reconciliationline",
    ],
)
def test_the_database_refuses_to_change_a_closed_month(city, statement):
    run("close_months", "2021-04", "2021-04")
    with pytest.raises(Error, match=r"Cannot (update|delete)|is.frozen"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("months", [1, 6])
def test_closing_takes_as_many_queries_for_one_month_as_for_each_of_six(city, months, django_assert_max_num_queries):
    with django_assert_max_num_queries(32 * months):  # lines and figures are copied in, each within a savepoint
        run("close_months", "2021-01", f"2021-0{months}")


def test_closing_asks_no_more_for_more_departments(city):
    with CaptureQueriesContext(connection) as few:
        run("close_months", "2021-01", "2021-01")
    for number in range(6):
        agree(DepartmentFactory(code=f"20{number}"), city.year, 2)
    with CaptureQueriesContext(connection) as many:
        run("close_months", "2021-02", "2021-02")
    assert len(many) == len(few)
