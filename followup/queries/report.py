"""What a steering-group report says: gathered once, kept with the report, never read again (DOMAIN.md 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from agreements.models import QuotaTransfer
from agreements.queries.effective import seen_as
from agreements.targets import Direction
from allocation.models import ModelYear
from billing.models import (
    Correction,
    CorrectionState,
    MissingCause,
    Objection,
    ObjectionState,
    ReconciliationLine,
)
from billing.queries import DepartmentMonth, department_year, forecast_rows
from billing.queries.half_years import three_sums
from billing.queries.measured import measured_months
from followup.suppression import suppressed
from foundation.periods import Month
from organisation.models import Department
from placements.models import EmploymentType, PlacementKind, Sex


def report_figures(*, department: Department, model_year: ModelYear, month: Month, today: date) -> dict[str, Any]:
    """Everything on the report, as plain JSON values: numbers of employments as written fractions, kronor as text."""
    months = department_year(department=department, model_year=model_year, today=today)
    shown = next(one for one in months if one.month == month)
    [ahead] = forecast_rows(day=month.last_day, departments=[department])
    sums = three_sums(departments=[department], year=month.year)
    return {
        "department": department.name,
        "board": department.board.name,
        "month": str(month),
        "known_on": today.isoformat(),
        "is_closed": shown.figures.is_closed,
        "this_month": _row(shown),
        "fee_so_far": str(sum((one.fee for one in months if one.month <= month), start=shown.fee * 0)),
        "computed": str(sums.computed),
        "claimed": str(sums.claimed),
        "invoiced": str(sums.invoiced),
        "half_year": str(ahead.half_year),
        "half_year_known": str(ahead.half_year_known),
        "half_year_flat": str(ahead.half_year_flat),
        "year_known": str(ahead.year_known),
        "year_flat": str(ahead.year_flat),
        "months": [_row(one) | {"has_ended": one.month <= month} for one in months],
        "causes": _causes(department, month),
        "people": _people(_counted_people(shown, department, month)),
        "transfers": _transfers(department, month),
        "corrections": _corrections(department, model_year),
        "open_objections": Objection.objects.filter(
            reconciliation__department=department, state=ObjectionState.OPEN
        ).count(),
    }


def _row(one: DepartmentMonth) -> dict[str, Any]:
    figures = one.figures
    return {
        "month": str(one.month),
        "target": figures.target,
        "counted": str(figures.counted),
        "missing": str(figures.missing),
        "excused": str(figures.excused),
        "chargeable": str(figures.chargeable),
        "fee": str(figures.fee),
        "state": figures.state,
    }


def _causes(department: Department, month: Month) -> list[dict[str, Any]]:
    rows = MissingCause.objects.filter(department=department, month=month, number__gt=0).order_by("-number", "cause")
    return [{"cause": row.get_cause_display(), "number": row.number} for row in rows]


def _transfers(department: Department, month: Month) -> list[dict[str, Any]]:
    """Signed transfers that hold in the month, seen from the department."""
    rows = QuotaTransfer.objects.signed().touching(department).filter(first_month__lte=month)
    found = []
    for row in rows.select_related("from_department", "to_department").order_by("first_month", "pk"):
        is_in = row.to_department_id == department.pk
        moved = seen_as(row, Direction.IN if is_in else Direction.OUT)
        if moved is None or not moved.covers(month):
            continue
        found.append(
            {
                "is_in": is_in,
                "other": (row.from_department if is_in else row.to_department).name,
                "number": row.number,
                "first_month": str(row.first_month),
                "last_month": str(moved.last_month) if moved.last_month else None,
            }
        )
    return found


def _corrections(department: Department, model_year: ModelYear) -> list[dict[str, Any]]:
    """Accepted corrections of the year's closed months."""
    rows = Correction.objects.filter(
        reconciliation__department=department,
        reconciliation__month__gte=model_year.first_month,
        reconciliation__month__lte=model_year.last_month,
        state=CorrectionState.ACCEPTED,
    )
    return [
        {
            "month": str(row.reconciliation.month),
            "counted_then": str(row.counted_then),
            "counted_now": str(row.counted_now),
            "difference": str(row.difference),
            "reason": row.reason,
        }
        for row in rows.select_related("reconciliation").order_by("reconciliation__month", "sequence")
    ]


def _counted_people(shown: DepartmentMonth, department: Department, month: Month) -> list[tuple[str, str, str]]:
    """Type, sex and kind of place of everyone counted: as frozen when the month is closed, else on today's register."""
    if shown.figures.is_closed:
        lines = ReconciliationLine.objects.filter(reconciliation=shown.figures.reconciliation_id, counted=True)
        return list(lines.values_list("type_name", "sex", "placement__kind"))
    measured, register = measured_months(months=[month], departments=[department])
    rows = (register.rows[line.placement_id] for line in measured[department.pk, month].count.lines if line.counted)
    return [(row.type_name, row.sex, row.kind) for row in rows]


def _people(people: Iterable[tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Counted people by type, sex and kind of place; small groups are hidden (None)."""
    rows = list(people)
    types = EmploymentType.objects.filter(counts=True).values_list("name", flat=True)
    return {
        "by_type": _grouped((type_name for type_name, _sex, _kind in rows), {str(name): name for name in types}),
        "by_sex": _grouped((sex for _type, sex, _kind in rows), dict(Sex.choices)),
        "by_kind": _grouped((kind for _type, _sex, kind in rows), dict(PlacementKind.choices)),
    }


def _grouped(values: Iterable[str], labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """By name: an order by number would tell of the numbers that are hidden, and so would leaving out a hidden 0."""
    counts = Counter(values)
    if not counts:
        return []
    names = sorted({str(labels.get(value, value)): value for value in (*labels, *counts)}.items())
    shown = suppressed([counts[value] for _name, value in names])
    return [
        {"name": name, "number": number} for (name, _value), number in zip(names, shown, strict=True) if number != 0
    ]
