"""Rows of the folder beside what the register holds under the same key, so that checks can look across files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from foundation.periods import Month
from foundation.tables import Column
from foundation.tables.refusals import quoted
from register.faults import Fault, Remark

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `before` is the same row as the register holds it, None when it is new."""

    file: str
    number: int
    key: Key
    values: Values
    before: Values | None
    lines: Mapping[str, int] = field(default_factory=dict)  # where each value stands, when not all on one line
    kept: tuple[str, ...] = ()  # columns that the file does not have: the register's values stay

    def __getitem__(self, column: str) -> Any:  # the column's kind decides the type
        return self.values[column]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def differing(self) -> list[str]:
        """The columns whose values differ from the register's."""
        if self.before is None:
            return []
        return [name for name, value in self.values.items() if self.before.get(name) != value]

    def fault(self, column: str, expected: str, found: str = "") -> Fault:
        found = found or shown(self.values.get(column))
        return Fault(self.file, self.lines.get(column, self.number), column, expected, found)

    def remark(self, column: str, text: str) -> Remark:
        return Remark(self.file, self.lines.get(column, self.number), column, text)


@dataclass(frozen=True, slots=True)
class Counts:
    """What loading did with a file's rows."""

    new: int
    changed: int
    unchanged: int


def pending(entries: Iterable[Entry]) -> list[Entry]:
    """The rows that are to be written."""
    return [entry for entry in entries if entry.is_new or entry.differing]


def counted(entries: Collection[Entry]) -> Counts:
    new = sum(entry.is_new for entry in entries)
    changed = sum(bool(entry.differing) for entry in entries)
    return Counts(new, changed, len(entries) - new - changed)


def shown(value: object) -> str:
    """A value as a person would have written it in the file."""
    if value is None or value == "":
        return _("en tom cell")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return quoted(value) if isinstance(value, str) else str(value)


class Whole:
    """The folder and the register together, file by file in the order in which they are written."""

    def __init__(self, mentioned: Mapping[str, set[str]], unreadable: Collection[str] = ()) -> None:
        self._mentioned = mentioned  # first columns of every row, also of those that cannot be read
        self._unreadable = frozenset(unreadable)  # files of which some row or the whole could not be read
        self._entries: dict[str, list[Entry]] = {}
        self._all: dict[str, dict[Key, Values]] = {}

    def add(self, name: str, entries: Iterable[Entry], stored: Mapping[Key, Values]) -> None:
        self._entries[name] = list(entries)
        self._all[name] = {**stored, **{entry.key: entry.values for entry in self._entries[name]}}

    def entries(self, name: str) -> list[Entry]:
        """The folder's rows of a file."""
        return self._entries[name]

    def all(self, name: str) -> dict[Key, Values]:
        """The register as it would be: its own rows, with the folder's over them."""
        return self._all[name]

    def knows(self, name: str, code: str) -> bool:
        """Whether a file of codes has the code, also in a row that has another fault: one fault, one line."""
        if not self.is_readable(name) and name not in self._mentioned:
            return True  # not one code could be read
        return (code,) in self._all[name] or code in self._mentioned.get(name, set())

    def is_readable(self, name: str) -> bool:
        """Whether all of the file could be read, so that what it does not hold can be said to be missing."""
        return name not in self._unreadable

    def model_years(self) -> list[Values]:
        return sorted(self.all("model_year.toml").values(), key=lambda values: values["year"])

    def year_covering(self, day: date) -> Values | None:
        return next((year for year in self.model_years() if year["starts"] <= day <= year["ends"]), None)

    def year_of_month(self, month: Month) -> int | None:
        year = self.year_covering(month.first_day)
        return year["year"] if year else None


class RegisterFile(Protocol):
    """What every module in `register.files` offers; NAME is the file's name."""

    NAME: str
    COLUMNS: tuple[Column, ...]

    def key(self, values: Values, whole: Whole) -> Key: ...

    def filled_in(self, values: Values, whole: Whole) -> Values:
        """The values with the defaults of the format in place of empty cells."""

    def stored(self) -> dict[Key, Values]:
        """The register's rows, in the order in which they are dumped."""

    def faults(self, whole: Whole) -> Iterator[Fault | Remark]:
        """What cannot be seen in one cell alone."""

    def save(self, entries: list[Entry], whole: Whole) -> Counts:
        """Write the rows that are new or differ. Everything has been checked."""


def unknown_department(entry: Entry, whole: Whole, column: str = "department") -> Iterator[Fault]:
    if not whole.knows("departments.csv", entry[column]):
        yield entry.fault(column, _("en kod som finns i departments.csv"))


def ends_before_start(entry: Entry, start: str, end: str) -> Iterator[Fault]:
    if entry[end] is not None and entry[start] is not None and entry[end] < entry[start]:
        expected = _("%(start)s eller senare (%(column)s)") % {"start": entry[start], "column": start}
        yield entry.fault(end, expected)


def repeated(entries: Iterable[Entry], column: str) -> Iterator[Fault]:
    """Rows with the same key as an earlier row of the same file."""
    first: dict[Key, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(entry.key, entry)
        if earlier is not entry:
            found = _("samma uppgift som på rad %(row)s") % {"row": earlier.number}
            yield entry.fault(column, _("en rad för varje"), found)
