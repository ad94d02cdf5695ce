"""Cost, support and what remains, worked by hand: on at most the ceiling, with the PO of the year, by days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from foundation.periods import Month
from placements.costs import (
    Absence,
    Decision,
    Job,
    Rates,
    TermsFrom,
    WageFrom,
    full_cost,
    full_support,
    month_cost,
)
from placements.grant import GrantTerms

GRANT = GrantTerms(Decimal(3250), 3, Decimal(2500))
RATES = Rates(date(2020, 11, 1), Decimal("0.4015"), Decimal("0.3142"), Decimal(20000), None, GRANT)
NEXT_YEAR = replace(RATES, first=date(2022, 1, 1), payroll_overhead=Decimal("0.3999"))
START = date(2021, 1, 11)
WHOLE_YEAR = Decision("AF-1", START, date(2022, 1, 10))
APRIL = Month(2021, 4)


def job(**values):
    """Extratjänst in full time, 21 000 kr, with a decision for a year, unless told otherwise."""
    given = {
        "first": START, "last": None, "working_share": 100, "kind": "wage_share",
        "terms": (TermsFrom(date(2020, 1, 1), Decimal(1), None),), "wages": (WageFrom(START, Decimal(21000)),),
        "decisions": (WHOLE_YEAR,),
    }  # fmt: skip
    return Job(**given | values)


def amounts(one, month=APRIL, rates=(RATES,)):
    cost = month_cost(one, month, rates)
    return tuple(str(amount) for amount in (cost.cost, cost.support, cost.remains))


def share_of(share, **values):
    return job(terms=(TermsFrom(date(2020, 1, 1), Decimal(share), None),), **values)


def wage(kronor):
    return (WageFrom(START, Decimal(kronor)),)


@pytest.mark.parametrize(
    ("one", "cost", "support", "remains"),
    [
        # 21 000 × 1.4015 = 29 431.50; 1 × 20 000 (the ceiling) × 1.3142 = 26 284
        (job(), "29431.50", "26284.00", "3147.50"),
        # under the ceiling: 18 500 × 1.4015 = 25 927.75; 18 500 × 1.3142 = 24 312.70
        (job(wages=wage(18500)), "25927.75", "24312.70", "1615.05"),
        # exactly at it: 20 000 × 1.4015 = 28 030
        (job(wages=wage(20000)), "28030.00", "26284.00", "1746.00"),
        # introduktionsjobb: 0.80 × 20 000 × 1.3142 = 21 027.20
        (share_of("0.80"), "29431.50", "21027.20", "8404.30"),
        # nystartsjobb: n × 0.3142 × 20 000; 23 000 × 1.4015 = 32 234.50
        (share_of("1", kind="fee_multiple", wages=wage(23000)), "32234.50", "6284.00", "25950.50"),
        (share_of("2", kind="fee_multiple", wages=wage(23000)), "32234.50", "12568.00", "19666.50"),
        (share_of("2.5", kind="fee_multiple", wages=wage(23000)), "32234.50", "15710.00", "16524.50"),
        # under the ceiling: 2.5 × 0.3142 × 18 000 = 14 139; 18 000 × 1.4015 = 25 227
        (share_of("2.5", kind="fee_multiple", wages=wage(18000)), "25227.00", "14139.00", "11088.00"),
        # no support, no decision
        (job(kind="none", decisions=()), "29431.50", "0.00", "29431.50"),
        (job(decisions=()), "29431.50", "0.00", "29431.50"),
        # 75 per cent of wage and ceiling: 29 431.50 × 0.75 = 22 073.625, half up; 26 284 × 0.75
        (job(working_share=75), "22073.63", "19713.00", "2360.63"),
        # from 16 April, 15 of 30 days: half of both
        (job(first=date(2021, 4, 16)), "14715.75", "13142.00", "1573.75"),
        # to 10 April, 10 of 30 days: 9 810.50 and 8 761.3333
        (job(last=date(2021, 4, 10)), "9810.50", "8761.33", "1049.17"),
        # the decision ends 10 April
        (job(decisions=(replace(WHOLE_YEAR, last=date(2021, 4, 10)),)), "29431.50", "8761.33", "20670.17"),
        # the decision's own share: 0.5 × 26 284
        (job(decisions=(replace(WHOLE_YEAR, share=Decimal("0.5")),)), "29431.50", "13142.00", "16289.50"),
        # without wage 1–10 April: 20 of 30 days: 19 621 and 17 522.6667
        (job(absences=(Absence(date(2021, 4, 1), date(2021, 4, 10), False),)), "19621.00", "17522.67", "2098.33"),
        (job(absences=(Absence(date(2021, 4, 1), date(2021, 4, 10), True),)), "29431.50", "26284.00", "3147.50"),
        # a rise on 16 April, 15 days each: (21 000 + 21 600) / 2 × 1.4015 = 29 851.95
        (job(wages=(*wage(21000), WageFrom(date(2021, 4, 16), Decimal(21600)))), "29851.95", "26284.00", "3567.95"),
        # a ceiling of the type's own: 1 × 19 100 × 1.3142 = 25 101.22
        (
            job(terms=(TermsFrom(date(2020, 1, 1), Decimal(1), Decimal(19100)),)),
            "29431.50", "25101.22", "4330.28",
        ),
    ],
)  # fmt: skip
def test_a_month_of_a_job(one, cost, support, remains):
    assert amounts(one) == (cost, support, remains)


def test_the_overhead_is_that_of_the_year():
    """2021: 21 000 × 1.4015 = 29 431.50; 2022: 21 000 × 1.3999 = 29 397.90."""
    decided = job(decisions=(replace(WHOLE_YEAR, last=date(2022, 12, 31)),))
    rates = (NEXT_YEAR, RATES)
    assert amounts(decided, Month(2021, 12), rates) == ("29431.50", "26284.00", "3147.50")
    assert amounts(decided, Month(2022, 1), rates) == ("29397.90", "26284.00", "3113.90")


def test_terms_of_a_type_that_change_hold_from_their_day():
    """From 16 April the ceiling is 22 000, so all of 21 000 counts: 15 days of 26 284 and 15 of 27 598.20."""
    later = TermsFrom(date(2021, 4, 16), Decimal(1), Decimal(22000))
    assert amounts(job(terms=(TermsFrom(date(2020, 1, 1), Decimal(1), None), later)))[1] == "26941.10"


def test_without_a_wage_the_standard_wage_is_taken_and_said():
    one = month_cost(job(wages=()), APRIL, [replace(RATES, standard_wage=Decimal(21000))])
    assert (one.cost, one.stretches[0].is_standard_wage, one.lacks_wage) == (Decimal("29431.50"), True, False)
    assert month_cost(job(wages=()), APRIL, [RATES]).lacks_wage


def test_a_month_outside_the_job_costs_nothing():
    assert month_cost(job(), Month(2020, 12), [RATES]) is None
    assert month_cost(job(last=date(2021, 3, 31)), APRIL, [RATES]) is None


def test_the_stretches_are_the_whole_month_without_gap():
    absent = Absence(date(2021, 4, 5), date(2021, 4, 9), False)
    cost = month_cost(job(absences=(absent,), decisions=(replace(WHOLE_YEAR, last=date(2021, 4, 20)),)), APRIL, [RATES])
    assert [(one.first.day, one.last.day) for one in cost.stretches] == [(1, 4), (5, 9), (10, 20), (21, 30)]
    assert sum(one.part for one in cost.stretches) == Fraction(1)
    assert cost.lacks_decision


def test_the_grant_of_a_month_and_where_it_goes_elsewhere():
    """From 11 January: April has 10 of 31 days at 3 250 (1 048.3871) and 20 of 30 at 2 500 (1 666.6667)."""
    with_grant = job(grant_from=START)
    assert month_cost(with_grant, APRIL, [RATES]).grant == Decimal("2715.05")
    there = (date(2021, 4, 11), None)
    assert month_cost(replace(with_grant, grant_elsewhere=(there,)), APRIL, [RATES]).grant == Decimal("1048.39")
    assert month_cost(job(), APRIL, [RATES]).grant == 0


def test_the_two_formulas_alone():
    assert full_cost(Decimal(21000), overhead=Decimal("0.4015")) == Decimal("29431.5000")
    assert full_support("none", Decimal(1), Decimal(20000), statutory_fees=Decimal("0.3142")) == 0
    assert full_support("wage_share", None, Decimal(20000), statutory_fees=Decimal("0.3142")) == 0
