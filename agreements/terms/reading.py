"""The table as it comes back: every error at once, by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, ExcusingCause, VersionState
from agreements.operations.drafting import DraftValues
from agreements.terms.columns import NEVER_EMPTY, causes_in, columns, month_field, row_of, too_large, values_of
from foundation.periods import Month
from foundation.tables import CellError, Column, ReadRow, Table, read_rows
from foundation.tables.refusals import quoted


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """A draft as it is and as the file says it should be; `changed` names the columns that differ."""

    version: AgreementVersion
    before: DraftValues
    after: DraftValues
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsReading:
    edited: list[EditedDraft]
    unchanged: int
    errors: list[CellError]


def read_terms(
    table: Table, *, versions: dict[str, tuple[AgreementVersion, DraftValues]], months: Sequence[Month]
) -> TermsReading:
    """Compare the file with the versions it may speak of, by department code. No queries. Raises NoHeadingRow.

    A column that the file does not have leaves the terms as they are.
    """
    wanted = columns(months)
    reading = read_rows(table, wanted, key=("department",))
    at = _At(wanted)
    errors = list(reading.errors)
    edited, unchanged = [], 0
    for row in reading.rows:
        found = versions.get(row["department"])
        if found is None:
            errors.append(at.error(row, "department", _("en förvaltning med en öppen eller gällande överenskommelse")))
            continue
        version, before = found
        cells = row.values | {name: row_of(before, months).get(name) for name in reading.missing_columns}
        faults = list(_faults(at, ReadRow(row.number, cells), version, months))
        errors += faults
        if faults:
            continue
        after = values_of(_with_defaults(cells, before), months)
        # a step that says the same as the target is none, also where an older register has written one
        changed = tuple(_changed(values_of(row_of(before, months), months), after, months))
        if changed and version.state != VersionState.DRAFT:
            errors.append(at.error(row, changed[0], _("%(before)s: bara utkast ändras så här") % {
                "before": quoted(str(row_of(before, months)[changed[0]] or "")),
            }))  # fmt: skip
        elif changed:
            edited.append(EditedDraft(version, before, after, changed))
        else:
            unchanged += 1
    return TermsReading(edited, unchanged, sorted(errors, key=lambda error: error.row))


def _with_defaults(cells: Mapping[str, Any], before: DraftValues) -> dict[str, Any]:
    """A rule whose cell was emptied stays as it was."""
    kept = ("part_time_rule", "fraction_rule", "unfilled_place_excuses")
    return dict(cells) | {name: getattr(before, name) for name in kept if cells[name] is None}


def _changed(before: DraftValues, after: DraftValues, months: Sequence[Month]) -> Iterator[str]:
    then, now = row_of(before, months), row_of(after, months)
    return (name for name in now if _cell(then[name]) != _cell(now[name]))


def _cell(value: object) -> object:
    """An empty cell is an empty cell, whether it is a text or a number."""
    return "" if value is None else value


class _At:
    """Errors that one cell alone does not show."""

    def __init__(self, wanted: Sequence[Column]) -> None:
        self._columns = {column.name: column for column in wanted}

    def error(self, row: ReadRow, name: str, expected: str, mend: str = "") -> CellError:
        value = row.values.get(name)
        found = quoted(str(value)) if value not in (None, "") else _("en tom cell")
        mend = mend or _("Rätta cellen och läs in filen på nytt.")
        return CellError(row.number, name, str(self._columns[name].label), found, expected, mend)


def _faults(at: _At, row: ReadRow, version: AgreementVersion, months: Sequence[Month]) -> Iterator[CellError]:
    """What the form of a single draft would refuse as well."""
    empty = [name for name in NEVER_EMPTY if row[name] is None]
    yield from (at.error(row, name, _("ett värde")) for name in empty)
    if empty:
        return
    for name in too_large(row.values, months):
        yield at.error(row, name, _("ett rimligt antal anställningar"))
    if set(causes_in(row["excusing_causes"])) - set(ExcusingCause.values):
        words = ", ".join(str(cause.label) for cause in ExcusingCause)
        yield at.error(row, "excusing_causes", _("orsaker med komma mellan: %(words)s") % {"words": words})
    if row["target"] != version.formula_quota and not row["deviation_note"].strip():
        expected = _("varför målet är %(target)s när kvoten är %(quota)s")
        numbers = {"target": row["target"], "quota": version.formula_quota}
        yield at.error(row, "deviation_note", expected % numbers)
    yield from _outside(at, row, months)


def _outside(at: _At, row: ReadRow, months: Sequence[Month]) -> Iterator[CellError]:
    first, last = row["valid_from"], row["valid_to"]
    year = _("en månad från %(first)s till %(last)s") % {"first": months[0], "last": months[-1]}
    for name in ("valid_from", "valid_to"):
        if row[name] is not None and not months[0] <= row[name] <= months[-1]:
            yield at.error(row, name, year)
    if last is not None and last < first:
        yield at.error(row, "valid_to", _("%(first)s eller senare") % {"first": first})
    for month in months:
        if row[month_field(month)] is not None and not (first <= month and (last is None or month <= last)):
            yield at.error(row, month_field(month), _("en tom cell, för då gäller överenskommelsen inte"))
