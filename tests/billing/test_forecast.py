"""Forecasts worked by hand on the register example: 101 (target 19), 102 (target 12), 7 500 kr from April 2021."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.counting import CountingRule, FractionRule, PartTimeRule, count_month
from billing.forecast import OpenMonth, Outlook, forecast, what_if
from billing.shortfall import ChargingTerms, MissingCause, excusing_causes, shortfall
from foundation.periods import HalfYear, Month, months_between
from tests.billing.presences import A, B, presence, register_example

TERMS = ChargingTerms(fee=Decimal(7500), charging_starts=Month(2021, 4))
YEAR = months_between(Month(2021, 1), Month(2021, 12))
TARGETS = {A: 19, B: 12}


def outlook(department, *, closed_to=0, presences=None, **options):
    """The months of 2021, those up to number `closed_to` closed as the register (or `presences`) has them."""
    rule_of = {department: (CountingRule.LAST_DAY, FractionRule.EXACT)}
    months = []
    for month in YEAR:
        if month.month <= closed_to:
            counted = count_month(presences=presences or register_example(), month=month, rule_of=rule_of)
            target = TARGETS[department]
            months.append(shortfall(month=month, target=target, counted=counted[department].counted, terms=TERMS))
        else:
            months.append(OpenMonth(month, **{"target": TARGETS[department], "terms": TERMS, **options}))
    return Outlook(department, tuple(months))


def forecast_of(department, day, **options):
    found = forecast(
        outlooks=[outlook(department, **options)], presences=register_example(), day=date.fromisoformat(day)
    )
    return found[department]


def fees(found):
    return found.fee_closed, found.half_year_known, found.half_year_flat, found.year_known, found.year_flat


@pytest.mark.parametrize(
    ("department", "day", "closed_to", "half_year", "expected"),
    [
        # closed; half-year known, flat; year known, flat
        # 101 on 31 March: 12 present. Known Apr 15, May 18, Jun 19 and on: 4 + 1 = 5 × 7 500.
        # Flat 12: 7 × 7 500 = 52 500 a month, 3 months in the half-year, 9 in the year.
        (A, "2021-03-31", 3, "2021-H1", (0, 37500, 157500, 37500, 472500)),
        # On 20 April 15 are present and April is not over: flat 4 × 7 500 = 30 000 a month.
        (A, "2021-04-20", 3, "2021-H1", (0, 37500, 90000, 37500, 270000)),
        # On 30 April April is over; closed or not it is the same 30 000.
        (A, "2021-04-30", 3, "2021-H1", (0, 37500, 90000, 37500, 270000)),
        (A, "2021-04-30", 4, "2021-H1", (30000, 37500, 90000, 37500, 270000)),
        (A, "2021-06-30", 4, "2021-H1", (30000, 37500, 37500, 37500, 37500)),
        (A, "2021-08-31", 6, "2021-H2", (37500, 0, 0, 37500, 37500)),
        # 102 on 31 March: 12 present; known May 10, June and on 11: 2 + 1 and 6 × 1 = 9 × 7 500.
        (B, "2021-03-31", 3, "2021-H1", (0, 22500, 0, 67500, 0)),
        # On 31 May 10 are present: flat May and June 15 000 each, then 6 × 15 000.
        (B, "2021-05-31", 3, "2021-H1", (0, 22500, 30000, 67500, 120000)),
        (B, "2021-08-31", 6, "2021-H2", (22500, 45000, 45000, 67500, 67500)),
        (B, "2021-12-31", 12, "2021-H2", (67500, 45000, 45000, 67500, 67500)),
    ],
)
def test_known_and_flat_on_a_day(department, day, closed_to, half_year, expected):
    found = forecast_of(department, day, closed_to=closed_to)
    assert str(found.half_year) == half_year
    assert fees(found) == expected


def test_a_closed_month_keeps_its_frozen_fee_whatever_the_register_says():
    """Closed with nobody there: January–April 19 missing, of which April costs 142 500 kr."""
    nobody = [presence(1, "P", "2022-01-01")]
    found = forecast_of(A, "2021-04-30", closed_to=4, presences=nobody)
    assert (found.fee_closed, found.year_known) == (142500, 142500 + 7500)
    assert [one.is_closed for one in found.months] == [True] * 4 + [False] * 8


def test_known_ends_lower_the_known_count_only():
    """19 present on 30 June, 4 end on 31 August and still count then: known 4 × 7 500 × 4 from September, flat 0."""
    presences = [presence(n, n, "2021-06-01", "2021-08-31" if n <= 4 else None) for n in range(1, 20)]
    found = forecast(outlooks=[outlook(A)], presences=presences, day=date(2021, 6, 30))[A]
    assert [one.known.counted for one in found.months][6:10] == [19, 19, 15, 15]
    april_and_may = 2 * 19 * 7500
    assert (found.year_known, found.year_flat) == (april_and_may + 120000, april_and_may)


def test_recorded_causes_and_each_months_own_terms_are_used():
    excusing = ChargingTerms(
        fee=Decimal(7500), charging_starts=Month(2021, 4), excusing=excusing_causes(unfilled_place_excuses=True)
    )
    found = forecast_of(A, "2021-04-30", closed_to=3, terms=excusing, causes={MissingCause.NO_CANDIDATE: 1})
    assert [one.known.fee for one in found.months][3:6] == [22500, 0, 0]
    assert [one.flat.fee for one in found.months][3:6] == [22500, 22500, 22500]


def test_an_average_is_forecast_by_days_when_known_and_by_people_when_flat():
    """Target 1, placed from 16 May: known in May 16/31, missing 15/31 × 7 500 = 3 629.03 kr; flat from D nobody."""
    one = Outlook(A, (OpenMonth(Month(2021, 5), 1, TERMS, rule=CountingRule.AVERAGE),))
    found = forecast(outlooks=[one], presences=[presence(1, "P", "2021-05-16")], day=date(2021, 5, 10))[A]
    assert found.months[0].known.counted == Fraction(16, 31)
    assert (found.year_known, found.year_flat) == (Decimal("3629.03"), 7500)


@pytest.mark.parametrize(("day", "flat"), [("2021-05-30", 0), ("2021-05-31", "3629.03"), ("2021-06-01", "3629.03")])
def test_a_month_that_ends_on_the_day_is_counted_and_no_longer_flat(day, flat):
    """The same placement: until 30 May one is present and held flat; from 31 May the month is over, 16/31."""
    one = Outlook(A, (OpenMonth(Month(2021, 5), 1, TERMS, rule="average"),))
    found = forecast(outlooks=[one], presences=[presence(1, "P", "2021-05-16")], day=date.fromisoformat(day))[A]
    assert found.year_flat == Decimal(flat)


def test_the_whole_city_is_forecast_at_once():
    found = forecast(outlooks=[outlook(A), outlook(B)], presences=register_example(), day=date(2021, 3, 31))
    assert {department: one.year_known for department, one in found.items()} == {A: 37500, B: 67500}


@pytest.mark.parametrize(
    ("starts", "from_day", "saved_half_year", "saved_year"),
    [
        # 102 on 15 August: 11 of 12, one missing a month July–December
        (2, "2021-08-31", 37500, 37500),  # August and on: 5 months × 1; the second start saves nothing
        (1, "2021-09-01", 30000, 30000),  # September and on: 4 months
        (1, "2021-12-31", 7500, 7500),
        (1, "2022-01-01", 0, 0),
        (0, "2021-08-31", 0, 0),
    ],
)
def test_what_more_starts_would_save(starts, from_day, saved_half_year, saved_year):
    found = what_if(
        outlook=outlook(B, closed_to=6),
        presences=register_example(),
        day=date(2021, 8, 15),
        starts=starts,
        from_day=date.fromisoformat(from_day),
    )
    assert (found.saved_half_year, found.saved_year, found.saved_year_flat) == (saved_half_year, saved_year, saved_year)


@pytest.mark.parametrize(
    ("until", "options", "share", "saved"),
    [
        # 102 on 15 August: 11 of 12, one missing a month at 7 500. One more from 1 September:
        (None, {}, 100, 30000),  # September–December
        ("2021-09-10", {}, 100, 0),  # nobody is there on the last day of September
        ("2021-09-29", {}, 100, 0),
        ("2021-09-30", {}, 100, 7500),  # the last day is included
        ("2021-10-15", {}, 100, 7500),
        ("2021-09-10", {"rule": CountingRule.ANY_DAY}, 100, 7500),
        (None, {}, 50, 30000),  # a part-time employment counts as a whole one
        (None, {"part_time_rule": PartTimeRule.SHARE}, 50, 15000),  # half a missing employment in four months
        ("2021-10-31", {"part_time_rule": PartTimeRule.SHARE}, 75, 11250),  # 2 × 0.75 × 7 500
    ],
)
def test_a_start_with_a_last_day_or_a_share_saves_no_more_than_it_counts(until, options, share, saved):
    found = what_if(
        outlook=outlook(B, closed_to=6, **options),
        presences=register_example(),
        day=date(2021, 8, 15),
        starts=1,
        from_day=date(2021, 9, 1),
        until=date.fromisoformat(until) if until else None,
        working_share=share,
    )
    assert (found.saved_year, found.saved_year_flat) == (saved, saved)


def test_starts_before_the_day_lift_the_flat_reading_once():
    """101 on 20 April: 15 present. Two more from 1 April make 17 in April and after: 2 missing, not 0."""
    found = what_if(
        outlook=outlook(A, closed_to=3),
        presences=register_example(),
        day=date(2021, 4, 20),
        starts=2,
        from_day=date(2021, 4, 1),
    )
    assert [one.flat.counted for one in found.with_starts.months][3:6] == [17, 17, 17]
    assert found.with_starts.half_year == HalfYear(2021, 1)


@given(st.dates(date(2021, 1, 1), date(2021, 12, 31)), st.integers(0, 12), st.sampled_from([A, B]))
def test_a_forecast_stays_between_nothing_and_the_whole_target(day, closed_to, department):
    found = forecast_of(department, day.isoformat(), closed_to=closed_to)
    assert all(0 <= one.flat.fee <= TARGETS[department] * 7500 for one in found.months)
    assert 0 <= found.fee_closed <= min(found.year_known, found.year_flat)
    assert found.half_year_known <= found.year_known <= TARGETS[department] * 7500 * 9


@given(st.dates(date(2021, 1, 1), date(2021, 12, 31)), st.integers(0, 9), st.dates(date(2021, 1, 1), date(2022, 1, 31)))
def test_more_starts_never_cost_more(day, starts, from_day):
    found = what_if(outlook=outlook(A), presences=register_example(), day=day, starts=starts, from_day=from_day)
    assert min(found.saved_half_year, found.saved_year, found.saved_year_flat) >= 0
