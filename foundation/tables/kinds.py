"""How a cell of each kind is read, and what is said when it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from foundation.identity_numbers import InvalidIdentityNumber, normalised
from foundation.periods import LIKELY_YEARS, Month
from foundation.tables.columns import Column, Kind, folded, in_each_language
from foundation.tables.refusals import quoted
from foundation.tables.table import Cell, text_of

Value = str | int | Decimal | bool | date | Month | None
Parser = Callable[[Cell], Value]

_INTEGER = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?: \d{3}){1,4})", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?: \d{3}){1,4})(?:[.,]\d{1,10})?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DAY_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_EARLIEST_YEAR, _LATEST_YEAR = LIKELY_YEARS[0], LIKELY_YEARS[-1]
_FEWEST_DIGITS = 7  # of a number with ten that began with zeros: born in January 2000
_TRUE = {"ja", "j", "yes", "y", "true", "sant"}
_FALSE = {"nej", "n", "no", "false", "falskt"}
_SPACES = {ord(space): " " for space in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"}


@dataclass
class CellFault(Exception):
    """A cell that cannot be read. `found` is set where it is more, or less, than what stands in the cell."""

    expected: str
    mend: str
    found: str = ""


def parser_of(column: Column, *, today: date | None) -> Parser:
    """How this column's cells become values; the parser raises CellFault. Empty cells are not its business."""
    if column.kind is Kind.CHOICE:
        return _choice_parser(column)
    if column.kind is Kind.IDENTITY_NUMBER:
        return lambda cell: _identity_number(cell, today)
    if column.kind in (Kind.TEXT, Kind.CODE):
        return _text_parser(column)
    if column.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number_parser(column)
    if column.kind is Kind.DATE:
        return _date_parser(column)
    return _month if column.kind is Kind.MONTH else _boolean


def _text_parser(column: Column) -> Parser:
    def parse(cell: Cell) -> str:
        text = text_of(cell).strip()
        if len(text) > column.longest:
            expected = _("en text på högst %(longest)s tecken") % {"longest": column.longest}
            raise CellFault(expected, _("Korta texten."))
        if column.kind is Kind.CODE and len(text.split()) > 1:
            raise CellFault(_("en kod utan mellanslag"), _("Ta bort mellanslagen."))
        return text

    return parse


def _number_parser(column: Column) -> Parser:
    whole = column.kind is Kind.INTEGER

    def parse(cell: Cell) -> int | Decimal:
        number = _whole(cell) if whole else _decimal(cell)
        if column.minimum is not None and number < column.minimum:
            expected = _("%(minimum)s eller mer") % {"minimum": column.minimum}
            raise CellFault(expected, _("Rätta talet."))
        return number

    return parse


def _whole(cell: Cell) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = _plain_number(cell)
    if not _INTEGER.fullmatch(text):
        raise CellFault(_("ett heltal"), _("Skriv antalet med siffror, t.ex. 300."))
    return int(text.replace(" ", ""))


def _decimal(cell: Cell) -> Decimal:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return Decimal(cell)
    text = _plain_number(cell)
    if not _DECIMAL.fullmatch(text):
        raise CellFault(_("ett tal"), _("Skriv talet med siffror, t.ex. 75,5."))
    return Decimal(text.replace(" ", "").replace(",", "."))


def _plain_number(cell: Cell) -> str:
    return text_of(cell).translate(_SPACES).strip().replace("\N{MINUS SIGN}", "-")


def _date_parser(column: Column) -> Parser:
    """Systems that must have a last day write 9999-12-31 for none: that is as an empty cell where one may be empty."""

    def parse(cell: Cell) -> date | None:
        day = _date(cell)
        if day == date.max and not column.required:
            return None
        if day.year > _LATEST_YEAR:
            raise CellFault(_("ett datum före år 2100"), _("Skriv rätt datum, t.ex. 2021-04-30."))
        return day

    return parse


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        raise CellFault(_("ett datum"), _("Ta bort klockslaget och skriv bara dagen, t.ex. 2021-04-30."))
    if isinstance(cell, date):
        return _not_too_early(cell)
    text = text_of(cell).strip()
    if _DAY_NUMBER.fullmatch(text):
        mend = _("Det är Excels dagnummer för %(day)s. Skriv %(day)s, eller ge kolumnen datumformat i Excel.")
        raise CellFault(_("ett datum"), mend % {"day": _DAY_ZERO + timedelta(days=int(text))})
    shape = _DATE.fullmatch(text)
    try:
        return _not_too_early(date.fromisoformat(shape[1] if shape else ""))
    except ValueError:
        raise CellFault(_("ett datum"), _("Skriv år, månad och dag, t.ex. 2021-04-30.")) from None


def _not_too_early(day: date) -> date:
    if day.year < _EARLIEST_YEAR:
        raise CellFault(_("ett datum från år 1900 eller senare"), _("Skriv rätt datum, t.ex. 2021-04-30."))
    return day


def _month(cell: Cell) -> Month:
    """Excel makes 2021-04 into the first day of the month, so that is taken for the month too."""
    text = text_of(cell).strip()
    try:
        if text.endswith("-01") and len(text) == len("2021-04-01"):
            text = text[:-3]
        return Month.of(_not_too_early(Month.parse(text).first_day))
    except ValueError:
        raise CellFault(_("en månad"), _("Skriv år och månad, t.ex. 2021-04.")) from None


def _boolean(cell: Cell) -> bool:
    text = "ja" if cell is True else "nej" if cell is False else text_of(cell).strip().casefold()
    if text not in _TRUE | _FALSE:
        raise CellFault(_("ja eller nej"), _("Skriv ja eller nej."))
    return text in _TRUE


def _choice_parser(column: Column) -> Parser:
    words = [(word, key) for key, label in column.choices.items() for word in (key, *in_each_language(label))]
    exact, keys = dict(words), {folded(word): key for word, key in words}

    def parse(cell: Cell) -> str:
        text = text_of(cell)
        try:
            return exact[text] if text in exact else keys[folded(text)]
        except KeyError:
            labels = ", ".join(str(label) for label in column.choices.values())
            raise CellFault(_("något av %(labels)s") % {"labels": labels}, _("Skriv ett av dem.")) from None

    return parse


def _identity_number(cell: Cell, today: date | None) -> str:
    """Zeros that a spreadsheet took from the beginning of ten digits are put back where the number is then right."""
    text = text_of(cell).strip()
    has_lost = text.isdecimal() and _FEWEST_DIGITS <= len(text) < 10
    try:
        return normalised(text.zfill(10) if has_lost else text, today=today)
    except InvalidIdentityNumber:
        if text.isdecimal() and len(text) < 10:
            mend = _("Excel kan ha tagit bort nollor i början. Ge kolumnen textformat och skriv alla siffror igen.")
        else:
            mend = _("Skriv tolv siffror, t.ex. ÅÅÅÅMMDD-NNNN, och kontrollera dem mot källan.")
        expected, found = _("ett giltigt person- eller samordningsnummer"), _("numret (som inte visas här)")
        raise CellFault(expected, mend, found) from None


def found_in(cell: Cell, fault: CellFault) -> str:
    """What to say that the cell held."""
    return fault.found or quoted(text_of(cell))
