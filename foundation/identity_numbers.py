"""Swedish personal identity numbers and coordination numbers. Never put one into a message or a log."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum import luhn

_SHAPE = re.compile(
    r"(?P<century>\d{2})?(?P<date>\d{6})(?P<sign>[-+\N{MINUS SIGN}\N{EN DASH}]?)(?P<rest>\d{4})", re.ASCII
)
# The same for the database (CheckConstraint on keys of people and employments): six or eight digits and four.
SHAPE_IN_DATABASE = "^([0-9]{2})?[0-9]{6}[-+\N{MINUS SIGN}\N{EN DASH}]?[0-9]{4}$"
_ANYWHERE = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+\N{MINUS SIGN}\N{EN DASH} _]?\d{4}(?!\d)")
_COORDINATION = 60  # added to the day of a coordination number (samordningsnummer)


class InvalidIdentityNumber(ValueError):
    """Not an identity number. Holds no part of it."""


def normalised(text: str, *, today: date | None = None) -> str:
    """The number as twelve digits, from twelve or ten, with or without dash; coordination numbers too.

    Ten digits mean the latest birth before `today`, a hundred years earlier with "+"; without `today` they are not
    accepted. Raises InvalidIdentityNumber: shape, date, check digit, or a birth after `today`.
    """
    shape = _SHAPE.fullmatch("".join(text.split()))
    if not shape or not luhn.is_valid(shape["date"] + shape["rest"]):
        raise InvalidIdentityNumber
    if shape["century"]:
        born = _birth(shape["century"] + shape["date"])
    else:
        born = _latest_birth(shape["date"], centenarian=shape["sign"] == "+", today=today)
    if today and born > today:
        raise InvalidIdentityNumber
    return f"{born.year:04d}{shape['date'][2:]}{shape['rest']}"


def looks_like_one(text: str) -> bool:
    """Whether it has the shape of an identity number, also one with a false date or check digit.

    What has it stands nowhere in clear: it is no key of a person or an employment (DOMAIN.md 10).
    """
    return _SHAPE.fullmatch("".join(unicodedata.normalize("NFKC", text).split())) is not None


def without_identity_numbers(text: str) -> str:
    """The text with a … where something has the shape of an identity number."""
    return _ANYWHERE.sub("…", text)


def _latest_birth(six_digits: str, *, centenarian: bool, today: date | None) -> date:
    if today is None:
        raise InvalidIdentityNumber
    century = today.year // 100
    if date(century * 100 + int(six_digits[:2]), 1, 1) > today or _birth(f"{century}{six_digits}") > today:
        century -= 1
    return _birth(f"{century - centenarian}{six_digits}")


def _birth(eight_digits: str) -> date:
    year, month, day = int(eight_digits[:4]), int(eight_digits[4:6]), int(eight_digits[6:])
    try:
        return date(year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        raise InvalidIdentityNumber from None
