"""Money derived anew from what was stored, and every difference named (DOMAIN.md 7). Standard library only."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.counting import rounded
from billing.shortfall import ChargingTerms, MissingCause, shortfall
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class Difference:
    """What a stored row says, and what is derived from the rows that it rests on."""

    check: str
    subject: str
    stored: str
    derived: str


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """A closed month as stored, with the people that its frozen lines count and their shares."""

    name: str
    month: Month
    base: int
    transfers_in: int
    transfers_out: int
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee_each: Decimal
    fee: Decimal
    charges: bool
    fraction_rule: str
    excusing: frozenset[MissingCause]
    causes: Mapping[str, int]
    shares: tuple[tuple[str, Fraction], ...]
    parked: Fraction = Fraction(0)  # as the month says, and
    parked_shares: tuple[Fraction, ...] = ()  # as its parked lines do


def of_month(row: FrozenMonth) -> Iterator[Difference]:
    """The month's target from its trail, its count from its lines, then what was missing and what that cost."""
    subject = f"{row.name} {row.month}"
    parked = sum(row.parked_shares, Fraction(0))
    if parked != row.parked:
        yield Difference("months", f"{subject} parked", str(row.parked), str(parked))
    counted = rounded(sum((share for _person, share in row.shares), parked), row.fraction_rule)
    target = max(0, row.base + row.transfers_in - row.transfers_out)
    starts = row.month if row.charges else row.month.next()
    terms = ChargingTerms(row.fee_each, starts, row.excusing)
    derived = shortfall(month=row.month, target=target, counted=counted, terms=terms, causes=row.causes)
    for name in ("target", "counted", "missing", "excused", "chargeable", "fee"):
        stored, now = getattr(row, name), getattr(derived, name)
        if stored != now:
            yield Difference("months", f"{subject} {name}", str(stored), str(now))


def of_people(months: Iterable[FrozenMonth]) -> Iterator[Difference]:
    """Nobody counts for more than one in a month, over all departments."""
    sums: defaultdict[tuple[Month, str], Fraction] = defaultdict(Fraction)
    for row in months:
        for person, share in row.shares:
            sums[row.month, person] += share
    for (month, person), share in sorted(sums.items()):
        if share > 1:
            yield Difference("people", f"{person} {month}", str(share), "1")


def of_transfers(months: Iterable[FrozenMonth], *, departments: Mapping[Month, int]) -> Iterator[Difference]:
    """Transfers leave the city's sum unchanged, in every month that is closed for all its `departments`."""
    by_month: defaultdict[Month, list[FrozenMonth]] = defaultdict(list)
    for row in months:
        by_month[row.month].append(row)
    for month, rows in sorted(by_month.items()):
        given, taken = sum(row.transfers_out for row in rows), sum(row.transfers_in for row in rows)
        if len(rows) >= departments[month] and given != taken:
            yield Difference("transfers", str(month), str(taken), str(given))


def of_numbers(given: Iterable[tuple[str, int, int, str]], last: Mapping[tuple[str, int], int]) -> Iterator[Difference]:
    """`given` are series, year, sequence, number; `last` the counters. No gap, no duplicate, no strange number."""
    by_series: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for series, year, sequence, number in given:
        by_series[series, year].append(sequence)
        if number != f"{series}{year}-{sequence:04d}":
            yield Difference("numbers", number, number, f"{series}{year}-{sequence:04d}")
    for series, year in sorted({*by_series, *last}):
        own, top = Counter(by_series[series, year]), last.get((series, year), 0)
        for sequence in sorted({*own, *range(1, top + 1)}):
            if own[sequence] != 1 or sequence > top:
                yield Difference("numbers", f"{series}{year}-{sequence:04d}", str(own[sequence]), "1")


def named_in(content: bytes, number: str) -> bool:
    """Whether a file's text names the invoice, and not only a longer number that begins alike."""
    return re.search(rb"(?<![\w-])" + re.escape(number.encode()) + rb"(?!\d)", content) is not None
