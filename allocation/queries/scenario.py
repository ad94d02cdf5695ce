"""What the scenario calculator counts on: every department's staff on the dates that are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allocation.models import Headcount, ModelYear
from allocation.scenario import Staff
from organisation.models import Department, DepartmentKind


def departments_in_scenarios() -> list[Department]:
    """All but the companies, by code: also those that are exempt today can be tried. One query."""
    return list(Department.objects.exclude(kind=DepartmentKind.COMPANY).in_order())


def exempt_codes(year: ModelYear, departments: Iterable[Department]) -> list[str]:
    """Those of the departments that have no quota in any month of the year. Three queries."""
    bearing = Department.objects.with_quota(year.first_month, year.last_month)
    codes = set(bearing.values_list("code", flat=True))
    return [one.code for one in departments if one.code not in codes]


def staff_on(days: Iterable[date], departments: Iterable[Department]) -> dict[date, list[Staff]]:
    """Staff by day, in the order of the departments. One query for all days."""
    wanted = set(days)
    rows = Headcount.objects.filter(date__in=wanted)
    counted = {
        (department, day): (permanent, all_employees)
        for department, day, permanent, all_employees in rows.values_list(
            "department", "date", "permanent", "all_employees"
        )
    }
    everyone = list(departments)
    return {day: [_staff(one, counted.get((one.pk, day))) for one in everyone] for day in wanted}


def _staff(department: Department, counted: tuple[int, int] | None) -> Staff:
    permanent, everyone = counted or (None, None)
    return Staff(department.code, department.name, permanent, everyone, department.is_provider)
