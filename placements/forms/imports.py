"""Choosing an employment file, matching its columns, and choosing which of its rows to take."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Table
from foundation.tables.table import column_letters, text_of
from placements.employment_columns import COLUMNS
from placements.employment_rows import RowState

_ROWS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*")
MOST_ROWS = 100_000
MOST_DIGITS = 10


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "Excel (.xlsx) eller csv, en rad för varje placering. Heter kolumnerna något annat väljer ni vilken som är "
            "vilken. Inget ändras förrän ni har godkänt."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ColumnsForm(forms.Form):
    """Which heading of the file holds what."""

    def __init__(self, *args: Any, table: Table, places: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings: list[tuple[Any, str]] = [("", _("Finns inte i filen"))]
        headings += [(index, _described(table, index)) for index in range(len(table.headings))]
        for column in COLUMNS:
            self.fields[column.name] = forms.TypedChoiceField(
                label=str(column.label),
                choices=headings,
                coerce=int,
                empty_value=None,
                required=column.required,
                initial=places.get(column.name, ""),
                error_messages={"required": _("Välj den kolumn i filen som har uppgiften.")},
            )

    def clean(self) -> dict[str, Any]:
        taken: dict[int, str] = {}
        for column in COLUMNS:
            index = self.cleaned_data.get(column.name)
            if index is not None and index in taken:
                said = _("Kolumnen är redan vald för %(other)s. Välj en annan.") % {"other": taken[index]}
                self.add_error(column.name, said)
            elif index is not None:
                taken[index] = str(column.label)
        if "participant" in self.cleaned_data and taken.keys().isdisjoint(self._who()):
            self.add_error("participant", _("Välj den kolumn som har deltagarnyckeln, eller den som har personnumret."))
        return self.cleaned_data

    def _who(self) -> set[int]:
        """The columns that say of whom a row is."""
        said = {self.cleaned_data.get(name) for name in ("participant", "identity_number")}
        return {index for index in said if index is not None}

    def places(self) -> dict[str, int]:
        """Index by column name; only of a valid form."""
        return {name: index for name, index in self.cleaned_data.items() if index is not None}


def _described(table: Table, index: int) -> str:
    """The heading, with what sort of thing stands first in the column; not the thing itself, it may be personal."""
    heading = table.headings[index] or _("kolumn %(letters)s") % {"letters": column_letters(index)}
    example = next((text for row in table.rows[:5] if (text := text_of(row.cell(index)).strip())), "")
    return f"{heading} ({_sort_of(example)})" if example else heading


def _sort_of(text: str) -> str:
    if _DAY.fullmatch(text):
        return _("datum")
    return _("text") if any(sign.isalpha() for sign in text) else _("siffror")


class AcceptanceForm(forms.Form):
    """What of the file is taken: kinds of rows, without some."""

    take = forms.MultipleChoiceField(
        required=False, choices=[(state.value, state.value) for state in RowState if state is not RowState.UNCHANGED]
    )
    without = forms.CharField(required=False, max_length=1000)
    leave = forms.MultipleChoiceField(required=False)
    despite = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name in ("leave", "despite"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(one, one) for one in data.getlist(name) if one.isdecimal() and len(one) < MOST_DIGITS]

    def clean_without(self) -> set[int]:
        """ "14, 20–25" as the numbers of rows."""
        rows: set[int] = set()
        for part in filter(None, (part.strip() for part in self.cleaned_data["without"].split(","))):
            found = _ROWS.fullmatch(part)
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
            if not first <= last <= MOST_ROWS:
                raise forms.ValidationError(_("Skriv radernas nummer, t.ex. 14, 20–25."))
            rows |= set(range(first, last + 1))
        return rows

    def taken_anyway(self) -> set[int]:
        """The rows that are taken though they put someone in more than full time."""
        return {int(one) for one in self.cleaned_data["despite"]}

    def left_out(self) -> set[int]:
        ranges: set[int] = self.cleaned_data["without"]
        return ranges | {int(one) for one in self.cleaned_data["leave"]}
