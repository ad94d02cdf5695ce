"""Women and men among those who began, are there or ended, by host, type, kind of place or outcome (DOMAIN.md 8, 10).

Read from the rows that stay when people become anonymous, so that a year tells the same before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from followup.suppression import Shown, suppressed_table
from organisation.models import Department, User
from organisation.roles import Act
from placements.models import EndCause, Placement, PlacementKind, Sex

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
    """`numbers`: women, men, not recorded, all; None where a small group may not be shown."""

    name: str
    numbers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """`rows` is None when too few people hide too little: then nothing can be shown."""

    rows: tuple[StatisticsRow, ...] | None
    total: StatisticsRow | None
    hides: bool


def statistics(*, user: User, year: int, what: What, by: By, today: date, whole: bool) -> Statistics:
    """Employments that began or ended in the year, each once where it was first or last; or the people there on the
    year's last day, or today in a year that goes on, each once. `whole`: small groups are shown too. Two queries.
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
    return _table(rows, by, whole)


def _there(day: date) -> Q:
    placed = Q(placed_from__lte=day) & (Q(placed_to=None) | Q(placed_to__gte=day))
    employed = Q(employment__employed_from__lte=day) & (
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=day)
    )
    return placed & employed


def _table(rows: Iterable[tuple[str, str]], by: By, whole: bool) -> Statistics:
    counts = Counter(rows)
    names = sorted({name for name, _sex in counts}, key=lambda name: (-_all(counts, name), name))
    numbers = [[counts[name, sex] for sex in SEXES] for name in names]
    shown: list[list[Shown]] | None = suppressed_table(numbers, least=1 if whole else 5) if numbers else []
    if not shown:
        return Statistics(None if shown is None else (), None, hides=shown is None)
    told = [StatisticsRow(_in_words(name, by), tuple(line)) for name, line in zip([*names, ""], shown, strict=True)]
    hides = any(number is None for line in shown for number in line)
    return Statistics(tuple(told[:-1]), told[-1], hides)


def _all(counts: Counter[tuple[str, str]], name: str) -> int:
    return sum(counts[name, sex] for sex in SEXES)


def _in_words(name: str, by: By) -> str:
    choices = _WORDS.get(by)
    return str(choices(name).label) if choices is not None and name in choices.values else name
