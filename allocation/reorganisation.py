"""Rows of a headcount file that belong to other departments than the one they name: split, moved, merged.

Standard library only. Nobody is lost and nobody is counted twice: the parts of a row are together the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One department's staff on a day, as the file says."""

    department: str  # code
    date: date
    permanent: int
    all: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"date": self.date.isoformat()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CountedRow:
        return cls(row["department"], date.fromisoformat(row["date"]), row["permanent"], row["all"])


@dataclass(frozen=True, slots=True)
class StrayRow:
    """A row of a department that is unknown, or that was closed on the day. `text` as it stands in the file."""

    number: int
    text: str
    date: date
    permanent: int
    all: int


@dataclass(frozen=True, slots=True)
class Part:
    """What of a row goes to a department."""

    department: str  # code
    permanent: int
    all: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where a stray row goes: to one department whole, to several in parts, or, with no part, nowhere."""

    parts: tuple[Part, ...]

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(part) for part in self.parts]

    @classmethod
    def from_json(cls, parts: Iterable[Mapping[str, Any]]) -> Distribution:
        return cls(tuple(Part(part["department"], part["permanent"], part["all"]) for part in parts))

    def fits(self, row: StrayRow) -> bool:
        """True when the parts are together the row, each with a department of its own; nowhere fits always."""
        if not self.parts:
            return True
        codes = {part.department for part in self.parts}
        sums = (sum(part.permanent for part in self.parts), sum(part.all for part in self.parts))
        return len(codes) == len(self.parts) and sums == (row.permanent, row.all)


def merged(rows: Sequence[CountedRow], parts: Iterable[tuple[date, Part]]) -> list[CountedRow]:
    """The rows with the parts added to the department's row of that day, or as rows of their own."""
    found = {(row.department, row.date): row for row in rows}
    for day, part in parts:
        own = found.get((part.department, day), CountedRow(part.department, day, 0, 0))
        found[part.department, day] = CountedRow(
            part.department, day, own.permanent + part.permanent, own.all + part.all
        )
    return list(found.values())
