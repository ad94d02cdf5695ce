"""What has gone wrong with months elsewhere, and must not here; and that there is one counter only."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from agreements.models import AgreementVersion
from billing.counting import CountingRule
from billing.models import Correction
from billing.operations import months
from billing.operations.corrections import find_corrections
from billing.operations.months.silence import confirm_all_silent
from foundation import clock
from foundation.periods import Month
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.billing.city import APRIL, ASKED, TODAY, agree, end_early, place
from tests.billing.presences import A, presence
from tests.billing.test_counting import RULES, count
from tests.organisation.factories import DepartmentFactory

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("start", "end", "december", "january"),
    [
        # counts under: first day, 15th, last day, whole month, any day, average of 31 days
        ("2021-12-15", "2022-01-14", (0, 1, 1, 0, 1, "17/31"), (1, 0, 0, 0, 1, "14/31")),
        ("2021-01-01", "2021-12-31", (1, 1, 1, 1, 1, "31/31"), (0, 0, 0, 0, 0, "0")),  # ends with the year
        ("2022-01-01", None, (0, 0, 0, 0, 0, "0"), (1, 1, 1, 1, 1, "31/31")),  # starts with the next
        ("2021-12-31", "2022-01-01", (0, 0, 1, 0, 1, "1/31"), (1, 0, 0, 0, 1, "1/31")),
    ],
)
def test_each_rule_over_the_change_of_year(start, end, december, january):
    for month, counts in (("2021-12", december), ("2022-01", january)):
        found = [count([presence(1, "P", start, end)], month, rule)[A].counted for rule in RULES]
        assert found == [Fraction(number) for number in counts]


def test_december_and_january_are_counted_by_their_own_years_terms(city):
    """2021: the last day, charged from April. 2022: 10 000 kr, the first day. One person, 2021-12-02 to 2022-01-30:
    counted on 31 December and on 1 January; on 31 January not, and nobody looks then."""
    next_year = ModelYearFactory(
        year=2022, starts=date(2022, 1, 1), ends=date(2022, 12, 31), charging_starts=Month(2022, 1), fee=10000,
        counting_rule=CountingRule.FIRST_DAY,
    )  # fmt: skip
    other = DepartmentFactory(code="107", name="Kulturförvaltningen")
    HeadcountFactory(department=other, permanent=35, all_employees=40)  # 5,7 % = 1,995 → 2
    agree(other, city.year, 2)
    place(other, date(2021, 12, 2), date(2022, 1, 30), number=301)
    assert not AgreementVersion.objects.filter(agreement__model_year=next_year).exists()
    [december] = months.open_month(month=Month(2021, 12), by=None, departments=[other])
    [january] = months.open_month(month=Month(2022, 1), by=None, departments=[other])
    assert (december.counting_rule, december.counted, december.fee) == ("last_day", 1, 7500)
    assert (january.counting_rule, january.counted, january.fee) == ("first_day", 1, 10000)


def test_a_department_without_staff_has_a_month_of_nothing(city):
    """5,7 % of 0 = 0: nothing to fill, nothing missing, nothing to pay; whoever is there is a surplus."""
    empty = DepartmentFactory(code="106", name="Nya förvaltningen")
    HeadcountFactory(department=empty, permanent=0, all_employees=0)
    [row] = months.open_month(month=APRIL, by=None, departments=[empty])
    assert (row.formula_quota, row.target, row.counted, row.missing, row.fee) == (0, 0, 0, 0, 0)
    place(empty, date(2021, 4, 1), number=300)
    assert (months.recount(reconciliation=row).counted, row.missing) == (1, 0)


def test_the_deadline_passes_at_midnight_in_sweden(city, monkeypatch):
    """22.30 UTC on 14 May is half past midnight on the 15th: the day after the last day to answer."""
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=None, deadline=date(2021, 5, 14), today=ASKED)
    for hour, confirmed in ((21, 0), (22, 1)):
        moment = datetime(2021, 5, 14, hour, 30, tzinfo=UTC)
        with monkeypatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
            assert len(confirm_all_silent(today=clock.today())) == confirmed


def test_an_end_on_the_months_edge_that_is_moved_after_the_closing(city):
    """The last day counts: from the 30th to the 29th is one fewer in April, from the 30th to 1 May none."""
    end_early(1, date(2021, 4, 30))
    months.close_months(months=[APRIL], by=None)
    end_early(1, date(2021, 5, 1))
    assert find_corrections(today=TODAY) == []
    end_early(1, date(2021, 4, 29))
    [correction] = find_corrections(today=TODAY)
    assert (correction.counted_then, correction.counted_now, correction.difference) == (15, 14, 7500)
    end_early(1, date(2021, 4, 30))
    assert find_corrections(today=TODAY) == []
    assert not Correction.objects.exists()


def _callers(name: str) -> set[str]:
    found = set()
    for path in PROJECT.glob("*/**/*.py"):
        where = path.relative_to(PROJECT).as_posix()
        if where.split("/")[0] in {"tests", "bench", ".venv", "bin"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                found.add(where)
    return found


def test_everyone_counts_by_the_one_rule():
    """Screen, closing, report and figures read `measured`; corrections and parked lines `differences`; forecast its
    own; what is missing is measured by `shortfall` for all of them and for the proof."""
    assert _callers("count_month") == {
        "billing/forecast.py", "billing/queries/differences.py", "billing/queries/measured.py",
    }  # fmt: skip
    assert {"billing/proof.py", "billing/queries/terms.py", "billing/queries/measured.py"} <= _callers("shortfall")
    assert _callers("listed_by_person") == {"billing/counting.py", "billing/presence.py"}
