"""What each department will owe, from a day on: closed months as they stand, others by two readings (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.forecast import Forecast, OpenMonth, Outlook, WhatIf, forecast, what_if
from billing.models import Correction, CorrectionState, Reconciliation
from billing.queries.measured import PlannedMonth, Register, model_years_of, planned_months, register_of
from billing.shortfall import Shortfall
from foundation.periods import HalfYear, Month, months_between
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """Kronor. `known`: the starts and ends that the register knows; `flat`: nothing changes after the day."""

    department: Department
    fee_closed: Decimal
    half_year: HalfYear
    half_year_known: Decimal
    half_year_flat: Decimal
    year_known: Decimal
    year_flat: Decimal
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class OutlookNow:
    """What forecasts are made from: the months of every department, and the register's placements."""

    departments: dict[int, Department]
    outlooks: dict[int, Outlook]
    register: Register


def forecast_rows(
    *, day: date, departments: Collection[Department] | None = None, register: Register | None = None
) -> list[ForecastRow]:
    """A row per department with a quota, by code, for the model year in which `day` falls.

    The provider owes nothing. A constant number of queries. Raises OutsideModelYears.
    """
    now = outlook_now(day=day, departments=departments, register=register)
    made = forecast(outlooks=now.outlooks.values(), presences=now.register.presences, day=day)
    return [_row(now.departments[department_id], one) for department_id, one in made.items()]


def what_starts_would_save(
    *,
    department: Department,
    day: date,
    starts: int,
    from_day: date,
    until: date | None = None,
    working_share: int = 100,
    register: Register | None = None,
) -> WhatIf | None:
    """What `starts` more people from `from_day` to `until` would save the department; None when it has no quota.

    `working_share` is percent. Raises OutsideModelYears.
    """
    now = outlook_now(day=day, departments=[department], register=register)
    if department.pk not in now.outlooks:
        return None
    return what_if(
        outlook=now.outlooks[department.pk],
        presences=now.register.presences,
        day=day,
        starts=starts,
        from_day=from_day,
        until=until,
        working_share=working_share,
    )


def outlook_now(
    *, day: date, departments: Collection[Department] | None = None, register: Register | None = None
) -> OutlookNow:
    """Read everything that forecasts from `day` need, but for a `register` that is given. Raises OutsideModelYears."""
    month = Month.of(day)
    year = model_years_of([month])[month]
    months = months_between(year.first_month, year.last_month)
    planned = planned_months(months=months, departments=departments)
    closed = _closed_months(months)
    by_department: dict[int, list[Shortfall | OpenMonth]] = {}
    names: dict[int, Department] = {}
    for (department_id, one), plan in planned.items():
        names[department_id] = plan.department
        by_department.setdefault(department_id, []).append(closed.get((department_id, one)) or _open(plan))
    register = register or register_of(first=months[0].first_day, last=months[-1].last_day)
    outlooks = {key: Outlook(key, tuple(ahead)) for key, ahead in by_department.items()}
    return OutlookNow(names, outlooks, register)


def _closed_months(months: Collection[Month]) -> dict[tuple[int, Month], Shortfall]:
    """As they stand: frozen at closing, or as the last accepted correction says. Two queries."""
    rows = Reconciliation.objects.closed().filter(month__in=list(months)).defer("target_trail")
    accepted = Correction.objects.filter(state=CorrectionState.ACCEPTED, reconciliation__month__in=list(months))
    last = {one.reconciliation_id: one for one in accepted.order_by("sequence")}
    return {(row.department_id, row.month): _standing(row, last.get(row.pk)) for row in rows}


def _standing(row: Reconciliation, last: Correction | None) -> Shortfall:
    return Shortfall(
        month=row.month,
        target=row.target,
        counted=last.counted_now if last else row.counted,
        missing=last.missing_now if last else row.missing,
        excused=last.excused_now if last else row.excused,
        chargeable=last.chargeable_now if last else row.chargeable,
        fee=last.fee_now if last else row.fee,
    )


def _open(plan: PlannedMonth) -> OpenMonth:
    return OpenMonth(plan.month, plan.target.target, plan.terms, plan.causes, *plan.rule)


def _row(department: Department, made: Forecast) -> ForecastRow:
    return ForecastRow(
        department=department,
        fee_closed=made.fee_closed,
        half_year=made.half_year,
        half_year_known=made.half_year_known,
        half_year_flat=made.half_year_flat,
        year_known=made.year_known,
        year_flat=made.year_flat,
        forecast=made,
    )
