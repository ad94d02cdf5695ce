"""The calculator by hand-worked columns: both bases, every rounding rule, exact ties, exemptions, and the fees.

Three departments: A 330 permanent of 400, B 205 of 230, and the provider P 1 900 of 2 150. At 5.7 %:
permanent 18.81, 11.685, 108.3; all 22.8, 13.11, 122.55. The fee is 7 500 kr from April: 3 months, then 6.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.quota import Rounding
from allocation.scenario import Parameters, Staff, calculate
from foundation.periods import Month

STAFF = (
    Staff("A", "Fritid", 330, 400, is_provider=False),
    Staff("B", "Miljö", 205, 230, is_provider=False),
    Staff("P", "ASF", 1900, 2150, is_provider=True),
)
DECIDED = Parameters(
    rate=Decimal("0.057"),
    basis="permanent",
    day=date(2020, 11, 1),
    rounding=Rounding.HALF_UP,
    total=None,
    fee=Decimal(7500),
    charging_starts=Month(2021, 4),
    exempt=frozenset(),
)


@pytest.mark.parametrize(
    ("basis", "rounding", "total", "quotas"),
    [
        ("permanent", Rounding.HALF_UP, None, (19, 12, 108)),
        ("permanent", Rounding.HALF_EVEN, None, (19, 12, 108)),
        ("permanent", Rounding.FLOOR, None, (18, 11, 108)),
        ("permanent", Rounding.CEILING, None, (19, 12, 109)),
        # floors 18 + 11 + 108 = 137; the two left go to .81 and .685
        ("permanent", Rounding.LARGEST_REMAINDER, 139, (19, 12, 108)),
        ("permanent", Rounding.LARGEST_REMAINDER, 138, (19, 11, 108)),
        ("all", Rounding.HALF_UP, None, (23, 13, 123)),
        ("all", Rounding.HALF_EVEN, None, (23, 13, 123)),
        ("all", Rounding.FLOOR, None, (22, 13, 122)),
        ("all", Rounding.CEILING, None, (23, 14, 123)),
        # floors 22 + 13 + 122 = 157; the one left goes to .80
        ("all", Rounding.LARGEST_REMAINDER, 158, (23, 13, 122)),
    ],
)
def test_every_rounding_rule_under_both_bases(basis, rounding, total, quotas):
    found = calculate(replace(DECIDED, basis=basis, rounding=rounding, total=total), STAFF)
    assert tuple(found.quota(code) for code in "ABP") == quotas
    assert found.total == sum(quotas)
    assert found.total_without_provider == quotas[0] + quotas[1]


@pytest.mark.parametrize(
    ("rounding", "total", "quotas"),
    [
        (Rounding.HALF_UP, None, (3, 4)),  # 2.5 → 3, 3.5 → 4
        (Rounding.HALF_EVEN, None, (2, 4)),  # 2.5 → 2, 3.5 → 4
        (Rounding.FLOOR, None, (2, 3)),
        (Rounding.CEILING, None, (3, 4)),
        (Rounding.LARGEST_REMAINDER, 6, (2, 4)),  # equal remainders: the one left goes to the larger share
    ],
)
def test_exact_halves(rounding, total, quotas):
    """5 % of 50 and of 70 are 2.5 and 3.5, exactly."""
    staff = (Staff("A", "A", 50, 50, is_provider=False), Staff("B", "B", 70, 70, is_provider=False))
    found = calculate(replace(DECIDED, rate=Decimal("0.05"), rounding=rounding, total=total), staff)
    assert (found.quota("A"), found.quota("B")) == quotas


def test_greatest_fee_leaves_the_provider_out_and_has_three_and_six_months():
    """(19 + 12) × 7 500 = 232 500 a month: 697 500, 1 395 000, together 2 092 500."""
    found = calculate(DECIDED, STAFF)
    assert found.first_half_fee == 697_500
    assert found.second_half_fee == 1_395_000
    assert found.year_fee == 2_092_500


def test_charging_from_august_costs_nothing_in_the_first_half_year():
    """31 × 7 500 × 5 = 1 162 500."""
    found = calculate(replace(DECIDED, charging_starts=Month(2021, 8)), STAFF)
    assert (found.first_half_fee, found.second_half_fee) == (0, 1_162_500)


def test_an_exempt_department_has_no_quota_and_is_in_no_sum():
    found = calculate(replace(DECIDED, exempt=frozenset("B")), STAFF)
    assert found.quota("B") is None
    assert (found.total, found.total_without_provider) == (127, 19)


def test_someone_not_counted_gets_nothing_and_is_named():
    found = calculate(DECIDED, (*STAFF, Staff("X", "Ny", None, None, is_provider=False)))
    assert found.quota("X") == 0
    assert found.uncounted == ("X",)


def test_a_total_out_of_reach_is_shared_by_headcount_and_said():
    found = calculate(replace(DECIDED, rounding=Rounding.LARGEST_REMAINDER, total=1000), STAFF)
    assert found.total == 1000
    assert found.is_scaled


@given(
    counts=st.lists(st.integers(1, 5000), min_size=1, max_size=20),
    rounding=st.sampled_from([rule for rule in Rounding if rule is not Rounding.LARGEST_REMAINDER]),
    rate=st.decimals("0.001", "0.2", places=4),
)
def test_each_quota_is_within_one_of_the_exact_share(counts, rounding, rate):
    staff = [Staff(f"{n:03d}", "", count, count, is_provider=False) for n, count in enumerate(counts)]
    found = calculate(replace(DECIDED, rate=rate, rounding=rounding), staff)
    assert all(abs(one.quota - one.exact) < 1 for one in found.quotas.values())


@given(counts=st.lists(st.integers(1, 5000), min_size=1, max_size=20), total=st.integers(0, 3000))
def test_largest_remainder_always_gives_the_total(counts, total):
    staff = [Staff(f"{n:03d}", "", count, count, is_provider=False) for n, count in enumerate(counts)]
    parameters = replace(DECIDED, rounding=Rounding.LARGEST_REMAINDER, total=total)
    assert calculate(parameters, staff).total == total
