"""What a job costs in a month, what supports it and what remains, exact (DOMAIN.md 5). Standard library only.

cost = wage × (1 + PO); support = share × min(wage, ceiling) × (1 + statutory fees), or for a multiple of the fees
multiple × statutory fees × min(wage, ceiling). Wage and ceiling are for full time: part of a job is that part of both.
A month in which something changes is taken in stretches of days, each day a like part of its month. Amounts are exact
fractions until they are summed for the month; then each is rounded once, to öre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from foundation.money import to_ore
from foundation.periods import Month
from placements.grant import GrantPart, GrantTerms, grant_parts

DAY = timedelta(days=1)
NONE, WAGE_SHARE, FEE_MULTIPLE = "none", "wage_share", "fee_multiple"


class _HasFirst(Protocol):
    @property
    def first(self) -> date: ...


Row = TypeVar("Row", bound=_HasFirst)


def in_force(rows: Sequence[Row], day: date) -> Row | None:
    """The row that has begun latest on the day."""
    return max((row for row in rows if row.first <= day), key=lambda row: row.first, default=None)


@dataclass(frozen=True, slots=True)
class Rates:
    """The city's parameters from a day: shares of the wage, and the highest monthly wage that support is counted on."""

    first: date
    payroll_overhead: Decimal
    statutory_fees: Decimal
    ceiling: Decimal
    standard_wage: Decimal | None
    grant: GrantTerms


@dataclass(frozen=True, slots=True)
class WageFrom:
    first: date
    monthly: Decimal


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """Share (or multiple) and ceiling of a type from a day; None: no share, the city's ceiling."""

    first: date
    share: Decimal | None
    ceiling: Decimal | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on support, both days included. `share` None: the type's."""

    number: str
    first: date
    last: date
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    first: date
    last: date | None
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One placement of one employment: the days that both cover, last day included; `working_share` in per cent.

    `grant_from` is the employment's first day where its type has the supervisor grant. `grant_elsewhere` are days
    whose grant goes with another placement of the same employment.
    """

    first: date
    last: date | None
    working_share: int
    kind: str
    terms: tuple[TermsFrom, ...]
    wages: tuple[WageFrom, ...] = ()
    decisions: tuple[Decision, ...] = ()
    absences: tuple[Absence, ...] = ()
    grant_from: date | None = None
    grant_elsewhere: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a month in which nothing changes. `share` and `ceiling` are those that hold; None: no support."""

    first: date
    last: date
    of_days: int
    working_share: int
    wage: Decimal | None
    is_standard_wage: bool
    is_paid: bool
    rates: Rates
    kind: str
    decision: Decision | None
    share: Decimal | None
    ceiling: Decimal

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def part(self) -> Fraction:
        """Of a whole month in full time."""
        return Fraction(self.days, self.of_days) * self.working_share / 100

    @property
    def supported_wage(self) -> Decimal:
        """The wage, at most the ceiling."""
        return min(self.wage or Decimal(0), self.ceiling)

    @property
    def cost(self) -> Fraction:
        if self.wage is None or not self.is_paid:
            return Fraction(0)
        return Fraction(full_cost(self.wage, overhead=self.rates.payroll_overhead)) * self.part

    @property
    def support(self) -> Fraction:
        if self.wage is None or not self.is_paid or self.decision is None:
            return Fraction(0)
        fees = self.rates.statutory_fees
        return Fraction(full_support(self.kind, self.share, self.supported_wage, statutory_fees=fees)) * self.part


def full_cost(wage: Decimal, *, overhead: Decimal) -> Decimal:
    """Of a whole month in full time: 21 000 kr with PO 40.15 % cost 29 431.50 kr."""
    return wage * (1 + overhead)


def full_support(kind: str, share: Decimal | None, supported_wage: Decimal, *, statutory_fees: Decimal) -> Decimal:
    """Of a whole month in full time; `supported_wage` is at most the ceiling, `share` the multiple for FEE_MULTIPLE."""
    if kind == WAGE_SHARE:
        return (share or Decimal(0)) * supported_wage * (1 + statutory_fees)
    if kind == FEE_MULTIPLE:
        return (share or Decimal(0)) * statutory_fees * supported_wage
    return Decimal(0)


@dataclass(frozen=True, slots=True)
class MonthCost:
    """Kronor with öre. `remains` is what support does not cover; the grant is not taken from it."""

    month: Month
    stretches: tuple[Stretch, ...]
    grant_parts: tuple[GrantPart, ...]

    @property
    def cost(self) -> Decimal:
        return to_ore(sum((one.cost for one in self.stretches), Fraction(0)))

    @property
    def support(self) -> Decimal:
        return to_ore(sum((one.support for one in self.stretches), Fraction(0)))

    @property
    def remains(self) -> Decimal:
        return self.cost - self.support

    @property
    def grant(self) -> Decimal:
        return to_ore(sum((part.amount for part in self.grant_parts), Fraction(0)))

    @property
    def lacks_wage(self) -> bool:
        return any(one.wage is None for one in self.stretches)

    @property
    def lacks_decision(self) -> bool:
        return any(one.kind != NONE and one.decision is None for one in self.stretches)


def month_cost(job: Job, month: Month, rates: Sequence[Rates]) -> MonthCost | None:
    """None when the job has no day in the month. `rates` hold one row that has begun by then."""
    first, last = max(job.first, month.first_day), min(job.last or date.max, month.last_day)
    if first > last:
        return None
    begins = sorted({first, *(day for day in _changes(job, rates) if first < day <= last)})
    ends = [*(day - DAY for day in begins[1:]), last]
    stretches = tuple(_stretch(job, begin, end, month, rates) for begin, end in zip(begins, ends, strict=True))
    return MonthCost(month, stretches, tuple(_grant(job, first, last, rates)))


def _changes(job: Job, rates: Sequence[Rates]) -> set[date]:
    """The days on which anything becomes another."""
    periods = [(one.first, one.last) for one in job.decisions] + [(one.first, one.last) for one in job.absences]
    days = {first for first, _last in periods}
    days |= {last + DAY for _first, last in periods if last is not None and last < date.max}
    for rows in (job.wages, job.terms, rates):
        days |= {row.first for row in rows}
    return days


def _stretch(job: Job, first: date, last: date, month: Month, rates: Sequence[Rates]) -> Stretch:
    rate = in_force(rates, first) or rates[0]
    wage = in_force(job.wages, first)
    terms = in_force(job.terms, first)
    decision = next((one for one in job.decisions if one.first <= first <= one.last), None)
    absent = next((one for one in job.absences if one.first <= first <= (one.last or date.max)), None)
    own_share = terms.share if terms else None
    own_ceiling = terms.ceiling if terms else None
    return Stretch(
        first=first,
        last=last,
        of_days=month.days,
        working_share=job.working_share,
        wage=wage.monthly if wage else rate.standard_wage,
        is_standard_wage=wage is None and rate.standard_wage is not None,
        is_paid=absent is None or absent.is_paid,
        rates=rate,
        kind=job.kind,
        decision=decision,
        share=decision.share if decision and decision.share is not None else own_share,
        ceiling=own_ceiling if own_ceiling is not None else rate.ceiling,
    )


def _grant(job: Job, first: date, last: date, rates: Sequence[Rates]) -> list[GrantPart]:
    if job.grant_from is None:
        return []

    def terms_on(day: date) -> GrantTerms:
        return (in_force(rates, day) or rates[0]).grant

    parts = []
    for begin, end in _without(first, last, job.grant_elsewhere):
        parts += grant_parts(job.grant_from, first=begin, last=end, terms_on=terms_on)
    return parts


def _without(first: date, last: date, taken: Sequence[tuple[date, date | None]]) -> list[tuple[date, date]]:
    """The days from `first` to `last` that no other period takes."""
    free = [(first, last)]
    for begins, ends in taken:
        until = ends or date.max
        left = []
        for a, b in free:
            if until < a or begins > b:
                left.append((a, b))
                continue
            if a < begins:
                left.append((a, begins - DAY))
            if until < b:
                left.append((until + DAY, b))
        free = left
    return free
