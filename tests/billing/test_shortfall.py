"""Missing, excused, chargeable and fee by hand-worked tables: 7 500 kr from April 2021."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.shortfall import ChargingTerms, MissingCause, excusing_causes, half_year_sum, shortfall
from foundation.periods import HalfYear, Month

APRIL = Month(2021, 4)
TERMS = ChargingTerms(fee=Decimal(7500), charging_starts=APRIL)
EXCUSING = ChargingTerms(
    fee=Decimal(7500), charging_starts=APRIL, excusing=excusing_causes(unfilled_place_excuses=True)
)
PROVIDER = ChargingTerms(fee=Decimal(7500), charging_starts=APRIL, is_provider=True)


def measured(target, counted, *, month=APRIL, terms=TERMS, causes=None):
    return shortfall(month=month, target=target, counted=counted, terms=terms, causes=causes)


@pytest.mark.parametrize(
    ("month", "target", "counted", "missing", "chargeable", "fee"),
    [
        ("2021-03", 19, 12, 7, 0, 0),  # the month before charging starts: shown, not charged
        ("2021-04", 19, 15, 4, 4, 30000),  # 4 × 7 500
        ("2021-05", 19, 18, 1, 1, 7500),
        ("2021-06", 19, 19, 0, 0, 0),
        ("2021-07", 19, 25, 0, 0, 0),  # a surplus earns nothing
        ("2021-08", 0, 0, 0, 0, 0),
        ("2022-01", 12, 0, 12, 12, 90000),
    ],
)
def test_missing_times_fee_from_the_charging_start(month, target, counted, missing, chargeable, fee):
    found = measured(target, counted, month=Month.parse(month))
    assert (found.missing, found.excused, found.chargeable, found.fee) == (missing, 0, chargeable, fee)


@pytest.mark.parametrize(
    ("counted", "missing", "fee"),
    [
        (Fraction(29, 30), Fraction(1, 30), "250.00"),  # 7 500 / 30
        (Fraction(30, 31), Fraction(1, 31), "241.94"),  # 241.935… half up
        (Fraction(28, 29), Fraction(1, 29), "258.62"),  # 258.620…
        (Fraction(1, 3), Fraction(2, 3), "5000.00"),
    ],
)
def test_an_average_is_charged_exactly_and_rounded_to_ore_last(counted, missing, fee):
    found = measured(1, counted)
    assert (found.missing, found.fee) == (missing, Decimal(fee))


def test_half_an_ore_is_rounded_up():
    """A fee of 0.31 kr for half an employment is 0.155 kr."""
    terms = ChargingTerms(fee=Decimal("0.31"), charging_starts=APRIL)
    assert measured(1, Fraction(1, 2), terms=terms).fee == Decimal("0.16")


@pytest.mark.parametrize(
    ("causes", "excused", "fee"),
    [
        # target 10, counted 6: 4 missing
        ({}, 0, 30000),
        ({MissingCause.NO_CANDIDATE: 1}, 1, 22500),
        ({MissingCause.NO_CANDIDATE: 4}, 4, 0),
        ({MissingCause.NO_CANDIDATE: 9}, 4, 0),  # never more than is missing
        ({MissingCause.NO_PLACE_OFFERED: 4}, 0, 30000),
        ({MissingCause.NO_PLACE_OFFERED: 2, MissingCause.NO_CANDIDATE: 2}, 2, 15000),
    ],
)
def test_an_unfilled_place_lowers_what_is_chargeable_where_the_terms_say_so(causes, excused, fee):
    found = measured(10, 6, terms=EXCUSING, causes=causes)
    assert (found.missing, found.excused, found.chargeable, found.fee) == (4, excused, 4 - excused, fee)


def test_an_unfilled_place_excuses_nothing_where_the_terms_are_silent():
    found = measured(10, 6, causes={MissingCause.NO_CANDIDATE: 4})
    assert (found.excused, found.fee) == (0, 30000)


def test_the_terms_decide_which_other_causes_excuse():
    agreed = {MissingCause.SUPPORT_REFUSED, MissingCause.NO_CANDIDATE}
    assert excusing_causes(unfilled_place_excuses=False, agreed=agreed) == {MissingCause.SUPPORT_REFUSED}
    assert excusing_causes(unfilled_place_excuses=True, agreed=agreed) == agreed
    assert excusing_causes(unfilled_place_excuses=True) == {MissingCause.NO_CANDIDATE}


def test_an_excuse_before_charging_starts_is_shown_though_nothing_is_chargeable():
    found = measured(10, 6, month=Month(2021, 3), terms=EXCUSING, causes={MissingCause.NO_CANDIDATE: 1})
    assert (found.missing, found.excused, found.chargeable, found.fee) == (4, 1, 0, 0)


def test_a_part_excused_average():
    """Target 2, average 1/2: 1 1/2 missing, 1 excused, 1/2 × 7 500 = 3 750 kr."""
    found = measured(2, Fraction(1, 2), terms=EXCUSING, causes={MissingCause.NO_CANDIDATE: 1})
    assert (found.chargeable, found.fee) == (Fraction(1, 2), 3750)


def test_the_provider_is_followed_but_never_charged():
    found = measured(108, 90, terms=PROVIDER)
    assert (found.missing, found.chargeable, found.fee) == (18, 0, 0)


def test_half_year_adds_up_without_netting():
    """102 in the register example: a surplus of 3 in April would not pay for 2 missing in May and 1 in June."""
    months = [measured(12, counted, month=Month(2021, number)) for number, counted in ((6, 11), (4, 15), (5, 10))]
    found = half_year_sum(HalfYear(2021, 1), months)
    assert [one.month.month for one in found.months] == [4, 5, 6]
    assert (found.missing, found.excused, found.chargeable, found.fee) == (3, 0, 3, Decimal("22500.00"))


def test_a_half_year_without_months_is_zero():
    found = half_year_sum(HalfYear(2021, 1), [])
    assert (found.missing, found.fee) == (0, Decimal("0.00"))


@pytest.mark.parametrize("numbers", [(7,), (4, 4)])
def test_a_foreign_or_doubled_month_is_refused(numbers):
    with pytest.raises(ValueError, match="2021-H1"):
        half_year_sum(HalfYear(2021, 1), [measured(1, 0, month=Month(2021, number)) for number in numbers])


@given(
    target=st.integers(0, 400),
    counted=st.fractions(0, 500, max_denominator=31),
    causes=st.dictionaries(st.sampled_from(MissingCause), st.integers(0, 50)),
    month=st.builds(Month, st.integers(2020, 2022), st.integers(1, 12)),
    terms=st.builds(
        ChargingTerms,
        fee=st.decimals(0, 20000, places=2),
        charging_starts=st.just(APRIL),
        excusing=st.frozensets(st.sampled_from(MissingCause)),
        is_provider=st.booleans(),
    ),
)
def test_a_fee_is_never_negative_and_never_more_than_the_whole_target(target, counted, causes, month, terms):
    found = measured(target, counted, month=month, terms=terms, causes=causes)
    assert 0 <= found.fee <= target * terms.fee
    assert 0 <= found.excused <= found.missing <= target
    assert found.chargeable in (0, found.missing - found.excused)
    assert found.fee == 0 or (month >= APRIL and not terms.is_provider)
