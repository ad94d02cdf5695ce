"""The month's count by hand-worked tables: which rule counts whom, and the reason for everyone else."""

import time
from datetime import date, timedelta
from fractions import Fraction

import pytest

from billing.counting import CountingRule, FractionRule, Reason, count_month, rounded
from foundation.periods import Month
from tests.billing.presences import COMPANY, A, B, presence

RULES = [
    CountingRule.FIRST_DAY, CountingRule.FIFTEENTH, CountingRule.LAST_DAY, CountingRule.WHOLE_MONTH,
    CountingRule.ANY_DAY, CountingRule.AVERAGE,
]  # fmt: skip


def count(presences, month, rule=CountingRule.LAST_DAY, fraction_rule=FractionRule.EXACT, departments=(A, B)):
    return count_month(
        presences=presences, month=Month.parse(month), rule_of=dict.fromkeys(departments, (rule, fraction_rule))
    )


def reasons(presences, month, rule=CountingRule.LAST_DAY, department=A):
    return {line.placement_id: line.reason for line in count(presences, month, rule)[department].lines}


@pytest.mark.parametrize(
    ("month", "start", "end", "counts"),
    [
        # counts under: first day, 15th, last day, whole month, any day, average (days of the month)
        ("2021-04", "2021-01-11", None, (1, 1, 1, 1, 1, "30/30")),
        ("2021-04", "2021-04-01", "2021-04-30", (1, 1, 1, 1, 1, "30/30")),  # both ends inclusive
        ("2021-04", "2021-04-30", None, (0, 0, 1, 0, 1, "1/30")),  # starts on the last day
        ("2021-04", "2021-04-15", "2021-04-15", (0, 1, 0, 0, 1, "1/30")),  # one day
        ("2021-04", "2021-04-02", None, (0, 1, 1, 0, 1, "29/30")),
        ("2021-04", "2021-01-11", "2021-04-29", (1, 1, 0, 0, 1, "29/30")),
        ("2021-04", "2021-01-11", "2021-04-01", (1, 0, 0, 0, 1, "1/30")),  # ends on the first day
        ("2021-04", "2021-04-16", "2021-04-29", (0, 0, 0, 0, 1, "14/30")),
        ("2021-04", "2021-01-11", "2021-03-31", (0, 0, 0, 0, 0, "0")),  # ended the day before the month
        ("2021-04", "2021-05-01", None, (0, 0, 0, 0, 0, "0")),  # starts on the first of the next
        ("2024-02", "2024-02-29", None, (0, 0, 1, 0, 1, "1/29")),  # leap February
        ("2024-02", "2024-01-01", "2024-02-28", (1, 1, 0, 0, 1, "28/29")),
        ("2023-02", "2023-02-01", "2023-02-28", (1, 1, 1, 1, 1, "28/28")),  # February of 28 days
        ("2023-02", "2023-02-28", None, (0, 0, 1, 0, 1, "1/28")),
        ("2021-12", "2021-12-31", None, (0, 0, 1, 0, 1, "1/31")),
    ],
)
def test_each_rule_counts_one_simple_placement(month, start, end, counts):
    found = [count([presence(1, "P", start, end)], month, rule)[A].counted for rule in RULES]
    assert found == [Fraction(number) for number in counts]


@pytest.mark.parametrize(
    ("employed", "placed", "days"),
    [
        # April 2021: days that both cover
        (("2021-04-01", "2021-04-20"), ("2021-04-01", "2021-04-30"), 20),  # employment shorter than placement
        (("2021-04-11", None), ("2021-04-01", None), 20),
        (("2021-04-01", None), ("2021-04-11", None), 20),  # employed first, placed later
        (("2021-01-01", None), ("2021-03-01", "2021-04-10"), 10),
        (("2021-04-01", "2021-04-10"), ("2021-04-11", "2021-04-30"), 0),  # never both
        (("2021-04-01", "2021-04-11"), ("2021-04-11", "2021-04-30"), 1),
    ],
)
def test_a_day_needs_both_employment_and_placement(employed, placed, days):
    one = presence(1, "P", *employed, placed=placed)
    assert count([one], "2021-04", CountingRule.AVERAGE)[A].counted == Fraction(days, 30)


@pytest.mark.parametrize(
    ("valid", "average", "reason"),
    [
        (("2021-01-01", "2021-12-31"), "30/30", Reason.COUNTED),
        ((None, "2021-04-29"), "29/30", Reason.TYPE_NOT_IN_FORCE),  # the last day is the counting day
        (("2021-04-30", None), "1/30", Reason.COUNTED),
        (("2021-05-01", None), "0", Reason.TYPE_NOT_IN_FORCE),
        ((None, "2021-03-31"), "0", Reason.TYPE_NOT_IN_FORCE),
    ],
)
def test_a_day_counts_only_while_the_type_is_in_force(valid, average, reason):
    one = presence(1, "P", "2021-01-11", valid=valid)
    assert count([one], "2021-04", CountingRule.AVERAGE)[A].counted == Fraction(average)
    assert reasons([one], "2021-04") == {1: reason}


@pytest.mark.parametrize(
    ("fraction_rule", "counted"),
    [(FractionRule.EXACT, Fraction(7, 3)), (FractionRule.UP, 3), (FractionRule.DOWN, 2)],
)
def test_the_fraction_rule_rounds_the_departments_total_not_each_person(fraction_rule, counted):
    """April, 30 days: 30 + 20 + 20 = 70 days = 2 1/3; each person rounded up by itself would be 3, down 1."""
    presences = [
        presence(1, "P1", "2021-01-11"),
        presence(2, "P2", "2021-04-11"),
        presence(3, "P3", "2021-01-11", "2021-04-20"),
    ]
    found = count(presences, "2021-04", CountingRule.AVERAGE, fraction_rule)[A]
    assert (found.exact, found.counted) == (Fraction(7, 3), counted)
    assert [line.share for line in found.lines] == [1, Fraction(2, 3), Fraction(2, 3)]


def test_a_whole_average_is_not_rounded_further():
    """20 + 10 days of 30 are exactly 1."""
    presences = [presence(1, "P1", "2021-04-11"), presence(2, "P2", "2021-01-11", "2021-04-10")]
    for fraction_rule in FractionRule:
        assert count(presences, "2021-04", CountingRule.AVERAGE, fraction_rule)[A].counted == 1
    assert rounded(Fraction(1, 31), FractionRule.UP) == 1


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (presence(1, "P", "2021-01-11"), Reason.COUNTED),
        (presence(1, "P", "2021-01-11", counts=False), Reason.TYPE_DOES_NOT_QUALIFY),
        (presence(1, "P", "2021-01-11", "2021-04-10", counts=False), Reason.TYPE_DOES_NOT_QUALIFY),
        (presence(1, "P", "2021-01-11", "2021-04-29"), Reason.ENDED_BEFORE),
        (presence(1, "P", "2021-01-11", "2021-03-01"), Reason.ENDED_BEFORE),  # 31 days before the month
        (presence(1, "P", "2021-04-01", placed=("2021-05-01", None)), None),  # not placed before the month is over
        (presence(1, "P", "2021-05-01", placed=("2021-04-15", None)), Reason.NOT_YET_EMPLOYED),
        (presence(1, "P", "2021-01-11", "2021-04-20", placed=("2021-01-11", None)), Reason.EMPLOYMENT_ENDED),
        (presence(1, "P", "2021-01-11", "2021-04-10", placed=("2021-04-20", None)), Reason.EMPLOYMENT_ENDED),
        (presence(1, "P", "2021-01-11", "2021-02-28"), None),  # 32 days before: no longer listed
        (presence(1, "P", "2021-05-01"), None),
    ],
)
def test_every_placement_has_its_reason_on_the_last_day(one, reason):
    assert reasons([one], "2021-04") == ({1: reason} if reason else {})


@pytest.mark.parametrize(
    ("rule", "start", "end", "reason"),
    [
        (CountingRule.FIRST_DAY, "2021-04-02", None, Reason.NOT_YET_STARTED),
        (CountingRule.FIFTEENTH, "2021-04-16", None, Reason.NOT_YET_STARTED),
        (CountingRule.FIFTEENTH, "2021-01-11", "2021-04-14", Reason.ENDED_BEFORE),
        (CountingRule.WHOLE_MONTH, "2021-04-02", None, Reason.NOT_WHOLE_MONTH),
        (CountingRule.WHOLE_MONTH, "2021-01-11", "2021-03-31", Reason.ENDED_BEFORE),
        (CountingRule.ANY_DAY, "2021-01-11", "2021-03-31", Reason.ENDED_BEFORE),
        (CountingRule.AVERAGE, "2021-01-11", "2021-03-31", Reason.ENDED_BEFORE),
    ],
)
def test_the_reason_follows_the_counting_rule(rule, start, end, reason):
    assert reasons([presence(1, "P", start, end)], "2021-04", rule) == {1: reason}


@pytest.mark.parametrize(
    ("employed", "placed", "reason"),
    [
        (("2021-05-10", None), ("2021-04-10", None), Reason.NOT_YET_EMPLOYED),
        (("2021-04-20", None), ("2021-04-01", "2021-04-10"), Reason.NOT_YET_EMPLOYED),
        (("2021-01-11", "2021-03-20"), ("2021-01-11", None), Reason.EMPLOYMENT_ENDED),
        (("2021-01-11", "2021-04-10"), ("2021-04-20", None), Reason.EMPLOYMENT_ENDED),
    ],
)
def test_employment_and_placement_that_never_meet_in_the_month(employed, placed, reason):
    one = presence(1, "P", *employed, placed=placed)
    for rule in (CountingRule.WHOLE_MONTH, CountingRule.ANY_DAY, CountingRule.AVERAGE):
        assert reasons([one], "2021-04", rule) == {1: reason}


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        # (id, start, share) in A and in B, both there on 30 April
        ((1, "2021-01-11", 50), (2, "2021-02-01", 50), A),  # equal shares: the earlier start
        ((1, "2021-02-01", 50), (2, "2021-01-11", 50), B),
        ((1, "2021-01-11", 40), (2, "2021-02-01", 60), B),  # the larger share, though later
        ((2, "2021-01-11", 50), (1, "2021-01-11", 50), B),  # the same in all: the lower number
    ],
)
def test_with_two_departments_a_day_counts_in_one(first, second, winner):
    presences = [
        presence(first[0], "P", first[1], share=first[2]),
        presence(second[0], "P", second[1], department=B, share=second[2]),
    ]
    for given in (presences, presences[::-1]):
        found = count(given, "2021-04")
        assert {department: one.counted for department, one in found.items()} == {winner: 1, A + B - winner: 0}
        assert found[A + B - winner].lines[0].reason == Reason.OTHER_DEPARTMENT


def test_a_move_in_the_middle_of_the_month_is_judged_by_each_departments_own_rule():
    """A (any day) until the 10th, B (average) from the 11th: counted 1 in A and 20/30 in B, on different days."""
    presences = [presence(1, "P", "2021-01-11", "2021-04-10"), presence(2, "P", "2021-04-11", department=B)]
    found = count_month(
        presences=presences,
        month=Month(2021, 4),
        rule_of={A: (CountingRule.ANY_DAY, FractionRule.EXACT), B: (CountingRule.AVERAGE, FractionRule.EXACT)},
    )
    assert (found[A].counted, found[B].counted) == (1, Fraction(2, 3))


def test_overlapping_departments_share_the_days_between_them():
    """A 40 % all April, B 60 % from the 21st: 20 days in A, 10 in B; nowhere the whole month."""
    presences = [
        presence(1, "P", "2021-01-11", share=40),
        presence(2, "P", "2021-04-21", department=B, share=60),
    ]
    average = count(presences, "2021-04", CountingRule.AVERAGE)
    assert (average[A].counted, average[B].counted) == (Fraction(2, 3), Fraction(1, 3))
    whole = count(presences, "2021-04", CountingRule.WHOLE_MONTH)
    assert (whole[A].lines[0].reason, whole[B].lines[0].reason) == (Reason.OTHER_DEPARTMENT, Reason.NOT_WHOLE_MONTH)


def test_a_company_host_takes_the_day_though_it_has_no_count_of_its_own():
    presences = [
        presence(1, "P", "2021-01-11", share=25),
        presence(2, "P", "2021-01-11", department=COMPANY, share=75),
    ]
    found = count(presences, "2021-04", departments=(A,))
    assert found[A].counted == 0
    assert reasons(presences, "2021-04") == {1: Reason.OTHER_DEPARTMENT}


def test_practice_elsewhere_takes_no_day_from_a_qualifying_placement():
    presences = [
        presence(1, "P", "2021-01-11", share=25),
        presence(2, "P", "2021-01-11", department=B, share=75, counts=False),
    ]
    found = count(presences, "2021-04")
    assert (found[A].counted, found[B].counted) == (1, 0)


def test_two_placements_in_one_department_are_one_person():
    presences = [presence(1, "P", "2021-01-11", share=50), presence(2, "P", "2021-02-01", share=50)]
    for rule in RULES:
        assert count(presences, "2021-04", rule)[A].counted == 1
        assert reasons(presences, "2021-04", rule) == {1: Reason.COUNTED, 2: Reason.SECOND_PLACEMENT}


@pytest.mark.parametrize(
    ("rule", "shares", "found"),
    [
        # 1–14 April in one placement, 15–30 in the next
        (CountingRule.FIRST_DAY, (1, 0), (Reason.COUNTED, Reason.NOT_YET_STARTED)),
        (CountingRule.FIFTEENTH, (0, 1), (Reason.ENDED_BEFORE, Reason.COUNTED)),
        (CountingRule.LAST_DAY, (0, 1), (Reason.ENDED_BEFORE, Reason.COUNTED)),
        (CountingRule.WHOLE_MONTH, (0, 1), (Reason.SECOND_PLACEMENT, Reason.COUNTED)),
        (CountingRule.ANY_DAY, (0, 1), (Reason.SECOND_PLACEMENT, Reason.COUNTED)),
        (CountingRule.AVERAGE, (Fraction(14, 30), Fraction(16, 30)), (Reason.COUNTED, Reason.COUNTED)),
    ],
)
def test_two_placements_after_each_other_are_one_person(rule, shares, found):
    presences = [presence(1, "P", "2021-04-01", "2021-04-14"), presence(2, "P", "2021-04-15")]
    counted = count(presences, "2021-04", rule)[A]
    assert counted.counted == 1
    assert tuple(line.share for line in counted.lines) == shares
    assert tuple(line.reason for line in counted.lines) == found


def test_a_gap_of_one_day_breaks_the_whole_month():
    presences = [presence(1, "P", "2021-04-01", "2021-04-14"), presence(2, "P", "2021-04-16")]
    assert reasons(presences, "2021-04", CountingRule.WHOLE_MONTH) == dict.fromkeys((1, 2), Reason.NOT_WHOLE_MONTH)


def test_two_employments_of_one_person_count_once():
    presences = [presence(1, "P", "2021-01-11", "2021-04-30"), presence(2, "P", "2021-04-30")]
    assert count(presences, "2021-04")[A].counted == 1


def test_rules_may_be_given_as_the_stored_words():
    presences = [presence(1, "P", "2021-04-16")]
    found = count_month(
        presences=presences, month=Month(2021, 4), rule_of={A: ("average", "up"), B: ("last_day", "exact")}
    )
    assert (found[A].exact, found[A].counted, found[A].rule) == (Fraction(1, 2), 1, CountingRule.AVERAGE)
    with pytest.raises(ValueError, match="middle_day"):
        count_month(presences=presences, month=Month(2021, 4), rule_of={A: ("middle_day", "exact")})


def test_a_department_without_placements_counts_nobody():
    found = count([], "2021-04")[A]
    assert (found.counted, found.lines) == (0, ())


def test_two_thousand_presences_are_counted_within_a_tenth_of_a_second():
    first = date(2020, 11, 1)
    presences = [
        presence(
            number,
            number // 2 if number % 10 < 2 else -number,  # every tenth person has two placements
            (first + timedelta(days=number % 300)).isoformat(),
            department=number % 14,
            share=50 + number % 2,
        )
        for number in range(2000)
    ]
    seconds = []
    for rule in (CountingRule.LAST_DAY, CountingRule.AVERAGE, CountingRule.LAST_DAY, CountingRule.AVERAGE):
        started = time.process_time()
        count(presences, "2021-06", rule, departments=range(14))
        seconds.append(time.process_time() - started)
    assert min(seconds) < 0.1
