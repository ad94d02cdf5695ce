"""The extract as a PDF to give to the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from foundation.documents.render import render_pdf
from privacy.queries.facts import Fact

MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """All of one kind: as a table with a row for each of them where `columns` are few enough, else each by itself."""

    title: str
    items: list[list[Fact]]
    columns: list[str]

    @property
    def rows(self) -> list[list[str]]:
        """What stands under `columns`, for each."""
        values = [{fact.name: fact.value for fact in item} for item in self.items]
        return [[one.get(column, "–") for column in self.columns] for one in values]


def parts_of(facts: Sequence[Fact]) -> list[Part]:
    """The facts by kind, in their order."""
    found = []
    for title, inside in groupby(facts, key=lambda fact: fact.part):
        items = [list(rows) for _number, rows in groupby(inside, key=lambda fact: fact.number)]
        names = list(dict.fromkeys(fact.name for item in items for fact in item))
        is_table = len(items) > 1 and len(names) <= MOST_COLUMNS and all(_is_plain(item) for item in items)
        found.append(Part(title, items, names if is_table else []))
    return found


def _is_plain(item: list[Fact]) -> bool:
    """No name stands twice, as it may among what was said earlier."""
    return len({fact.name for fact in item}) == len(item)


def extract_pdf(*, key: str, facts: Sequence[Fact], day: date) -> bytes:
    """A heading for each kind of thing, and each of them under it; it is made when asked for and kept nowhere."""
    return render_pdf(
        template="privacy/documents/extract.html",
        context={"key": key, "parts": parts_of(facts)},
        title=f"Registerutdrag för deltagare {key}",
        created=day,
    )
