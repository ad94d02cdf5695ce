"""The supervisor grant, worked by hand: the switch on the anniversary day, and whole totals whatever the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import to_ore
from foundation.periods import Month, months_between
from placements.grant import DAY, GrantTerms, anniversary, grant_of_months, grant_parts, granted

D1 = GrantTerms(first=Decimal(3250), first_months=3, after=Decimal(2500))


def terms_on(day):
    return D1


def in_month(start, month):
    month = Month.parse(month)
    return to_ore(granted(start, first=month.first_day, last=month.last_day, terms_on=terms_on))


@pytest.mark.parametrize(
    ("months", "kronor"),
    [
        (1, 3250),
        (3, 9750),  # 3 × 3 250
        (4, 12250),  # 9 750 + 2 500
        (12, 32250),  # 3 × 3 250 + 9 × 2 500
        (24, 62250),  # 3 × 3 250 + 21 × 2 500
    ],
)
def test_so_many_months_of_employment_give(months, kronor):
    for start in (date(2021, 1, 1), date(2021, 1, 15), date(2021, 1, 31)):
        assert grant_of_months(start, months, terms_on=terms_on) == kronor
        last = anniversary(start, months) - DAY
        assert granted(start, first=start, last=last, terms_on=terms_on) == kronor


@pytest.mark.parametrize(
    ("month", "kronor"),
    [
        ("2021-01", "1782.26"),  # 15–31 January: 17 of the first month's 31 days × 3 250
        ("2021-02", "3092.74"),  # 14 of 31 days × 3 250 (1 467.7419) + 14 of the 28 of 15 Feb–14 Mar × 3 250 (1 625)
        ("2021-04", "2801.08"),  # 14 of 31 days × 3 250 (1 467.7419) + from the 15th 16 of 30 days × 2 500 (1 333.3333)
        ("2021-05", "2537.63"),  # 14 of 30 × 2 500 (1 166.6667) + 17 of 31 × 2 500 (1 370.9677)
        ("2020-12", "0.00"),
    ],
)
def test_an_anniversary_in_mid_month_shares_the_month_by_days(month, kronor):
    assert in_month(date(2021, 1, 15), month) == Decimal(kronor)


def test_the_switch_falls_on_the_anniversary_day():
    """From 15 January: 14 April is the last day of the third month, 15 April the first of the fourth."""
    start = date(2021, 1, 15)
    day = {d: grant_parts(start, first=d, last=d, terms_on=terms_on) for d in (date(2021, 4, 14), date(2021, 4, 15))}
    assert [(part[0].number, part[0].monthly, part[0].of_days) for part in day.values()] == [
        (3, Decimal(3250), 31),  # 15 March–14 April
        (4, Decimal(2500), 30),  # 15 April–14 May
    ]


def test_a_start_on_the_31st_has_its_months_end_where_the_calendar_does():
    start = date(2021, 1, 31)
    assert [anniversary(start, n) for n in range(4)] == [start, date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30)]


def test_the_calendar_month_of_a_start_on_the_first_is_whole():
    assert [in_month(date(2021, 3, 1), f"2021-{n:02d}") for n in (3, 4, 5, 6)] == [3250, 3250, 3250, 2500]


def test_no_days_before_the_start_and_none_after_the_end():
    assert granted(date(2021, 3, 1), first=date(2021, 1, 1), last=date(2021, 2, 28), terms_on=terms_on) == 0
    assert granted(date(2021, 3, 1), first=date(2021, 2, 1), last=date(2021, 3, 31), terms_on=terms_on) == 3250


@given(start=st.dates(date(2019, 1, 1), date(2023, 12, 31)), months=st.integers(1, 30))
def test_the_calendar_months_together_are_the_months_of_employment(start, months):
    last = anniversary(start, months) - DAY
    by_calendar = sum(
        (
            granted(start, first=month.first_day, last=min(month.last_day, last), terms_on=terms_on)
            for month in months_between(Month.of(start), Month.of(last))
        ),
        Fraction(0),
    )
    assert by_calendar == grant_of_months(start, months, terms_on=terms_on)
