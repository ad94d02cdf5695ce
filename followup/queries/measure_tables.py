"""The measures as tables: the city month by month, and the departments at the end of one month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from followup.queries.city import CityMeasures, DepartmentMeasures
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


@dataclass(frozen=True, slots=True)
class DepartmentOverMonths:
    code: str
    name: str
    values: tuple[int, ...]  # at the end of each month that has ended


@dataclass(frozen=True, slots=True)
class MeasureOverMonths:
    """One measure, department by department; `total` is the city's, the sum of the rows of each month."""

    name: str
    rows: tuple[DepartmentOverMonths, ...]
    total: tuple[int, ...]


def measure_over_months(found: CityMeasures, name: str) -> MeasureOverMonths | None:
    """Of `increase`, `created` or `offered`, else None; exempt departments without a figure are out. No queries."""
    values: dict[str, Callable[[DepartmentMeasures], tuple[int, ...]]] = {
        "increase": lambda part: part.increase,
        "created": lambda part: part.created,
        "offered": lambda part: part.offered,
    }
    if name not in values:
        return None
    own = [(part.department, values[name](part)) for part in found.departments]
    rows = tuple(
        DepartmentOverMonths(department.code, department.name, figures)
        for department, figures in own
        if any(map(department.has_quota, found.ended)) or any(figures)
    )
    return MeasureOverMonths(name, rows, tuple(sum(column) for column in zip(*(f for _d, f in own), strict=True)))


def _city_at(found: CityMeasures, index: int) -> MeasuresOfMonth:
    increase, created, offered = (
        measure.values[index] or 0 for measure in (found.increase, found.created, found.offered)
    )
    return MeasuresOfMonth(found.ended[index], found.baseline + increase, increase, created, offered)
