"""Women and men among those who began, are there or ended, by host, type, kind of place or outcome (DOMAIN.md 8, 10).

Read from the rows that stay when people become anonymous, so that a year tells the same before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from followup.suppression import LEAST_SHOWN, Shown, joined, suppressed_table
from organisation.models import Department, DepartmentQuerySet, User
from organisation.roles import Act
from placements.models import EmploymentType, EndCause, Placement, PlacementKind, Sex

SEXES = (Sex.WOMAN, Sex.MAN, Sex.NOT_RECORDED)


class What(TextChoices):
    STARTED = "started", _("började under året")
    THERE = "there", _("anställda vid årets slut, eller i dag")
    ENDED = "ended", _("slutade under året")


class By(TextChoices):
    DEPARTMENT = "department", _("förvaltning")
    TYPE = "type", _("anställningstyp")
    KIND = "kind", _("slag av plats")
    OUTCOME = "outcome", _("avslutsorsak")


_VALUE = {
    By.DEPARTMENT: "department__name",
    By.TYPE: "employment__type__name",
    By.KIND: "kind",
    By.OUTCOME: "employment__end_cause",
}
_WORDS: dict[str, Any] = {By.KIND: PlacementKind, By.OUTCOME: EndCause}


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """`numbers`: one for each column, all last; None where a small group may not be shown."""

    name: str
    numbers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """`columns`: which sexes each column counts, those of a small group put together with others; the last is all.

    `rows` is None when too few people hide too little: then nothing can be shown.
    """

    columns: tuple[tuple[Sex, ...], ...]
    rows: tuple[StatisticsRow, ...] | None
    total: StatisticsRow | None
    hides: bool


def statistics(*, user: User, year: int, what: What, by: By, today: date, whole: bool) -> Statistics:
    """Employments that began or ended in the year, each once where it was first or last; or the people there on the
    year's last day, or today in a year that goes on, each once. `whole`: small groups are shown too. Three queries.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), max(today, date(year, 1, 1)))
    chosen = {
        What.STARTED: Q(employment__employed_from__range=(first, date(year, 12, 31))),
        What.ENDED: Q(employment__employed_to__range=(first, date(year, 12, 31))),
        What.THERE: _there(last),
    }[what]
    seen = Department.objects.visible_to(user, Act.SEE_REPORTS)
    each = "employment__participant" if what == What.THERE else "employment"
    order = "-placed_from" if what == What.ENDED else "placed_from"
    rows = (
        Placement.objects.filter(chosen, department__in=seen)
        .order_by(each, order, "id")
        .distinct(each)
        .values_list(_VALUE[by], "employment__participant__sex")
    )
    return _table(Counter(rows), _names(by, seen), by, least=1 if whole else LEAST_SHOWN)


def _names(by: By, seen: DepartmentQuerySet) -> list[str]:
    """Everything that there can be a row for, in an order that says nothing of the numbers."""
    if by == By.DEPARTMENT:
        return list(dict.fromkeys(seen.in_order().values_list("name", flat=True)))
    if by == By.TYPE:
        return list(EmploymentType.objects.order_by("name").values_list("name", flat=True))
    return [*_WORDS[by].values, ""] if by == By.OUTCOME else list(_WORDS[by].values)


def _there(day: date) -> Q:
    placed = Q(placed_from__lte=day) & (Q(placed_to=None) | Q(placed_to__gte=day))
    employed = Q(employment__employed_from__lte=day) & (
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=day)
    )
    return placed & employed


def _table(counts: Counter[tuple[str, str]], names: Sequence[str], by: By, *, least: int) -> Statistics:
    numbers = [[counts[name, sex] for sex in SEXES] for name in names]
    groups = joined(numbers, least=least) if names else []
    columns = tuple(tuple(SEXES[index] for index in group) for group in groups)
    together = [[sum(line[index] for index in group) for group in groups] for line in numbers]
    shown: list[list[Shown]] | None = suppressed_table(together, least=least) if counts else []
    if not shown:
        return Statistics(columns, None if shown is None else (), None, hides=shown is None)
    if len(columns) == 1:  # women and men together are all
        columns, shown = (), [line[-1:] for line in shown]
    told = [StatisticsRow(_in_words(name, by), tuple(line)) for name, line in zip([*names, ""], shown, strict=True)]
    hides = any(number is None for line in shown for number in line)
    # a row that all can see is empty is left out
    return Statistics(columns, tuple(row for row in told[:-1] if row.numbers[-1] != 0), told[-1], hides)


def _in_words(name: str, by: By) -> str:
    choices = _WORDS.get(by)
    return str(choices(name).label) if choices is not None and name in choices.values else name
