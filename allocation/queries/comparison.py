"""What accepting a headcount file would change: staff per department, and every quota under both readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocation.headcount_file import COLUMNS
from allocation.models import Basis, Headcount, HeadcountImport, ModelYear
from allocation.queries.formula import YearQuotas
from allocation.reorganisation import CountedRow, Distribution
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class Staff:
    date: date
    permanent: int
    all_employees: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A department on a day: the row to be replaced or, for a new day, the latest one before it; then the file's."""

    department: Department
    before: Staff | None
    after: Staff
    is_new: bool
    is_locked: bool

    @property
    def changes(self) -> bool:
        return self.is_new or self.before != self.after

    @property
    def permanent_difference(self) -> int | None:
        return self.after.permanent - self.before.permanent if self.before else None

    @property
    def all_difference(self) -> int | None:
        return self.after.all_employees - self.before.all_employees if self.before else None


@dataclass(frozen=True, slots=True)
class QuotaEffect:
    """One department's quota before and after, under both readings of the basis."""

    department: Department
    permanent_before: int
    permanent_after: int
    all_before: int
    all_after: int

    @property
    def changes(self) -> bool:
        return (self.permanent_before, self.all_before) != (self.permanent_after, self.all_after)


@dataclass(frozen=True, slots=True)
class EffectOnYear:
    model_year: ModelYear
    rows: list[QuotaEffect]

    def total(self, field: str) -> int:
        return sum(getattr(row, field) for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        return {name: self.total(name) for name in ("permanent_before", "permanent_after", "all_before", "all_after")}


@dataclass(frozen=True, slots=True)
class DistributedRow:
    """A row of a department that is not in the register, and where its people are counted instead."""

    number: int
    text: str
    date: date
    permanent: int
    all_employees: int
    parts: list[tuple[Department, int, int]]  # permanent, all; none when the row is not counted


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: list[ComparedRow]
    columns: list[tuple[str, str]]  # what the column holds, and its heading in the file
    distributed: list[DistributedRow]
    effects: list[EffectOnYear]
    absent: list[Department]  # have a quota but do not stand in the file

    @property
    def changed(self) -> int:
        return sum(row.changes for row in self.rows)

    @property
    def changed_quotas(self) -> int:
        return sum(row.changes for effect in self.effects for row in effect.rows)


def compare(headcount_import: HeadcountImport) -> Comparison:
    """Four queries, and five for each model year that counts on a date in the file."""
    rows = [CountedRow.from_json(row) for row in headcount_import.rows]
    departments = {
        department.code: department for department in Department.objects.prefetch_related("exemptions").in_order()
    }
    known: dict[int, list[Headcount]] = {}
    for headcount in Headcount.objects.order_by("date"):
        known.setdefault(headcount.department_id, []).append(headcount)
    compared = [_compared(departments[row.department], row, known) for row in rows]
    compared.sort(key=lambda row: (row.department.code, row.after.date))
    counted = {row.department for row in rows}
    days = {row.date for row in rows}
    years = [year for year in ModelYear.objects.order_by("year") if days & year.headcount_dates]
    return Comparison(
        rows=compared,
        columns=[(str(one.label), kept) for one in COLUMNS if (kept := headcount_import.columns.get(one.name))],
        distributed=[_distributed(row, departments) for row in headcount_import.distributed],
        effects=[_effect(year, rows, departments) for year in years],
        absent=[
            department
            for department in departments.values()
            if department.code not in counted and any(department.has_quota(Month.of(day)) for day in days)
        ],
    )


def _distributed(row: dict[str, Any], departments: dict[str, Department]) -> DistributedRow:
    parts = Distribution.from_json(row["parts"]).parts
    return DistributedRow(
        row["row"],
        row["text"],
        date.fromisoformat(row["date"]),
        row["permanent"],
        row["all"],
        [(departments[part.department], part.permanent, part.all) for part in parts],
    )


def _compared(department: Department, row: CountedRow, known: dict[int, list[Headcount]]) -> ComparedRow:
    earlier = [headcount for headcount in known.get(department.pk, []) if headcount.date <= row.date]
    last = earlier[-1] if earlier else None
    is_same_day = last is not None and last.date == row.date
    return ComparedRow(
        department=department,
        before=Staff(last.date, last.permanent, last.all_employees) if last else None,
        after=Staff(row.date, row.permanent, row.all),
        is_new=not is_same_day,
        is_locked=bool(last and is_same_day and last.locked_at),
    )


def _effect(model_year: ModelYear, rows: list[CountedRow], departments: dict[str, Department]) -> EffectOnYear:
    """As the organisation is at the year's end."""
    month = model_year.last_month
    day = model_year.at(month).headcount_date
    counts = {departments[row.department].pk: (row.permanent, row.all) for row in rows if row.date == day}
    now = YearQuotas(model_year)
    after = now.counting(counts)
    quotas = [which.at(month, basis=basis) for basis in (Basis.PERMANENT, Basis.ALL) for which in (now, after)]
    by_id = {department.pk: department for department in departments.values()}
    effects = [QuotaEffect(by_id[pk], *(quota[pk].quota for quota in quotas)) for pk in quotas[0]]
    return EffectOnYear(model_year, effects)
