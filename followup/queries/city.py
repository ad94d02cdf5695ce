"""The city's three measures, never mixed: net increase, employments created, places offered (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from allocation.models import ModelYear
from billing.presence import Presence, present_on, starts_in
from billing.queries.measured import register_of
from foundation.periods import Month, months_between
from organisation.models import Department, DepartmentKind
from placements.models import Place, PlaceState


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure over the model year's months; None for months that have not ended."""

    name: str
    target: int
    values: tuple[int | None, ...]

    @property
    def latest(self) -> int:
        return next((value for value in reversed(self.values) if value is not None), 0)

    @property
    def is_reached(self) -> bool:
        return self.latest >= self.target


@dataclass(frozen=True, slots=True)
class CityMeasures:
    months: tuple[Month, ...]
    baseline: int  # people in stock on the baseline date
    increase: Measure
    created: Measure
    offered: Measure


def city_measures(*, model_year: ModelYear, today: date) -> CityMeasures:
    """The three measures at each month's end up to `today`, companies left out. Four queries.

    Net increase: distinct people in qualifying employments on the day, less those on the baseline date.
    Created: qualifying employments that began since the model year's start. Offered: openings offered since then.
    """
    months = tuple(months_between(model_year.first_month, model_year.last_month))
    ended = [month for month in months if month.last_day <= today]
    inside = set(Department.objects.exclude(kind=DepartmentKind.COMPANY).values_list("pk", flat=True))
    everyone = register_of(first=model_year.baseline_date, last=model_year.ends).presences
    baseline = _stock(everyone, model_year.baseline_date, inside)
    own = [one for one in everyone if one.department in inside]
    return CityMeasures(
        months=months,
        baseline=baseline,
        increase=_measure(
            "increase",
            model_year.increase_target,
            months,
            [_stock(everyone, month.last_day, inside) - baseline for month in ended],
        ),
        created=_measure(
            "created",
            model_year.created_target,
            months,
            [starts_in(own, first=model_year.starts, last=month.last_day) for month in ended],
        ),
        offered=_measure("offered", model_year.offered_target, months, _offered(model_year, ended, inside)),
    )


def _measure(name: str, target: int, months: Sequence[Month], known: list[int]) -> Measure:
    return Measure(name, target, (*known, *([None] * (len(months) - len(known)))))


def _stock(presences: Sequence[Presence], day: date, inside: set[int]) -> int:
    return sum(number for department, number in present_on(presences, day).items() if department in inside)


def _offered(model_year: ModelYear, ended: Sequence[Month], inside: set[int]) -> list[int]:
    rows = (
        Place.objects.filter(department__in=inside, state__in=[PlaceState.OFFERED, PlaceState.APPROVED])
        .filter(offered_on__gte=model_year.starts, offered_on__lte=model_year.ends)
        .values_list("offered_on")
        .annotate(openings=Sum("openings"))
        .order_by("offered_on")
    )
    per_day = list(rows)
    return [sum(openings for day, openings in per_day if day <= month.last_day) for month in ended]
