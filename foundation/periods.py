"""Months and half-years: the two periods in which the city counts and invoices (DOMAIN.md 6, 7).

Standard library only. A month is stored in the database as its first day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LIKELY_YEARS = range(1900, 2100)  # what people can mean when they write a year
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_HALF_YEAR = re.compile(r"(\d{4})-H([12])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. `str(month)` is "2021-04"."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which a day falls."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2021-04". Raises ValueError for anything else."""
        match = _MONTH.fullmatch(text.strip())
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def likely(cls, text: str) -> Month:
        """As `parse`, of what a person wrote or an address says: also with months before and after it."""
        month = cls.parse(text)
        if month.year not in LIKELY_YEARS:
            raise ValueError(f"no likely month: {text!r}")
        return month

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """Number of days in the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.year, 1 if self.month <= 6 else 2)

    def next(self) -> Month:
        return Month.of(self.last_day + timedelta(days=1))

    def previous(self) -> Month:
        return Month.of(self.first_day - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from `first` to `last`, both included; empty when `last` is before `first`."""
    return list(_count_up(first, last))


def _count_up(first: Month, last: Month) -> Iterator[Month]:
    month = first
    while month <= last:
        yield month
        month = month.next()


@dataclass(frozen=True, order=True, slots=True)
class HalfYear:
    """January–June (1) or July–December (2), the invoicing period (D1). `str` is "2021-H1"."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in (1, 2):
            raise ValueError(f"no such half-year: {self.year}-H{self.half}")

    @classmethod
    def of(cls, day: date) -> HalfYear:
        return Month.of(day).half_year

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Read "2021-H1". Raises ValueError for anything else."""
        match = _HALF_YEAR.fullmatch(text.strip().upper())
        if not match:
            raise ValueError(f"not a half-year: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_month(self) -> Month:
        return Month(self.year, 1 if self.half == 1 else 7)

    @property
    def last_month(self) -> Month:
        return Month(self.year, 6 if self.half == 1 else 12)

    @property
    def months(self) -> tuple[Month, ...]:
        """The six months."""
        return tuple(months_between(self.first_month, self.last_month))

    @property
    def first_day(self) -> date:
        return self.first_month.first_day

    @property
    def last_day(self) -> date:
        return self.last_month.last_day

    def previous(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    def next(self) -> HalfYear:
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.half}"
