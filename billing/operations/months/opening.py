"""ASF opens the month, counts it and puts it before the department (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from billing.answer_time import first_deadline
from billing.models import MonthParameters, Objection, ObjectionState, Reconciliation, ReconciliationState
from billing.operations.months.counts import FIGURES, figures_of, take_figures, write_lines
from billing.operations.months.refusals import (
    DeadlineTooEarly,
    MonthHasNotEnded,
    MonthIsClosed,
    MonthIsConfirmed,
    NoQuotaAnyLonger,
    ObjectionsLeft,
)
from billing.queries.measured import MeasuredMonth, measured_months
from foundation.periods import Month
from organisation.models import Department, User


@transaction.atomic
def open_month(
    *, month: Month, by: User | None, departments: Collection[Department] | None = None
) -> list[Reconciliation]:
    """Open and count the month for every department with a quota (or those given); what is open already stays.

    Raises OutsideModelYears.
    """
    measured, register = measured_months(months=[month], departments=departments)
    by_department = {department_id: one for (department_id, _month), one in measured.items()}
    reconciliations, created = ensure_open(by_department, by=by)
    new = [(row, by_department[row.department_id]) for row in reconciliations if row.pk in created]
    write_lines(new, register, anew=created)
    return reconciliations


def ensure_open(measured: dict[int, MeasuredMonth], *, by: User | None) -> tuple[list[Reconciliation], set[int]]:
    """Make the reconciliations that do not exist, lock all of them; gives them and the ids of the new ones.

    Someone else may open the same month at this moment: the row is made once, and both get it.
    """
    months = {one.month for one in measured.values()}
    wanted = Reconciliation.objects.filter(department__in=measured, month__in=months)
    existing = set(wanted.values_list("department_id", flat=True))
    now = timezone.now()
    Reconciliation.objects.bulk_create(
        (
            Reconciliation(
                department=one.department,
                model_year=one.planned.target.model_year,
                month=one.month,
                opened_by=by,
                **figures_of(one, now=now),
            )
            for department_id, one in measured.items()
            if department_id not in existing
        ),
        ignore_conflicts=True,
    )
    held = wanted.select_for_update(of=("self",)).select_related("department", "model_year")
    rows = list(held.prefetch_related("model_year__revisions").order_by("department__code"))
    new = {row.pk for row in rows if row.department_id not in existing and row.state == ReconciliationState.OPEN}
    return rows, new


def locked(reconciliation: Reconciliation) -> Reconciliation:
    """The row as it is now, held until the act is done. Raises MonthIsClosed: nothing is done to a closed month."""
    row = (
        Reconciliation.objects.select_for_update(of=("self",))
        .select_related("department", "model_year")
        .get(pk=reconciliation.pk)
    )
    if row.is_closed:
        raise MonthIsClosed(row)
    return row


@transaction.atomic
def recount(*, reconciliation: Reconciliation) -> Reconciliation:
    """Count the month again on today's register and write all lines anew. Raises MonthIsClosed, MonthIsConfirmed."""
    row = locked(reconciliation)
    if row.confirmed_at is not None:
        raise MonthIsConfirmed(row)
    return count_anew(row)


def count_anew(row: Reconciliation) -> Reconciliation:
    """The count itself, on a row that the caller holds."""
    measured, register = measured_months(months=[row.month], departments=[row.department])
    one = measured.get((row.department_id, row.month))
    if one is None:
        raise NoQuotaAnyLonger(row)
    take_figures(row, one, now=timezone.now())
    row.save(update_fields=FIGURES)
    write_lines([(row, one)], register, anew=[row.pk])
    return row


@transaction.atomic
def propose_month(*, reconciliation: Reconciliation, by: User | None, deadline: date, today: date) -> Reconciliation:
    """Count the month afresh and put it before the department, to be answered no later than `deadline`.

    Raises MonthIsClosed, MonthHasNotEnded, ObjectionsLeft and DeadlineTooEarly.
    """
    row = locked(reconciliation)
    refuse_unended(row, today)
    refuse_open_objections(row)
    least_days = MonthParameters.objects.on(today).least_answer_days
    earliest = first_deadline(
        month_ends=row.month.last_day, today=today, least_days=least_days, running=row.answerable_until
    )
    if deadline < earliest:
        raise DeadlineTooEarly(row, deadline, earliest=earliest, least_days=least_days)
    count_anew(row)
    row.propose(now=timezone.now(), today=today, deadline=deadline, least_days=least_days, by=by)
    return row


def refuse_unended(row: Reconciliation, today: date) -> None:
    """The figures of a month are not settled between the sides before its last day is over."""
    if not row.has_ended(today):
        raise MonthHasNotEnded(row.month)


def refuse_open_objections(row: Reconciliation) -> None:
    number = Objection.objects.filter(reconciliation=row, state=ObjectionState.OPEN).count()
    if number:
        raise ObjectionsLeft(row, number)
