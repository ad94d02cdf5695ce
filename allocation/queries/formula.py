"""Every department's quota by the formula, month by month, from the rows of the headcount date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from allocation.models import Basis, Headcount, ModelYear, YearParameters
from allocation.quota import QuotaDerivation, Rounding, apportion
from allocation.succession import Counted, HandOn, Mapped, Moved, mapped
from foundation.periods import Month
from organisation.models import Department, DepartmentKind, Succession


@dataclass(frozen=True, slots=True)
class CountedStaff:
    """A department's staff as the month's organisation has it; None where nobody has counted.

    `moves` are the steps by which others' staff came here, and by which it left.
    """

    department_id: int
    code: str
    permanent: int | None
    all_employees: int | None
    moves: tuple[Moved, ...] = ()

    def people(self, basis: str) -> int:
        return (self.permanent if basis == Basis.PERMANENT else self.all_employees) or 0


class YearQuotas:
    """A model year's quotas, read once: departments, exemptions, successors, headcounts, revisions. Five queries."""

    def __init__(self, model_year: ModelYear) -> None:
        self.model_year = model_year
        inside = Department.objects.existing(model_year.first_month, model_year.last_month)
        inside = inside.exclude(kind=DepartmentKind.COMPANY).prefetch_related("exemptions")
        self.departments = list(inside.in_order())
        self.hand_ons = hand_ons()
        self._counted = self._headcounts(model_year.headcount_dates)
        self._mapped: dict[tuple[date, Month], Mapped] = {}
        self._quotas: dict[tuple[object, ...], dict[int, QuotaDerivation]] = {}

    def _headcounts(self, days: Collection[date]) -> dict[date, dict[int, Counted]]:
        rows = Headcount.objects.filter(date__in=days).values_list("department", "date", "permanent", "all_employees")
        found: dict[date, dict[int, Counted]] = {day: {} for day in days}
        for department, day, permanent, everyone in rows:
            found[day][department] = Counted(permanent, everyone)
        return found

    def counting(self, counts: Mapping[int, tuple[int, int]]) -> YearQuotas:
        """The same year if `counts` (permanent, all; by department id) stood in for the headcounts. No queries."""
        other = copy(self)
        others = {pk: Counted(*pair) for pk, pair in counts.items()}
        other._counted = {day: counted | others for day, counted in self._counted.items()}
        other._mapped, other._quotas = {}, {}
        return other

    def reading(self, month: Month) -> YearParameters:
        return self.model_year.at(month)

    def mapped(self, month: Month) -> Mapped:
        """All staff, also that of departments without a quota, as the organisation of the month has it."""
        day = self.reading(month).headcount_date
        if (day, month) not in self._mapped:
            self._mapped[day, month] = mapped(self._counted[day], self.hand_ons, counted_on=day, month=month)
        return self._mapped[day, month]

    def staff(self, month: Month) -> list[CountedStaff]:
        """One row for each department with a quota in the month, by code."""
        found = self.mapped(month)
        return [
            _staff(department, found.staff.get(department.pk), found.moves)
            for department in self.departments
            if department.has_quota(month)
        ]

    def at(self, month: Month, *, basis: str | None = None) -> dict[int, QuotaDerivation]:
        """The quotas of the month with their derivations by department id (D1; DOMAIN.md 3).

        `basis` is the reading's own unless another is asked for. Who has no headcount counts as 0 people.
        """
        reading, staff = self.reading(month), self.staff(month)
        key = (reading.reading, basis, *((row.department_id, row.permanent, row.all_employees) for row in staff))
        if key not in self._quotas:
            self._quotas[key] = quotas_from(staff, reading, basis=basis or reading.basis)
        return self._quotas[key]


def hand_ons() -> list[HandOn]:
    """All successions as the pure rule wants them. One query."""
    rows = Succession.objects.values_list("predecessor", "successor", "first_month", "share")
    return [HandOn(*row) for row in rows]


def _staff(department: Department, counted: Counted | None, moves: Sequence[Moved]) -> CountedStaff:
    own = tuple(one for one in moves if department.pk in (one.hand_on.predecessor, one.hand_on.successor))
    if counted is None:
        return CountedStaff(department.pk, department.code, None, None, own)
    return CountedStaff(department.pk, department.code, counted.permanent, counted.all, own)


def formula_quotas(model_year: ModelYear, month: Month) -> dict[int, QuotaDerivation]:
    """The quotas of one month by department id; for several months ask one `YearQuotas`."""
    return YearQuotas(model_year).at(month)


def quotas_from(staff: Sequence[CountedStaff], reading: YearParameters, *, basis: str) -> dict[int, QuotaDerivation]:
    """The quotas under one reading of the basis, by department id; ties go to the lower code. No queries."""
    quotas = apportion(
        rate=reading.rate,
        headcounts={row.code: row.people(basis) for row in staff},
        rounding=Rounding(reading.rounding),
        total=reading.rounding_total,
    )
    return {row.department_id: quotas[row.code] for row in staff}
