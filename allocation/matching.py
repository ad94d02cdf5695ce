"""Which of a file's headings holds what: recognised, remembered from an earlier file, or chosen on the screen.

Nothing of the file but its headings is looked at. A column is known by its key: its heading, folded, and where the
same heading stands more than once, with its place among them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.tables import Column
from foundation.tables.columns import folded
from foundation.tables.table import column_letters


@dataclass(frozen=True, slots=True)
class Matching:
    """`places`: index by column name. `remembered` when an earlier file with these headings was matched by hand."""

    places: Mapping[str, int]
    remembered: bool
    unused: tuple[int, ...]  # headings that no column takes

    def lacks(self, columns: Sequence[Column]) -> list[Column]:
        return [column for column in columns if column.required and column.name not in self.places]


def heading_keys(headings: Sequence[str]) -> list[str]:
    """One key for each heading, all different: "antal", "antal#2"; a nameless column by its letter, "#C"."""
    seen: Counter[str] = Counter()
    keys = []
    for index, heading in enumerate(headings):
        key = folded(heading) or f"#{column_letters(index)}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def fingerprint(headings: Sequence[str]) -> str:
    """The same for files with the same headings in any order."""
    return hashlib.sha256("\x1f".join(sorted(heading_keys(headings))).encode()).hexdigest()


def recognised(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """The columns whose own headings stand in the file; the first where one stands twice."""
    by_heading = {heading: column.name for column in columns for heading in column.headings()}
    places: dict[str, int] = {}
    for index, heading in enumerate(headings):
        if name := by_heading.get(folded(heading)):
            places.setdefault(name, index)
    return places


def matched(headings: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str] | None) -> Matching:
    """What was remembered goes before what is recognised. `remembered`: key of the heading by column name."""
    if remembered:
        by_key = {key: index for index, key in enumerate(heading_keys(headings))}
        places = {name: by_key[key] for name, key in remembered.items() if key in by_key}
    else:
        places = recognised(headings, columns)
    taken = set(places.values())
    return Matching(places, bool(remembered), tuple(i for i in range(len(headings)) if i not in taken))
