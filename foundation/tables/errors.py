"""One error in one cell, in words for the person with the file and in a line for the operator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class CellError:
    """What was found in a cell, what was expected there and how to mend it.

    `name` is the column's English heading, `column` the one people see. `found` never holds an identity number.
    """

    row: int
    name: str
    column: str
    found: str
    expected: str
    mend: str
    fact: str = ""  # what is wrong, where "found is not expected" would not say it well
    index: int = 0  # the column's place in the table, counted from 0; errors of a whole row are at its first cell

    @property
    def text(self) -> str:
        """E.g. "Rad 14, kolumn Tillsvidareanställda: ”tre hundra” är inte ett heltal. Skriv antalet med siffror…"."""
        is_not = _("%(found)s är inte %(expected)s") % {"found": self.found, "expected": self.expected}
        return _("Rad %(row)s, kolumn %(column)s: %(fact)s. %(mend)s") % {
            "row": self.row,
            "column": self.column,
            "fact": self.fact or is_not,
            "mend": self.mend,
        }

    def operator_line(self, file: str) -> str:
        """`file:row:column: expected …, found …`, with the English heading."""
        what = _("väntade %(expected)s, fann %(found)s") % {"expected": self.expected, "found": self.found}
        return f"{file}:{self.row}:{self.name}: {what}"

    def __str__(self) -> str:
        return self.text
