"""Corrections of a closed month, worked by hand: target 19, 7 500 kr."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.corrections import MonthFigures, creditable, proposed_correction, standing_figures
from billing.shortfall import ChargingTerms, shortfall
from foundation.periods import Month

APRIL = Month(2021, 4)
TERMS = ChargingTerms(fee=Decimal(7500), charging_starts=APRIL)


def figures(counted, month=APRIL):
    return MonthFigures.of(shortfall(month=month, target=19, counted=counted, terms=TERMS))


def proposed(closed, now, accepted=(), dismissed=()):
    return proposed_correction(
        month=APRIL,
        closed=figures(closed),
        accepted=[figures(counted) for counted in accepted],
        now=figures(now),
        dismissed=[figures(counted) for counted in dismissed],
    )


@pytest.mark.parametrize(
    ("then", "now", "difference"),
    [
        (15, 14, 7500),  # one was never there: 4 missing becomes 5, a debit
        (15, 16, -7500),  # one was forgotten: a credit
        (15, 19, -30000),
        (15, 25, -30000),  # a surplus earns nothing more
        (20, 17, 15000),  # 20 − 17 = 3 fewer, but only 2 missing
        (20, 19, 0),  # the surplus shrinks: the figures change, the money does not
    ],
)
def test_a_correction_is_the_difference_in_fee(then, now, difference):
    found = proposed(then, now)
    assert (found.then.counted, found.now.counted, found.difference) == (then, now, difference)


def test_nothing_is_proposed_when_the_register_says_the_same():
    assert proposed(15, 15) is None


def test_a_month_before_charging_starts_is_corrected_without_money():
    march = Month(2021, 3)
    found = proposed_correction(month=march, closed=figures(12, march), accepted=[], now=figures(11, march))
    assert (found.then.missing, found.now.missing, found.difference) == (7, 8, 0)


def test_an_accepted_correction_is_not_proposed_again():
    assert proposed(15, 14).difference == 7500
    assert proposed(15, 14, accepted=[14]) is None


def test_a_correction_is_itself_corrected_from_what_stands():
    """Closed 15; corrected to 13 (+ 15 000); the register says 16 now: from 13, so 6 − 3 = 3 fewer missing."""
    assert proposed(15, 13).difference == 15000
    second = proposed(15, 16, accepted=[13])
    assert (second.then.counted, second.now.counted, second.difference) == (13, 16, -22500)
    assert standing_figures(figures(15), [figures(13), figures(16)]) == figures(16)
    assert proposed(15, 16, accepted=[13, 16]) is None


def test_a_correction_taken_back_gives_the_closed_figures_again():
    assert (proposed(15, 14).difference, proposed(15, 15, accepted=[14]).difference) == (7500, -7500)
    assert proposed(15, 15, accepted=[14, 15]) is None


def test_a_dismissed_correction_comes_back_only_when_the_register_says_something_else():
    assert proposed(15, 14, dismissed=[14]) is None
    assert proposed(15, 13, dismissed=[14]).difference == 15000


@pytest.mark.parametrize(
    ("difference", "left", "noted"),
    [
        (-7500, 30000, -7500),
        (-30000, 30000, -30000),
        (-30000, 22500, -22500),  # part of the claim was waived, or credited before
        (-7500, 0, 0),
        (7500, 0, 7500),  # a debit is not limited
        (0, 0, 0),
    ],
)
def test_a_credit_never_takes_more_than_what_is_left(difference, left, noted):
    assert creditable(Decimal(difference), left=Decimal(left)) == noted


counts = st.fractions(0, 30, max_denominator=30)


@given(counts, st.lists(counts, max_size=6))
def test_any_chain_of_corrections_adds_up_to_what_the_register_says(closed, readings):
    accepted, noted = [], Decimal(0)
    for now in readings:
        correction = proposed(closed, now, accepted)
        if correction:
            accepted.append(now)
            noted += correction.difference
        assert proposed(closed, now, accepted) is None
    assert figures(closed).fee + noted == figures(readings[-1] if readings else closed).fee
