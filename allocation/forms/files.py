"""A headcount file on its way in: chosen, its columns matched, its stray rows distributed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.headcount_file import COLUMNS
from allocation.matching import Matching
from allocation.reorganisation import Distribution, Part, StrayRow
from foundation.form_fields import DayField
from foundation.tables import Table
from foundation.tables.table import column_letters, text_of
from organisation.models import Department

MATCHED = tuple(column for column in COLUMNS if column.name != "name")  # the name is for the reader, nothing reads it


class HeadcountUpload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fil med antal anställda"),
        help_text=gettext_lazy(
            "Excel (.xlsx) eller csv med förvaltning, datum, tillsvidareanställda och alla anställda. Heter kolumnerna "
            "något annat väljer ni vilken som är vilken. Räkna personer, inte årsarbetare. Filen jämförs med "
            "registret innan något ändras."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class MatchingForm(forms.Form):
    """Which heading of the file holds what. The date may be the same for all rows instead."""

    day = DayField(
        label=gettext_lazy("Datum för alla rader"),
        required=False,
        help_text=gettext_lazy("Fylls i när filen inte har någon kolumn med datum. Skriv t.ex. 2020-11-01."),
    )

    def __init__(self, *args: Any, table: Table, matching: Matching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [("", _("Finns inte i filen")), *_described(table)]
        for column in MATCHED:
            self.fields[column.name] = forms.TypedChoiceField(
                label=str(column.label),
                choices=headings,
                coerce=int,
                empty_value=None,
                required=column.required and column.name != "date",
                initial=matching.places.get(column.name, ""),
                error_messages={"required": _("Välj den kolumn i filen som har uppgiften.")},
            )
        self.order_fields([*(column.name for column in MATCHED), "day"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "date" not in self.errors and "day" not in self.errors:
            has_column, has_day = cleaned.get("date") is not None, cleaned.get("day") is not None
            if has_column == has_day:
                self.add_error("date", _("Välj en kolumn med datum, eller skriv ett datum för alla rader. Inte båda."))
        taken: dict[int, str] = {}
        for column in MATCHED:
            index = cleaned.get(column.name)
            if index is None:
                continue
            if index in taken:
                said = _("Kolumnen är redan vald för %(other)s. Välj en annan.") % {"other": taken[index]}
                self.add_error(column.name, said)
            taken.setdefault(index, str(column.label))
        return cleaned

    def places(self) -> dict[str, int]:
        """Index by column name; only of a valid form."""
        found = {column.name: self.cleaned_data[column.name] for column in MATCHED}
        return {name: index for name, index in found.items() if index is not None}


def _described(table: Table) -> list[tuple[str, str]]:
    """Each heading with its letter and what stands first under it."""
    described = []
    for index, heading in enumerate(table.headings):
        first = next((text for row in table.rows[:20] if (text := text_of(row.cell(index)))), "")
        name = f"{column_letters(index)}: {heading or _('(utan rubrik)')}"
        described.append((str(index), f"{name} – {first[:40]}" if first else name))
    return described


@dataclass(frozen=True, slots=True)
class StrayFields:
    """One stray row on the screen with its fields."""

    row: StrayRow
    nowhere: forms.BoundField
    lines: list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]
    errors: list[str]


class DistributionForm(forms.Form):
    """Where each stray row goes: a department takes all of it, or several take parts that are together the row."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[StrayRow],
        said: Mapping[int, Distribution],
        departments: Sequence[Department],
        lines: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.lines = rows, lines
        choices = [("", "–"), *((one.code, f"{one.code} {one.name}") for one in departments)]
        for row in rows:
            parts = said[row.number].parts if row.number in said else ()
            is_nowhere = row.number in said and not parts
            self.fields[f"{row.number}-nowhere"] = forms.BooleanField(
                label=_("Räkna inte raden"), required=False, initial=is_nowhere
            )
            for line in range(lines):
                part = parts[line] if line < len(parts) else None
                self._add_line(f"{row.number}-{line}", choices, part)

    def _add_line(self, name: str, choices: list[tuple[str, str]], part: Part | None) -> None:
        self.fields[f"{name}-department"] = forms.ChoiceField(
            label=_("Till förvaltning"), choices=choices, required=False, initial=part.department if part else ""
        )
        for number, label in (("permanent", _("Tillsvidareanställda")), ("all", _("Alla anställda"))):
            self.fields[f"{name}-{number}"] = forms.IntegerField(
                label=label, required=False, min_value=0, initial=getattr(part, number) if part else None
            )
        for field in ("department", "permanent", "all"):
            self.fields[f"{name}-{field}"].says_optional = False  # type: ignore[attr-defined]  # read by field.html

    def clean(self) -> dict[str, Any]:
        for row in self.rows:
            found = self._distribution(row)
            if found is None:
                self.add_error(f"{row.number}-nowhere", _("Välj var raden hör hemma, eller att den inte räknas."))
            elif not found.fits(row):
                self.add_error(f"{row.number}-nowhere", self._does_not_fit(row, found))
        return self.cleaned_data

    def distribution(self) -> dict[int, Distribution]:
        """By the number of the row; only of a valid form."""
        return {row.number: found for row in self.rows if (found := self._distribution(row)) is not None}

    def _distribution(self, row: StrayRow) -> Distribution | None:
        """None when nothing is said of the row."""
        if self.cleaned_data.get(f"{row.number}-nowhere"):
            return Distribution(())
        lines = [self._line(f"{row.number}-{line}") for line in range(self.lines)]
        given = [line for line in lines if line[0]]
        if len(given) == 1 and given[0][1:] == (None, None):
            return Distribution((Part(given[0][0], row.permanent, row.all),))
        return Distribution(tuple(Part(code, a or 0, b or 0) for code, a, b in given)) if given else None

    def _line(self, name: str) -> tuple[str, int | None, int | None]:
        found = self.cleaned_data
        return found.get(f"{name}-department") or "", found.get(f"{name}-permanent"), found.get(f"{name}-all")

    def _does_not_fit(self, row: StrayRow, found: Distribution) -> str:
        if len({part.department for part in found.parts}) < len(found.parts):
            return _("Samma förvaltning står två gånger. Slå ihop dess delar.")
        return _(
            "Delarna är tillsammans %(permanent)s tillsvidare och %(all)s alla, men raden har %(has_permanent)s och "
            "%(has_all)s. Rätta talen så att ingen saknas och ingen räknas två gånger."
        ) % {
            "permanent": sum(part.permanent for part in found.parts),
            "all": sum(part.all for part in found.parts),
            "has_permanent": row.permanent,
            "has_all": row.all,
        }

    def shown(self) -> list[StrayFields]:
        names = ("department", "permanent", "all")
        return [
            StrayFields(
                row,
                self[f"{row.number}-nowhere"],
                [tuple(self[f"{row.number}-{line}-{name}"] for name in names) for line in range(self.lines)],  # type: ignore[misc]  # three
                [
                    str(text)
                    for name, texts in self.errors.items()
                    if name.startswith(f"{row.number}-")
                    for text in texts
                ],
            )
            for row in self.rows
        ]
