"""What the commands take and give: periods as words, plain numbers, and Swedish explanations of what went wrong."""

from __future__ import annotations

import csv
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.core.management.base import CommandError

from foundation.periods import HalfYear, Month, months_between

_MOST_DECIMALS = 6


class Writes(Protocol):
    def write(self, text: str, /) -> object: ...


def month(text: str) -> Month:
    """Read "2021-04" from the command line."""
    try:
        return Month.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"”{text}” är inte en månad. Skriv t.ex. 2021-04.") from None


def half_year(text: str) -> HalfYear:
    """Read "2021-H1" from the command line."""
    try:
        return HalfYear.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"”{text}” är inte ett halvår. Skriv t.ex. 2021-H1.") from None


def day(text: str) -> date:
    """Read "2021-08-31" from the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"”{text}” är inte en dag. Skriv t.ex. 2021-08-31.") from None


def add_months(parser: ArgumentParser) -> None:
    """First and last month; without the last, the first alone."""
    parser.add_argument("first", type=month, metavar="FÖRSTA", help="första månaden, t.ex. 2021-01")
    parser.add_argument("last", type=month, metavar="SISTA", nargs="?", help="sista månaden; annars bara den första")


def months_in_order(options: Mapping[str, Any]) -> list[Month]:
    """All months from first to last. Raises CommandError when they stand the wrong way round."""
    first, last = options["first"], options["last"] or options["first"]
    if last < first:
        raise CommandError(f"Den sista månaden {last} är före den första {first}. Skriv den tidigaste först.")
    return months_between(first, last)


def plain(number: Decimal | Fraction | int) -> str:
    """A number with a point and no thousands marks: "30000", "241.94", "17.032258" (at most six decimals)."""
    if isinstance(number, Fraction):
        scaled = abs(number) * 10**_MOST_DECIMALS
        nearest = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
        number = Decimal(nearest if number >= 0 else -nearest).scaleb(-_MOST_DECIMALS)
    if number == int(number):
        return str(int(number))
    text = f"{number:f}"
    return text if isinstance(number, Decimal) and number.as_tuple().exponent == -2 else text.rstrip("0")


def write_rows(out: Writes, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows as FORMAT.md has them: `;` between fields, one line each."""
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
