"""The small register with its right answer, from literal data through the pure modules only."""

from decimal import Decimal

import pytest

from agreements.targets import SignedVersion, effective_target
from allocation.quota import Rounding, apportion
from billing.counting import CountingRule, FractionRule, count_month
from billing.shortfall import ChargingTerms, half_year_sum, shortfall
from foundation.periods import HalfYear, Month
from tests.billing.presences import A, B, register_example

QUOTAS = apportion(rate=Decimal("0.057"), headcounts={A: 330, B: 205}, rounding=Rounding.HALF_UP)
VERSIONS = {
    A: [SignedVersion(1, Month(2021, 1), Month(2021, 12), 19)],
    B: [SignedVersion(1, Month(2021, 1), Month(2021, 12), 12)],
}
TERMS = ChargingTerms(fee=Decimal(7500), charging_starts=Month(2021, 4))


def figures(department, month):
    """formula quota, target, counted, missing, excused, chargeable, fee"""
    rule = (CountingRule.LAST_DAY, FractionRule.EXACT)
    count = count_month(presences=register_example(), month=month, rule_of={A: rule, B: rule})[department]
    quota = QUOTAS[department].quota
    target = effective_target(month=month, versions=VERSIONS[department], transfers=[], formula_quota=quota).target
    found = shortfall(month=month, target=target, counted=count.counted, terms=TERMS)
    return (quota, target, found.counted, found.missing, found.excused, found.chargeable, found.fee), found


@pytest.mark.parametrize(
    ("department", "month", "expected"),
    [
        (A, 1, (19, 19, 5, 14, 0, 0, 0)),
        (A, 2, (19, 19, 9, 10, 0, 0, 0)),
        (A, 3, (19, 19, 12, 7, 0, 0, 0)),
        (A, 4, (19, 19, 15, 4, 0, 4, 30000)),
        (A, 5, (19, 19, 18, 1, 0, 1, 7500)),
        (A, 6, (19, 19, 19, 0, 0, 0, 0)),  # the nineteenth starts on the last day of June
        (B, 1, (12, 12, 12, 0, 0, 0, 0)),
        (B, 2, (12, 12, 12, 0, 0, 0, 0)),
        (B, 3, (12, 12, 12, 0, 0, 0, 0)),
        (B, 4, (12, 12, 12, 0, 0, 0, 0)),  # two end on the last day of April and still count
        (B, 5, (12, 12, 10, 2, 0, 2, 15000)),
        (B, 6, (12, 12, 11, 1, 0, 1, 7500)),  # one starts on the first of June
    ],
)
def test_the_register_example_gives_its_expected_figures(department, month, expected):
    assert figures(department, Month(2021, month))[0] == expected


@pytest.mark.parametrize(("department", "fee"), [(A, 37500), (B, 22500)])
def test_the_half_year_owes_what_the_example_says(department, fee):
    half_year = HalfYear(2021, 1)
    months = [figures(department, month)[1] for month in half_year.months]
    assert half_year_sum(half_year, months).fee == fee
