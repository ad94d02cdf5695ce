"""Every person-month of an invoice, told once for all whose months went the same way.

"Extratjänst, januari–mars: började senare; april–juni: räknas" and then whose: a page instead of a table of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from billing.models import LineReason, ReconciliationLine
from billing.queries.invoice_basis import MonthBasis
from foundation.periods import Month
from foundation.templatetags.overens import exact, month_name


@dataclass(frozen=True, slots=True)
class PersonGroup:
    """Placements of one type with the same word for each month."""

    type_name: str
    words: tuple[tuple[str, str], ...]  # months in words ("januari–mars"), what they were
    placements: tuple[ReconciliationLine, ...]

    @property
    def by_period(self) -> list[tuple[date, date | None, list[str]]]:
        """First and last day of placement (None = no end known) with the keys of those who share them."""
        found: dict[tuple[date, date | None], list[str]] = {}
        for one in self.placements:
            found.setdefault((one.placed_from, one.placed_to), []).append(one.employment_key)
        return [(first, last, found[first, last]) for first, last in sorted(found, key=_open_last)]


def _open_last(period: tuple[date, date | None]) -> tuple[date, date]:
    return period[0], period[1] or date.max


@dataclass(frozen=True, slots=True)
class DepartmentPersons:
    department_name: str
    groups: tuple[PersonGroup, ...]


Listed = dict[Month, dict[int, ReconciliationLine]]


def persons_by_department(basis: Sequence[MonthBasis]) -> list[DepartmentPersons]:
    """All placements on the months' lists by department, the largest group first. No queries."""
    found: dict[str, Listed] = {}
    for one in basis:
        if not one.is_correction:
            listed = {person.placement_id: person for person in (*one.counted, *one.not_counted)}
            found.setdefault(one.line.department_name, {})[one.line.month] = listed
    return [DepartmentPersons(name, tuple(_groups(listed))) for name, listed in found.items()]


def _groups(listed: Listed) -> list[PersonGroup]:
    months = sorted(listed)
    latest = {pk: person for month in months for pk, person in listed[month].items()}
    groups: dict[tuple[str, tuple[str, ...]], list[ReconciliationLine]] = {}
    for pk, person in sorted(latest.items(), key=lambda item: (item[1].employment_key, item[1].placed_from)):
        words = tuple(_word(listed[month].get(pk)) for month in months)
        groups.setdefault((person.type_name, words), []).append(person)
    made = [PersonGroup(name, _spans(months, words), tuple(persons)) for (name, words), persons in groups.items()]
    return sorted(made, key=lambda group: -len(group.placements))


def _word(line: ReconciliationLine | None) -> str:
    """What a placement was in a month; with the daily average, its part of the month too."""
    if line is None:
        return _("inte på listan")
    if line.counted and line.share != 1:
        return _("räknas till %(share)s") % {"share": exact(line.share)}
    return str(LineReason(line.reason).label)


def _spans(months: Sequence[Month], words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Months in a row with the same word are told together."""
    spans = []
    for word, pairs in groupby(zip(months, words, strict=True), key=lambda pair: pair[1]):
        names = [month_name(month, "F") for month, _word_ in pairs]
        spans.append((names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}", word))
    return tuple(spans)
