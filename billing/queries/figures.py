"""The figures of every department and month: closed ones as frozen, the others counted now (register/FORMAT.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.models import Reconciliation, ReconciliationState
from billing.queries.measured import MeasuredMonth, Register, measure, model_years_of, planned_months, register_of
from foundation.periods import Month, months_between
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A department's month. Numbers of employments are exact; `fee` is kronor; `state` a ReconciliationState."""

    department: Department
    month: Month
    formula_quota: int
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee: Decimal
    state: str
    reconciliation_id: int | None
    parked: Fraction = Fraction(0)

    @property
    def is_closed(self) -> bool:
        return self.state == ReconciliationState.CLOSED

    @property
    def surplus(self) -> Fraction:
        """More than the target: shown, never netted (DOMAIN.md 6)."""
        return max(Fraction(0), self.counted - self.target)


def figures(
    *,
    first: Month,
    last: Month,
    departments: Collection[Department] | None = None,
    register: Register | None = None,
) -> list[MonthFigures]:
    """Every department with a quota from `first` to `last`, by code and month.

    The provider is followed with 0 chargeable; exempt boards and companies have no rows. A constant number of
    queries for each model year; a `register` that is already read is not read again. Raises OutsideModelYears.
    """
    months = months_between(first, last)
    if not months:
        return []
    model_years_of(months)
    rows = Reconciliation.objects.filter(month__in=months).select_related("department__board")
    if departments is not None:
        rows = rows.filter(department__in=departments)
    known = {(row.department_id, row.month): row for row in rows.defer("target_trail")}
    planned = planned_months(months=months, departments=departments)
    left = {key: one for key, one in planned.items() if not (key in known and known[key].is_closed)}
    now = measure(left, register or register_of(first=first.first_day, last=last.last_day)) if left else {}
    found = [of_reconciliation(row) for row in known.values() if row.is_closed]
    found += [_computed(one, known.get(key)) for key, one in now.items()]
    return sorted(found, key=lambda one: (one.department.code, one.month))


def of_reconciliation(row: Reconciliation) -> MonthFigures:
    """The figures that stand on the reconciliation: frozen when it is closed."""
    return MonthFigures(
        department=row.department,
        month=row.month,
        formula_quota=row.formula_quota,
        target=row.target,
        counted=row.counted,
        missing=row.missing,
        excused=row.excused,
        chargeable=row.chargeable,
        fee=row.fee,
        state=row.state,
        reconciliation_id=row.pk,
        parked=row.parked,
    )


def _computed(one: MeasuredMonth, row: Reconciliation | None) -> MonthFigures:
    measured = one.shortfall
    return MonthFigures(
        department=one.department,
        month=one.month,
        formula_quota=one.planned.target.formula.quota,
        target=measured.target,
        counted=measured.counted,
        missing=measured.missing,
        excused=measured.excused,
        chargeable=measured.chargeable,
        fee=measured.fee,
        state=row.state if row else ReconciliationState.OPEN.value,
        reconciliation_id=row.pk if row else None,
    )
