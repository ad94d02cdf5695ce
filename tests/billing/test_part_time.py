"""What someone who works part time counts for, by hand: whole jobs by default, or the working share, kept exact."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from billing.counting import FractionRule, PartTimeRule, Reason, Rule, count_month
from billing.forecast import OpenMonth, Outlook, forecast
from billing.presence import Presence, percents_on
from billing.shortfall import ChargingTerms
from foundation.periods import Month

APRIL = Month(2021, 4)
A, B = 1, 2


def at(number: int, person: str, share: int, department: int = A, first: date = date(2021, 1, 1)) -> Presence:
    return Presence(number, person, department, first, None, first, None, working_share=share)


PEOPLE = [at(1, "ada", 100), at(2, "bo", 75), at(3, "cia", 50), at(4, "dan", 33)]


@pytest.mark.parametrize(
    ("rule", "counted"),
    [
        (Rule("last_day"), Fraction(4)),
        (Rule("last_day", FractionRule.EXACT, PartTimeRule.WHOLE), Fraction(4)),
        # 100 + 75 + 50 + 33 = 258 hundredths
        (Rule("last_day", FractionRule.EXACT, PartTimeRule.SHARE), Fraction(258, 100)),
        (Rule("last_day", FractionRule.UP, PartTimeRule.SHARE), Fraction(3)),
        (Rule("last_day", FractionRule.DOWN, PartTimeRule.SHARE), Fraction(2)),
        (Rule("whole_month", FractionRule.EXACT, PartTimeRule.SHARE), Fraction(258, 100)),
    ],
)
def test_four_people_of_whom_three_work_part_time(rule, counted):
    assert count_month(presences=PEOPLE, month=APRIL, rule_of={A: rule})[A].counted == counted


def test_the_average_takes_the_share_of_each_persons_days():
    """Half time from 16 April: 15 of 30 days × 1/2 = 1/4; three quarters all month: 3/4. Together exactly one."""
    presences = [at(1, "ada", 50, first=date(2021, 4, 16)), at(2, "bo", 75)]
    found = count_month(presences=presences, month=APRIL, rule_of={A: Rule("average", "exact", "share")})[A]
    assert [line.share for line in found.lines] == [Fraction(1, 4), Fraction(3, 4)]
    assert (found.exact, found.counted) == (1, 1)


def test_in_two_departments_the_larger_share_counts_there_and_nothing_elsewhere():
    presences = [at(1, "ada", 60, A), at(2, "ada", 40, B)]
    rule = Rule("last_day", "exact", "share")
    found = count_month(presences=presences, month=APRIL, rule_of={A: rule, B: rule})
    assert (found[A].counted, found[B].counted) == (Fraction(6, 10), 0)
    assert [line.reason for line in found[B].lines] == [Reason.OTHER_DEPARTMENT]


def test_each_department_is_counted_by_its_own_terms():
    presences = [at(1, "ada", 50, A), at(2, "bo", 50, B)]
    found = count_month(
        presences=presences, month=APRIL, rule_of={A: Rule("last_day", "exact", "share"), B: ("last_day", "exact")}
    )
    assert (found[A].counted, found[B].counted) == (Fraction(1, 2), 1)


def test_the_working_shares_of_those_present_are_added_in_percent():
    assert percents_on(PEOPLE, date(2021, 4, 30)) == {A: 258}


def test_if_nothing_changes_part_time_counts_by_share_in_the_forecast_too():
    """Target 4, 2.58 held: 1.42 missing at 1 000 kr in May as in April."""
    terms = ChargingTerms(1000, Month(2021, 1), frozenset())
    ahead = tuple(
        OpenMonth(month, 4, terms, {}, *Rule("last_day", "exact", "share")) for month in (APRIL, Month(2021, 5))
    )
    made = forecast(outlooks=[Outlook(A, ahead)], presences=PEOPLE, day=date(2021, 4, 15))[A]
    assert [one.flat.missing for one in made.months] == [Fraction(142, 100)] * 2
    assert [one.known.missing for one in made.months] == [Fraction(142, 100)] * 2
