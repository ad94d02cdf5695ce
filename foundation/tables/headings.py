"""Which column stands where in a table, by its headings."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _

from foundation.tables.columns import Column, folded
from foundation.tables.errors import CellError
from foundation.tables.refusals import NoHeadingRow, quoted
from foundation.tables.table import Table, column_letters


def placed(table: Table, columns: Sequence[Column]) -> tuple[dict[str, int], list[CellError]]:
    """Index in the table by column name, and what is wrong with the headings.

    Raises NoHeadingRow when not one heading is known.
    """
    by_heading = {heading: column for column in columns for heading in column.headings()}
    places: dict[str, int] = {}
    errors: list[CellError] = []
    for index, heading in enumerate(table.headings):
        column = by_heading.get(folded(heading))
        if column is None:
            errors += _unknown(table, index, columns, by_heading)
        elif column.name in places:
            errors.append(_twice(table, index, column))
        else:
            places[column.name] = index
    if not places:
        raise NoHeadingRow(table.heading_row, "; ".join(table.headings), [str(column.label) for column in columns])
    errors += [_missing(table, column) for column in columns if column.required and column.name not in places]
    return places, errors


def _unknown(table: Table, index: int, columns: Sequence[Column], by_heading: dict[str, Column]) -> list[CellError]:
    heading = table.headings[index]
    if not heading:
        return _nameless(table, index)
    near = get_close_matches(folded(heading), by_heading, n=1, cutoff=0.6)
    if near:
        mend = _("Menade ni %(label)s?") % {"label": by_heading[near[0]].label}
    else:
        labels = ", ".join(str(column.label) for column in columns)
        mend = _("Ta bort kolumnen. Rubrikerna här är %(labels)s.") % {"labels": labels}
    expected = _("en känd rubrik")
    return [CellError(table.heading_row, heading, heading, quoted(heading), expected, mend, index=index)]


def _nameless(table: Table, index: int) -> list[CellError]:
    """A column without heading matters only when something stands in it."""
    if not any(row.cell(index) != "" for row in table.rows):
        return []
    letters = column_letters(index)
    mend = _("Skriv en rubrik över kolumnen eller töm den.")
    fact = _("kolumnen saknar rubrik")
    return [CellError(table.heading_row, letters, letters, _("en tom cell"), _("en rubrik"), mend, fact, index)]


def _twice(table: Table, index: int, column: Column) -> CellError:
    found, mend = quoted(table.headings[index]), _("Ta bort en av kolumnerna.")
    expected, fact = _("en rubrik som finns bara en gång"), _("rubriken finns två gånger")
    return CellError(table.heading_row, column.name, str(column.label), found, expected, mend, fact, index)


def _missing(table: Table, column: Column) -> CellError:
    mend = _("Lägg till kolumnen %(label)s.") % {"label": column.label}
    found, expected, fact = _("en tabell utan den"), _("rubriken"), _("rubriken saknas")
    return CellError(table.heading_row, column.name, str(column.label), found, expected, mend, fact)
