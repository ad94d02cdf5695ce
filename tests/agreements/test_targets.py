"""Effective targets by hand-worked tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.targets import (
    Direction,
    SignedVersion,
    TargetSource,
    Transfer,
    effective_target,
    first_month_below_zero,
    version_in_force,
)
from foundation.periods import Month, months_between

FORMULA = 19
DECEMBER = Month(2021, 12)


def version(number, first, last, target, steps=None):
    return SignedVersion(
        number=number,
        valid_from=Month.parse(first),
        valid_to=Month.parse(last) if last else None,
        target=target,
        steps={Month.parse(month): step for month, step in (steps or {}).items()},
    )


def transfer(number, first, last, direction):
    return Transfer(number, Month.parse(first), Month.parse(last) if last else None, direction)


def same(quota):
    """The same quota in every month of the year."""
    return dict.fromkeys(months_between(Month(2021, 1), DECEMBER), quota)


def target_of(month, versions=(), transfers=()):
    return effective_target(month=Month.parse(month), versions=versions, transfers=transfers, formula_quota=FORMULA)


# Ramp-up to March, an amendment from July that ends with September, and version 1 in force again after it.
AMENDED = [
    version(2, "2021-07", "2021-09", 15, {"2021-09": 14}),
    version(1, "2021-02", "2021-11", 18, {"2021-02": 5, "2021-03": 10, "2021-07": 99}),
]


@pytest.mark.parametrize(
    ("month", "target", "source", "number"),
    [
        ("2021-01", 19, TargetSource.FORMULA, None),  # before the agreement
        ("2021-02", 5, TargetSource.STEP, 1),
        ("2021-03", 10, TargetSource.STEP, 1),
        ("2021-04", 18, TargetSource.AGREED, 1),
        ("2021-06", 18, TargetSource.AGREED, 1),  # the month before the amendment
        ("2021-07", 15, TargetSource.AGREED, 2),  # its first month: the step of the version it replaces is gone
        ("2021-09", 14, TargetSource.STEP, 2),  # its last month
        ("2021-10", 18, TargetSource.AGREED, 1),
        ("2021-12", 19, TargetSource.FORMULA, None),  # after the agreement
    ],
)
def test_step_then_agreed_target_then_formula(month, target, source, number):
    found = target_of(month, AMENDED)
    assert (found.target, found.source, found.version) == (target, source, number)


def test_a_step_of_zero_is_a_step():
    found = target_of("2021-01", [version(1, "2021-01", None, 19, {"2021-01": 0})])
    assert (found.target, found.source) == (0, TargetSource.STEP)


def test_a_version_without_an_end_is_in_force_until_a_higher_one_covers_the_month():
    versions = [version(1, "2021-01", None, 19), version(2, "2021-10", None, 12)]
    assert version_in_force(versions, Month(2021, 9)).number == 1
    assert version_in_force(versions, Month(2022, 3)).number == 2
    assert version_in_force(versions, Month(2020, 12)) is None


@pytest.mark.parametrize(
    ("month", "received", "given_away", "target"),
    [
        # base 12; 3 in March–August, 2 out from May on, 4 out in May only
        ("2021-02", 0, 0, 12),
        ("2021-03", 3, 0, 15),
        ("2021-05", 3, 6, 9),
        ("2021-06", 3, 2, 13),
        ("2021-08", 3, 2, 13),
        ("2021-09", 0, 2, 10),
        ("2022-01", 0, 2, 10),
    ],
)
def test_transfers_add_and_take_whole_months_both_ends_included(month, received, given_away, target):
    transfers = [
        transfer(3, "2021-03", "2021-08", Direction.IN),
        transfer(2, "2021-05", None, Direction.OUT),
        transfer(4, "2021-05", "2021-05", Direction.OUT),
    ]
    found = target_of(month, [version(1, "2021-01", None, 12)], transfers)
    assert (found.base, found.transfers_in, found.transfers_out) == (12, received, given_away)
    assert found.target == target


def test_transfers_move_the_formula_quota_too():
    assert target_of("2021-04", [], [transfer(4, "2021-04", None, Direction.OUT)]).target == 15


def test_a_target_is_never_below_zero():
    """An amendment lowers 12 to 3 after 5 were given away."""
    versions = [version(1, "2021-01", None, 12), version(2, "2021-07", None, 3)]
    given_away = [transfer(5, "2021-04", None, Direction.OUT)]
    assert [target_of(month, versions, given_away).target for month in ("2021-06", "2021-07")] == [7, 0]


@pytest.mark.parametrize(
    ("number", "first", "last", "below"),
    [
        # base 18 from April; 5 in February, 10 in March, 15 July–August, 14 in September (AMENDED); 4 given in August
        (5, "2021-02", "2021-02", None),
        (6, "2021-02", "2021-02", "2021-02"),
        (14, "2021-04", "2021-07", None),
        (11, "2021-04", "2021-08", None),  # August: 15 − 4 = 11
        (12, "2021-04", "2021-08", "2021-08"),
        (12, "2021-04", "2021-07", None),
        (12, "2021-09", None, None),
        (15, "2021-10", None, None),
        (19, "2021-12", None, None),  # formula quota 19; what is promised after December is not known
        (20, "2021-12", None, "2021-12"),
    ],
)
def test_a_transfer_fits_while_the_giver_keeps_at_least_nothing(number, first, last, below):
    new = transfer(number, first, last, Direction.OUT)
    given_away = [transfer(4, "2021-08", "2021-08", Direction.OUT)]
    arguments = {
        "new": new, "versions": AMENDED, "transfers": given_away, "formula_quotas": same(FORMULA), "until": DECEMBER
    }  # fmt: skip
    assert first_month_below_zero(**arguments) == (Month.parse(below) if below else None)


months = st.sampled_from(months_between(Month(2021, 1), DECEMBER))


@given(st.integers(0, 60), st.integers(0, 60), st.lists(st.tuples(st.integers(1, 20), months), max_size=8), months)
def test_transfers_that_fit_leave_the_sum_of_both_departments_unchanged(giver, receiver, numbers, month):
    out, received = [], []
    for number, first in numbers:
        new = Transfer(number, first, None, Direction.OUT)
        arguments = {"new": new, "versions": [], "transfers": out, "until": DECEMBER}
        if first_month_below_zero(formula_quotas=same(giver), **arguments) is None:
            out.append(new)
            received.append(Transfer(number, first, None, Direction.IN))
    gives = effective_target(month=month, versions=[], transfers=out, formula_quota=giver)
    gets = effective_target(month=month, versions=[], transfers=received, formula_quota=receiver)
    assert gives.target + gets.target == giver + receiver
    assert gives.target == gives.base - gives.transfers_out
