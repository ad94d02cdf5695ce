"""What holds for every register: the count against a slow reading day by day (DOMAIN.md 6, 9), and its invariants."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.counting import CountingRule, FractionRule, PartTimeRule, Reason, Rule, count_month
from billing.presence import Presence, present_on
from foundation.periods import Month

DEPARTMENTS = (1, 2, 3)
MONTHS = st.sampled_from([Month(2023, 2), Month(2024, 2), Month(2024, 4), Month(2024, 3)])
EARLIEST = date(2023, 1, 10)
days = st.one_of(
    st.integers(0, 60).map(lambda n: EARLIEST + timedelta(n)),
    st.integers(350, 480).map(lambda n: EARLIEST + timedelta(n)),
)
ends = st.one_of(st.none(), days)
rules = st.sampled_from(CountingRule)


@st.composite
def registers(draw):
    found = []
    for number in range(draw(st.integers(0, 7))):
        employed_from, placed_from = draw(days), draw(days)
        employed_to, placed_to = draw(ends), draw(ends)
        found.append(
            Presence(
                placement_id=number,
                participant=draw(st.integers(1, 3)),
                department=draw(st.sampled_from(DEPARTMENTS)),
                employed_from=employed_from,
                employed_to=employed_to if employed_to is None or employed_to >= employed_from else None,
                placed_from=placed_from,
                placed_to=placed_to if placed_to is None or placed_to >= placed_from else None,
                working_share=draw(st.sampled_from([25, 50, 100])),
                type_counts=draw(st.integers(0, 5)) > 0,
                type_valid_from=draw(st.one_of(st.none(), days)) if draw(st.integers(0, 3)) == 0 else None,
                type_valid_to=draw(ends) if draw(st.integers(0, 3)) == 0 else None,
            )
        )
    return found


def held_days(presences, month):
    """Day by day and person by person: who is where."""
    held = defaultdict(set)
    for number in range(month.days):
        day = month.first_day + timedelta(number)
        for person in {one.participant for one in presences}:
            candidates = [
                one
                for one in presences
                if one.participant == person
                and one.employed_from <= day <= (one.employed_to or day)
                and one.placed_from <= day <= (one.placed_to or day)
                and one.type_counts
                and (one.type_valid_from or day) <= day <= (one.type_valid_to or day)
            ]
            if candidates:
                best = min(candidates, key=lambda one: (-one.working_share, one.placed_from, one.placement_id))
                held[person, best.department].add(day)
    return held


def slow_count(presences, month, rule, department):
    total = Fraction(0)
    for (_, where), present in held_days(presences, month).items():
        if where == department:
            total += {
                CountingRule.LAST_DAY: month.last_day in present,
                CountingRule.FIRST_DAY: month.first_day in present,
                CountingRule.FIFTEENTH: date(month.year, month.month, 15) in present,
                CountingRule.WHOLE_MONTH: len(present) == month.days,
                CountingRule.ANY_DAY: True,
                CountingRule.AVERAGE: Fraction(len(present), month.days),
            }[rule]
    return total


def count(presences, month, rule, fraction_rule=FractionRule.EXACT):
    return count_month(presences=presences, month=month, rule_of=dict.fromkeys(DEPARTMENTS, (rule, fraction_rule)))


@given(registers(), MONTHS, rules)
def test_the_count_is_that_of_reading_day_by_day(presences, month, rule):
    found = count(presences, month, rule)
    assert {department: one.counted for department, one in found.items()} == {
        department: slow_count(presences, month, rule, department) for department in DEPARTMENTS
    }


@given(registers(), MONTHS, rules)
def test_the_lines_explain_the_count(presences, month, rule):
    for one in count(presences, month, rule).values():
        assert sum(line.share for line in one.lines) == one.exact
        assert all((line.reason == Reason.COUNTED) == line.counted == (line.share > 0) for line in one.lines)
        assert len({line.placement_id for line in one.lines}) == len(one.lines)


@given(registers(), MONTHS, rules)
def test_every_placement_that_touches_the_month_has_a_line(presences, month, rule):
    listed = {line.placement_id for one in count(presences, month, rule).values() for line in one.lines}
    touching = {
        one.placement_id for one in presences if one.placed_from <= month.last_day and one.ends >= month.first_day
    }
    assert touching <= listed


@given(registers(), MONTHS, rules)
def test_the_reason_is_true(presences, month, rule):
    by_id = {one.placement_id: one for one in presences}
    for found in count(presences, month, rule).values():
        for line in found.lines:
            one = by_id[line.placement_id]
            others = [other for other in presences if other.participant == one.participant and other is not one]
            holds = {
                Reason.COUNTED: one.type_counts,
                Reason.TYPE_DOES_NOT_QUALIFY: not one.type_counts,
                Reason.TYPE_NOT_IN_FORCE: bool(one.type_valid_from or one.type_valid_to),
                Reason.NOT_YET_STARTED: one.placed_from > month.first_day,
                Reason.ENDED_BEFORE: one.placed_to is not None and one.placed_to < month.last_day,
                Reason.NOT_YET_EMPLOYED: one.employed_from > one.placed_from,
                Reason.EMPLOYMENT_ENDED: one.employed_to is not None and one.employed_to < (one.placed_to or date.max),
                Reason.OTHER_DEPARTMENT: any(other.department != one.department for other in others),
                Reason.SECOND_PLACEMENT: any(other.department == one.department for other in others),
                Reason.NOT_WHOLE_MONTH: rule is CountingRule.WHOLE_MONTH,
            }
            assert holds[line.reason], line


@given(registers(), MONTHS)
def test_a_person_counts_once_in_the_city_on_a_day(presences, month):
    people = {one.participant for one in presences}
    for rule in (CountingRule.FIRST_DAY, CountingRule.LAST_DAY, CountingRule.AVERAGE):
        assert sum(one.counted for one in count(presences, month, rule).values()) <= len(people)


@given(registers(), MONTHS)
def test_the_stock_on_the_last_day_is_the_count_on_the_last_day(presences, month):
    found = count(presences, month, CountingRule.LAST_DAY)
    stock = present_on(presences, month.last_day)
    assert {department: one.counted for department, one in found.items()} == {d: stock[d] for d in DEPARTMENTS}


@given(registers(), MONTHS, rules, st.randoms())
def test_the_order_of_the_rows_changes_nothing(presences, month, rule, random):
    shuffled = list(presences)
    random.shuffle(shuffled)
    assert count(shuffled, month, rule) == count(presences, month, rule)


@given(registers(), MONTHS, rules, st.integers(-3, 34))
def test_splitting_a_placement_in_two_consecutive_ones_changes_no_count(presences, month, rule, number):
    """Shares are made to differ between departments: at equal shares the new start is a later start by definition."""
    day = month.first_day + timedelta(number)
    whole = [one._replace(working_share=10 + one.department) for one in presences]
    split = []
    for one in whole:
        if one.placed_from < day <= (one.placed_to or date.max):
            split.append(one._replace(placed_to=day - timedelta(1)))
            split.append(one._replace(placed_from=day, placement_id=100 + one.placement_id))
        else:
            split.append(one)
    before, after = count(whole, month, rule), count(split, month, rule)
    assert {d: found.counted for d, found in before.items()} == {d: found.counted for d, found in after.items()}


@given(registers(), MONTHS)
def test_whole_month_is_at_most_any_single_day_is_at_most_any_day(presences, month):
    whole, average, any_day = (
        count(presences, month, rule) for rule in (CountingRule.WHOLE_MONTH, CountingRule.AVERAGE, CountingRule.ANY_DAY)
    )
    for rule in (CountingRule.FIRST_DAY, CountingRule.FIFTEENTH, CountingRule.LAST_DAY):
        single = count(presences, month, rule)
        assert all(whole[d].counted <= single[d].counted <= any_day[d].counted for d in DEPARTMENTS)
    assert all(whole[d].counted <= average[d].counted <= any_day[d].counted for d in DEPARTMENTS)


@given(registers(), MONTHS)
def test_rounded_averages_are_whole_and_within_one(presences, month):
    down, exact, up = (
        count(presences, month, CountingRule.AVERAGE, rule)
        for rule in (FractionRule.DOWN, FractionRule.EXACT, FractionRule.UP)
    )
    for d in DEPARTMENTS:
        assert down[d].counted.denominator == up[d].counted.denominator == 1
        assert up[d].counted - 1 < exact[d].counted < down[d].counted + 1


@given(registers(), MONTHS, rules, st.sampled_from(PartTimeRule))
def test_each_of_many_alike_gets_the_line_that_it_gets_alone(drawn, month, rule, part_time):
    """Every placement twice, each with a person of its own: the count looks once at those who are alike."""
    people = [
        one._replace(placement_id=number, participant=number, department=DEPARTMENTS[number % 2])
        for number, one in enumerate([*drawn, *drawn])
    ]
    rule_of = dict.fromkeys(DEPARTMENTS, Rule(rule, FractionRule.EXACT, part_time))
    together = count_month(presences=people, month=month, rule_of=rule_of)
    for department in DEPARTMENTS:
        alone = [
            line
            for one in people
            if one.department == department
            for line in count_month(presences=[one], month=month, rule_of=rule_of)[department].lines
        ]
        assert list(together[department].lines) == alone
