"""Quotas by hand-worked tables: rate 5.7 % unless stated; the working stands beside each row."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.quota import Rounding, apportion, chargeable_months, exact_quota, greatest_fee, round_quota
from foundation.periods import Month

RATE = Decimal("0.057")
MALMO = {
    "110": 470, "120": 1900, "130": 455, "140": 330, "150": 2650, "160": 4250, "170": 5100,
    "180": 1850, "190": 4950, "200": 400, "210": 205, "220": 1100, "230": 290,
}  # fmt: skip


@pytest.mark.parametrize(
    ("headcount", "exact"),
    [
        (330, "18.81"),  # 330 × 57 / 1 000 = 18 810 / 1 000
        (205, "11.685"),
        (1900, "108.3"),
        (500, "28.5"),
        (1000, "57"),
        (0, "0"),
        (1, "0.057"),
    ],
)
def test_exact_quota_is_the_product_without_rounding(headcount, exact):
    assert exact_quota(rate=RATE, headcount=headcount) == Decimal(exact)


@pytest.mark.parametrize(("rate", "headcount"), [("-0.057", 330), ("0.057", -1)])
def test_negative_rate_or_headcount_is_refused(rate, headcount):
    with pytest.raises(ValueError, match="negative"):
        exact_quota(rate=Decimal(rate), headcount=headcount)


@pytest.mark.parametrize(
    ("exact", "half_up", "half_even", "floor", "ceiling"),
    [
        ("18.81", 19, 19, 18, 19),
        ("11.685", 12, 12, 11, 12),
        ("108.3", 108, 108, 108, 109),
        ("28.5", 29, 28, 28, 29),  # exact tie, even below
        ("85.5", 86, 86, 85, 86),  # exact tie (1 500 × 5.7 %), even above
        ("28.499", 28, 28, 28, 29),
        ("57", 57, 57, 57, 57),
        ("0.057", 0, 0, 0, 1),
        ("0", 0, 0, 0, 0),
    ],
)
def test_each_rounding_rule(exact, half_up, half_even, floor, ceiling):
    value = Decimal(exact)
    assert round_quota(value, Rounding.HALF_UP) == half_up
    assert round_quota(value, Rounding.HALF_EVEN) == half_even
    assert round_quota(value, Rounding.FLOOR) == floor
    assert round_quota(value, Rounding.CEILING) == ceiling


def test_a_single_quota_cannot_be_rounded_by_largest_remainder():
    with pytest.raises(ValueError, match="apportion"):
        round_quota(Decimal("18.81"), Rounding.LARGEST_REMAINDER)


def test_derivation_holds_what_the_agreement_prints():
    """19 = 5.7 % of 330 = 18.81, rounded half up."""
    derived = apportion(rate=RATE, headcounts={"101": 330}, rounding=Rounding.HALF_UP)["101"]
    assert (derived.quota, derived.rate, derived.basis_headcount, derived.exact) == (19, RATE, 330, Decimal("18.81"))
    assert (derived.rounding, derived.total, derived.is_scaled) == (Rounding.HALF_UP, None, False)


def test_the_demonstration_city_sums_to_1366_and_1258_without_the_provider():
    quotas = apportion(rate=RATE, headcounts=MALMO, rounding=Rounding.HALF_UP)
    total = sum(one.quota for one in quotas.values())
    assert (total, total - quotas["120"].quota) == (1366, 1258)


def apportioned(headcounts, total, rate=RATE):
    derived = apportion(rate=rate, headcounts=headcounts, rounding=Rounding.LARGEST_REMAINDER, total=total)
    return {key: one.quota for key, one in derived.items()}


@pytest.mark.parametrize(
    ("total", "quotas"),
    [
        # exact 18.81 + 11.685 + 108.3; rounded down 18 + 11 + 108 = 137; lost .81, .685, .3
        (137, {"101": 18, "102": 11, "103": 108}),
        (138, {"101": 19, "102": 11, "103": 108}),
        (139, {"101": 19, "102": 12, "103": 108}),
        (140, {"101": 19, "102": 12, "103": 109}),
    ],
)
def test_largest_remainder_gives_what_is_left_to_those_who_lost_most(total, quotas):
    assert apportioned({"101": 330, "102": 205, "103": 1900}, total) == quotas


def test_equal_remainders_go_to_the_larger_share_first():
    """10 % of 15 = 1.5 and of 25 = 2.5: both lose .5, 3 are given, the fourth goes to the larger share."""
    assert apportioned({"a": 15, "b": 25}, 4, Decimal("0.1")) == {"a": 1, "b": 3}


def test_equal_remainders_and_shares_go_in_the_order_of_the_keys():
    """10 % of 15 = 1.5 three times, in any order of asking: of total 4 the one left goes to the lowest key."""
    assert apportioned({"c": 15, "a": 15, "b": 15}, 4, Decimal("0.1")) == {"c": 1, "a": 2, "b": 1}
    assert apportioned({30: 15, 4: 15, 20: 15}, 5, Decimal("0.1")) == {30: 1, 4: 2, 20: 2}


def test_nobody_employed_gets_nothing_of_what_is_left():
    """18.81 + 0: total 20 cannot be reached by rounding up once, so the whole total is the one department's."""
    assert apportioned({"101": 330, "260": 0}, 19) == {"101": 19, "260": 0}
    assert apportioned({"101": 330, "260": 0}, 20) == {"101": 20, "260": 0}


def test_a_total_out_of_the_rates_reach_is_shared_by_headcount_and_says_so():
    """5.7 % of 300 + 100 is 17.1 + 5.7; a total of 10 is not 22, 23 or 24: 10 × 3/4 = 7.5 and 10 × 1/4 = 2.5."""
    derived = apportion(rate=RATE, headcounts={"a": 300, "b": 100}, rounding=Rounding.LARGEST_REMAINDER, total=10)
    assert derived["a"].share == Fraction(15, 2)
    assert derived["a"].exact == Decimal("17.1")
    assert derived["a"].is_scaled
    assert [one.quota for one in derived.values()] == [8, 2]  # equal remainders: the larger share


@pytest.mark.parametrize(("headcounts", "total"), [({"a": 300}, None), ({"a": 300}, -1), ({"a": 0}, 5), ({}, 1)])
def test_largest_remainder_without_a_usable_total_is_refused(headcounts, total):
    with pytest.raises(ValueError, match=r"total|shared out"):
        apportioned(headcounts, total)


def test_the_rule_may_be_given_as_the_stored_word():
    derived = apportion(rate=RATE, headcounts={"a": 330}, rounding="largest_remainder", total=18)["a"]
    assert (derived.quota, derived.rounding) == (18, Rounding.LARGEST_REMAINDER)
    with pytest.raises(ValueError, match="nearest"):
        round_quota(Decimal("18.81"), "nearest")


def test_a_total_is_ignored_by_the_other_rules():
    derived = apportion(rate=RATE, headcounts={"a": 330}, rounding=Rounding.FLOOR, total=99)["a"]
    assert (derived.quota, derived.total) == (18, None)


def test_greatest_fee_is_quota_times_fee_times_months():
    """19 × 7 500 × 9 (April–December 2021) = 1 282 500 kr."""
    assert greatest_fee(quota=19, fee=Decimal(7500), chargeable_months=9) == Decimal(1282500)


@pytest.mark.parametrize(
    ("first", "last", "starts", "months"),
    [
        ("2021-01", "2021-12", "2021-04", 9),
        ("2022-01", "2022-12", "2022-01", 12),
        ("2021-01", "2021-06", "2021-04", 3),
        ("2022-01", "2022-12", "2021-04", 12),
        ("2021-01", "2021-12", "2022-01", 0),
    ],
)
def test_chargeable_months_run_from_the_charging_start(first, last, starts, months):
    found = chargeable_months(first=Month.parse(first), last=Month.parse(last), charging_starts=Month.parse(starts))
    assert found == months


cities = st.dictionaries(st.integers(1, 999), st.integers(0, 9000), min_size=1, max_size=25)
rates = st.decimals("0.001", "0.25", places=4)


@given(cities, rates, st.integers(0, 3000))
def test_largest_remainder_always_sums_to_its_total_within_one_of_each_share(headcounts, rate, total):
    if not any(headcounts.values()):
        headcounts = {1: 1}
    derived = apportion(rate=rate, headcounts=headcounts, rounding=Rounding.LARGEST_REMAINDER, total=total)
    assert sum(one.quota for one in derived.values()) == total
    assert all(abs(one.quota - one.share) < 1 for one in derived.values())


@given(cities, rates)
def test_a_total_near_the_exact_sum_keeps_every_quota_within_one_of_the_rate(headcounts, rate):
    total = round_quota(sum(rate * count for count in headcounts.values()), Rounding.HALF_UP)
    derived = apportion(rate=rate, headcounts=headcounts, rounding=Rounding.LARGEST_REMAINDER, total=total)
    assert all(abs(one.quota - one.exact) < 1 and not one.is_scaled for one in derived.values())


@given(cities, rates, st.integers(0, 3000))
def test_who_employs_more_is_never_allotted_fewer(headcounts, rate, total):
    if not any(headcounts.values()):
        headcounts = {1: 1}
    quotas = apportioned(headcounts, total, rate)
    ordered = sorted(headcounts, key=lambda key: headcounts[key])
    assert all(quotas[a] <= quotas[b] for a, b in pairwise(ordered) if headcounts[a] < headcounts[b])


@given(cities, rates)
def test_floor_half_up_and_ceiling_are_in_order(headcounts, rate):
    rules = (Rounding.FLOOR, Rounding.HALF_UP, Rounding.CEILING)
    low, half, high = (apportion(rate=rate, headcounts=headcounts, rounding=rule) for rule in rules)
    assert all(low[key].quota <= half[key].quota <= high[key].quota <= low[key].quota + 1 for key in headcounts)
