"""A part claim over the lines of an invoice: the shares sum to the amount, to the öre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.part_claims import share_out

kronor = st.decimals(min_value=0, max_value=1_000_000, places=2)


@pytest.mark.parametrize(
    ("amount", "computed", "expected"),
    [
        # all of it: as computed
        (37500, [0, 0, 0, 30000, 7500, 0], [0, 0, 0, 30000, 7500, 0]),
        # half of it
        (18750, [0, 0, 0, 30000, 7500, 0], [0, 0, 0, 15000, 3750, 0]),
        # 100 kr in three: 33.33 each, the öre left over to the first
        (100, [7500, 7500, 7500], ["33.34", "33.33", "33.33"]),
        # 10 000.01 × 30/37.5 = 8 000.008 and 2 000.002: 8 000.00 + 2 000.00, the öre to the one that lost 0.8
        ("10000.01", [30000, 7500], ["8000.01", "2000.00"]),
        # a correction that gives back 7 500 of 30 000: half of 22 500 is 15 000 − 3 750
        (11250, [30000, -7500], [15000, -3750]),
        (0, [0, 0], [0, 0]),
    ],
)
def test_worked_examples(amount, computed, expected):
    given_out = share_out(Decimal(amount), computed=[Decimal(one) for one in computed])
    assert given_out == [Decimal(one) for one in expected]


@given(st.lists(kronor, min_size=1, max_size=12).filter(any), st.fractions(min_value=0, max_value=1))
def test_the_shares_sum_to_the_amount_and_none_is_more_than_an_ore_from_its_exact_share(computed, part):
    total = sum(computed)
    amount = Decimal(int(part * int(total * 100))) / 100
    shares = share_out(amount, computed=computed)
    assert sum(shares) == amount
    for share, one in zip(shares, computed, strict=True):
        assert abs(share - amount * one / total) < Decimal("0.011")
        assert one or not share


def test_an_amount_over_lines_of_nothing_is_refused():
    with pytest.raises(ValueError, match="cannot be shared out"):
        share_out(Decimal(1), computed=[Decimal(0)])
