"""What a table should hold, declared column by column; the same columns read a file and write it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override


class Kind(StrEnum):
    """How a cell is read, and what it becomes."""

    TEXT = "text"  # str
    CODE = "code"  # str without spaces; leading zeros are kept
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal; comma or point
    DATE = "date"  # date; 2021-04-30
    MONTH = "month"  # foundation.periods.Month; 2021-04
    BOOLEAN = "boolean"  # bool; ja or nej
    CHOICE = "choice"  # the key of the choice, from its key or its label
    IDENTITY_NUMBER = "identity_number"  # twelve digits


@dataclass(frozen=True)
class Column:
    """One column. `name` is the English heading (register/FORMAT), `label` the Swedish one that people see.

    An empty cell is an error when `required`, else it becomes None (text and code: "").
    `minimum` is the least number allowed; `longest` the most characters of a text.
    """

    name: str
    label: str | Promise
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: Sequence[str] = ()
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    minimum: int | None = None
    longest: int = 1000

    def headings(self) -> set[str]:
        """Every heading that means this column, folded: its name, aliases, and label in each language."""
        return {folded(heading) for heading in (self.name, *self.aliases, *in_each_language(self.label))}


def folded(heading: str) -> str:
    """The heading without case, spaces, underscores and hyphens, with its letters composed."""
    text = unicodedata.normalize("NFC", heading).casefold()
    return "".join(sign for sign in text if not sign.isspace() and sign not in "_-\N{SOFT HYPHEN}")


def in_each_language(text: str | Promise) -> list[str]:
    """The text in every language of the interface: what was exported in one is read in another."""
    if not isinstance(text, Promise):
        return [text]
    texts = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts.append(str(text))
    return texts
