"""The derivation of a quota as a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from allocation.quota import Rounding, apportion
from allocation.wording import derivation_sentence, exact_number, percentage

DAY = date(2020, 11, 1)


def sentence(headcounts: dict[str, int], rounding: Rounding, total: int | None = None) -> str:
    row = apportion(rate=Decimal("0.057000"), headcounts=headcounts, rounding=rounding, total=total)["101"]
    return derivation_sentence(row, basis="permanent", day=DAY).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.HALF_UP, "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat"),
        (Rounding.FLOOR, "18 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat nedåt"),
    ],
)
def test_the_sentence_reads_from_quota_to_rounding(rounding, expected):
    assert sentence({"101": 330}, rounding) == expected


def test_the_largest_remainder_names_the_total_it_reaches():
    """18.81 + 11.685 = 30.495: 30 and 31 can be reached; 30 gives 18 + 11 and one more to the larger loss, 101."""
    assert sentence({"101": 330, "102": 205}, Rounding.LARGEST_REMAINDER, 30) == (
        "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, fördelat efter största rest till summan 30"
    )


def test_a_total_beyond_the_rate_is_said_to_be_shared_out():
    """330 of 535 people's share of 60 is 37.009: 37."""
    assert sentence({"101": 330, "102": 205}, Rounding.LARGEST_REMAINDER, 60) == (
        "37 = andelen av summan 60 för 330 tillsvidareanställda den 1 november 2020, fördelat efter största rest"
    )


@pytest.mark.parametrize(
    ("number", "written"), [("18.810000", "18,81"), ("11.685", "11,685"), ("100", "100"), ("1254.0", "1 254")]
)
def test_numbers_keep_the_decimals_they_have(number, written):
    assert exact_number(Decimal(number)).replace("\N{NO-BREAK SPACE}", " ") == written


def test_a_rate_is_written_exactly():
    assert percentage(Decimal("0.057500")).replace("\N{NO-BREAK SPACE}", " ") == "5,75 %"
