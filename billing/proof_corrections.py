"""Corrections, credits and earlier closings derived anew (DOMAIN.md 6, 7). Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from billing.corrections import MonthFigures
from billing.proof import Difference


@dataclass(frozen=True, slots=True)
class FrozenCorrection:
    """An accepted correction as stored, and `derived`: what its count gives by the terms of the closing."""

    subject: str
    then: MonthFigures
    now: MonthFigures
    derived: MonthFigures
    carried: Decimal | None  # what the line that carries it says was computed; None while none does
    moved: Decimal  # what that line should say


def of_corrections(closed: MonthFigures, accepted: Sequence[FrozenCorrection]) -> Iterator[Difference]:
    """Each begins where the books stood, ends where its count leads, and its line carries exactly what it moves.

    `accepted` in the order in which they were accepted.
    """
    standing = closed
    for one in accepted:
        yield from _figures(f"{one.subject} then", one.then, standing)
        yield from _figures(f"{one.subject} now", one.now, one.derived)
        if one.carried is not None and one.carried != one.moved:
            yield Difference("corrections", f"{one.subject} carried", str(one.carried), str(one.moved))
        standing = one.now


def _figures(subject: str, stored: MonthFigures, derived: MonthFigures) -> Iterator[Difference]:
    for name in (field.name for field in fields(MonthFigures)):
        if getattr(stored, name) != getattr(derived, name):
            values = str(getattr(stored, name)), str(getattr(derived, name))
            yield Difference("corrections", f"{subject} {name}", *values)


def of_credits(amounts: Mapping[str, Decimal], credits: Iterable[tuple[str, Decimal]]) -> Iterator[Difference]:
    """`credits` are numbers of originals with what a note takes from them, negative: together never more than all."""
    taken: dict[str, Decimal] = {}
    for number, amount in credits:
        taken[number] = taken.get(number, Decimal(0)) - amount
    for number, total in sorted(taken.items()):
        if total > amounts[number]:
            yield Difference("invoices", f"{number} credited", str(total), str(amounts[number]))


def of_months_credits(lines: Iterable[tuple[str, Decimal, bool]]) -> Iterator[Difference]:
    """`lines` are months with what each line says of them, and whether it is a credit: together a month's credits are
    never more than its charges."""
    charged: dict[str, Decimal] = {}
    credited: dict[str, Decimal] = {}
    for month, amount, is_credit in lines:
        of = credited if is_credit else charged
        of[month] = of.get(month, Decimal(0)) + amount
    for month, amount in sorted(credited.items()):
        if -amount > charged.get(month, Decimal(0)):
            yield Difference("invoices", f"{month} credited", str(-amount), str(charged.get(month, Decimal(0))))


@dataclass(frozen=True, slots=True)
class KeptClosing:
    """A closing that was opened again, as it was kept."""

    subject: str
    target: int
    counted: Fraction
    missing: Fraction
    parked: Fraction
    shares: tuple[Fraction, ...]


def of_closing(one: KeptClosing) -> Iterator[Difference]:
    """Its count is that of its people, rounded at most to the next whole number, and what was missing follows."""
    people = sum(one.shares, one.parked)
    if abs(one.counted - people) >= 1:
        yield Difference("reopenings", f"{one.subject} counted", str(one.counted), str(people))
    missing = max(Fraction(0), one.target - one.counted)
    if one.missing != missing:
        yield Difference("reopenings", f"{one.subject} missing", str(one.missing), str(missing))
