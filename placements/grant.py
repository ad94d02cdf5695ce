"""The supervisor grant (handledarbidrag) of an employment, exact to the day (D1; DOMAIN.md 5). Standard library only.

D1: 3 250 kr a month for the first three months, then 2 500 kr, for as long as the employment lasts. A month of the
grant runs from the employment's day of the month to the day before the next, so the switch falls on the anniversary
day. Where a month of the grant lies in two calendar months its amount is shared by days: a whole number of months of
employment always gives whole amounts, whichever day it began.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from foundation.periods import Month

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """Kronor a month: `first` for `first_months` months, then `after`."""

    first: Decimal
    first_months: int
    after: Decimal

    def amount(self, number: int) -> Decimal:
        """Of the employment's month `number`, counted from 1."""
        return self.first if number <= self.first_months else self.after


# the terms in force on a day
TermsOn = Callable[[date], GrantTerms]


@dataclass(frozen=True, slots=True)
class GrantPart:
    """The part of one month of the grant that lies in the period asked for; `days` of its `of_days`."""

    number: int
    first: date
    last: date
    days: int
    of_days: int
    monthly: Decimal

    @property
    def amount(self) -> Fraction:
        return Fraction(self.monthly) * self.days / self.of_days


def anniversary(start: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day where it has no such day."""
    number = start.year * 12 + start.month - 1 + months
    month = Month(number // 12, number % 12 + 1)
    return date(month.year, month.month, min(start.day, month.days))


def grant_parts(start: date, *, first: date, last: date, terms_on: TermsOn) -> list[GrantPart]:
    """The months of the grant that touch the days from `first` to `last`, both included; none before `start`."""
    first = max(first, start)
    number = max(1, (first.year - start.year) * 12 + first.month - start.month)
    parts = []
    while (begins := anniversary(start, number - 1)) <= last:
        ends = anniversary(start, number) - DAY
        if ends >= first:
            inside = max(begins, first), min(ends, last)
            days = (inside[1] - inside[0]).days + 1
            monthly = terms_on(begins).amount(number)
            parts.append(GrantPart(number, *inside, days, (ends - begins).days + 1, monthly))
        number += 1
    return parts


def granted(start: date, *, first: date, last: date, terms_on: TermsOn) -> Fraction:
    """Kronor for the days from `first` to `last`, exact."""
    return sum((part.amount for part in grant_parts(start, first=first, last=last, terms_on=terms_on)), Fraction(0))


def grant_of_months(start: date, months: int, *, terms_on: TermsOn) -> Decimal:
    """Kronor for the first so many months of employment: 12 give 32 250 kr and 24 give 62 250 kr on D1's terms."""
    return sum((terms_on(anniversary(start, n - 1)).amount(n) for n in range(1, months + 1)), Decimal(0))
