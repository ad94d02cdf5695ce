"""The city's three measures, never mixed: net increase, employments created, places offered (DOMAIN.md 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from allocation.models import ModelYear
from allocation.queries import month_shown
from billing.presence import Presence, present_on, started_in
from billing.queries.measured import Register, register_of
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

    @property
    def left(self) -> int:
        return max(0, self.target - self.latest)


@dataclass(frozen=True, slots=True)
class DepartmentMeasures:
    """A department's part: the stock on the baseline day, and each measure at the end of every month that has ended."""

    department: Department
    baseline: int
    stock: tuple[int, ...]
    created: tuple[int, ...]
    offered: tuple[int, ...]

    @property
    def increase(self) -> tuple[int, ...]:
        return tuple(stock - self.baseline for stock in self.stock)


@dataclass(frozen=True, slots=True)
class CityMeasures:
    """The city's numbers are the sums of the departments', month by month."""

    months: tuple[Month, ...]
    ended: tuple[Month, ...]
    departments: tuple[DepartmentMeasures, ...]
    baseline: int  # people in stock on the baseline date
    increase: Measure
    created: Measure
    offered: Measure


def city_measures(*, model_year: ModelYear, today: date, register: Register | None = None) -> CityMeasures:
    """The three measures at each month's end up to `today`, companies left out. Five queries.

    Net increase: distinct people in qualifying employments on the day, less those on the baseline date.
    Created: qualifying employments that began since the model year's start, counted where they were first placed.
    Offered: openings offered since then. `register`: from the baseline date to the year's end, when already read.
    """
    months = tuple(months_between(model_year.first_month, model_year.last_month))
    ended = tuple(month for month in months if month.last_day <= today)
    departments = list(
        Department.objects.exclude(kind=DepartmentKind.COMPANY).prefetch_related("exemptions").in_order()
    )
    reading = model_year.at(month_shown(model_year, today))
    presences = (register or register_of(first=model_year.baseline_date, last=model_year.ends)).presences
    parts = _parts(model_year, departments, presences, ended)

    def measure(name: str, target: int, values: Callable[[DepartmentMeasures], tuple[int, ...]]) -> Measure:
        known = [sum(values(part)[index] for part in parts) for index in range(len(ended))]
        return Measure(name, target, (*known, *([None] * (len(months) - len(known)))))

    return CityMeasures(
        months=months,
        ended=ended,
        departments=parts,
        baseline=sum(part.baseline for part in parts),
        increase=measure("increase", reading.increase_target, lambda part: part.increase),
        created=measure("created", reading.created_target, lambda part: part.created),
        offered=measure("offered", reading.offered_target, lambda part: part.offered),
    )


def _parts(
    model_year: ModelYear, departments: Sequence[Department], presences: Sequence[Presence], ended: Sequence[Month]
) -> tuple[DepartmentMeasures, ...]:
    inside = {department.pk for department in departments}
    own = [one for one in presences if one.department in inside]
    starts = [(one.employed_from, one.department) for one in _started(own, model_year)]
    offers = _offers(model_year, inside)
    baseline = present_on(presences, model_year.baseline_date)
    stocks = [present_on(presences, month.last_day) for month in ended]
    created = [Counter(department for day, department in starts if day <= month.last_day) for month in ended]
    offered = [_offered_by(offers, month.last_day) for month in ended]
    return tuple(
        DepartmentMeasures(
            department=one,
            baseline=baseline[one.pk],
            stock=tuple(counts[one.pk] for counts in stocks),
            created=tuple(counts[one.pk] for counts in created),
            offered=tuple(counts[one.pk] for counts in offered),
        )
        for one in departments
    )


def _started(presences: Sequence[Presence], model_year: ModelYear) -> list[Presence]:
    return started_in(presences, first=model_year.starts, last=model_year.ends)


def _offers(model_year: ModelYear, inside: set[int]) -> list[tuple[date, int, int]]:
    """Day, department and number of openings. One query."""
    rows = (
        Place.objects.filter(department__in=inside, state__in=[PlaceState.OFFERED, PlaceState.APPROVED])
        .filter(offered_on__gte=model_year.starts, offered_on__lte=model_year.ends)
        .values_list("offered_on", "department")
        .annotate(openings=Sum("openings"))
        .order_by("offered_on", "department")
    )
    return [(day, department, openings) for day, department, openings in rows if day is not None]


def _offered_by(offers: Sequence[tuple[date, int, int]], last: date) -> Counter[int]:
    found: Counter[int] = Counter()
    for day, department, openings in offers:
        if day <= last:
            found[department] += openings
    return found
