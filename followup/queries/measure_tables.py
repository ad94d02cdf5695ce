"""The measures as tables: the city month by month, and the departments at the end of one month."""

from __future__ import annotations

from dataclasses import dataclass

from followup.queries.city import CityMeasures
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class MeasuresOfMonth:
    month: Month
    stock: int
    increase: int
    created: int
    offered: int


@dataclass(frozen=True, slots=True)
class MeasuresOfDepartment:
    """`baseline` and `stock` are people in qualifying employments on the baseline day and at the month's end."""

    code: str
    name: str
    baseline: int
    stock: int
    increase: int
    created: int
    offered: int


@dataclass(frozen=True, slots=True)
class DepartmentsAt:
    """`total` is the city's: the sum of the rows."""

    rows: tuple[MeasuresOfDepartment, ...]
    total: MeasuresOfMonth


def months_of(found: CityMeasures) -> list[MeasuresOfMonth]:
    """The months that have ended. No queries."""
    return [_city_at(found, index) for index in range(len(found.ended))]


def departments_at(found: CityMeasures, month: Month) -> DepartmentsAt:
    """The departments at the end of a month that has ended, but for exempt ones that nobody works at. No queries."""
    index = found.ended.index(month)
    rows = tuple(
        MeasuresOfDepartment(
            code=part.department.code,
            name=part.department.name,
            baseline=part.baseline,
            stock=part.stock[index],
            increase=part.increase[index],
            created=part.created[index],
            offered=part.offered[index],
        )
        for part in found.departments
        if part.department.has_quota(month)
        or part.baseline
        or part.stock[index]
        or part.created[index]
        or part.offered[index]
    )
    return DepartmentsAt(rows, _city_at(found, index))


def _city_at(found: CityMeasures, index: int) -> MeasuresOfMonth:
    increase, created, offered = (
        measure.values[index] or 0 for measure in (found.increase, found.created, found.offered)
    )
    return MeasuresOfMonth(found.ended[index], found.baseline + increase, increase, created, offered)
