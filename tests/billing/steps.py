"""The small city brought to where a page's test begins: a month proposed, a half-year closed, rehearsed or issued."""

from __future__ import annotations

from datetime import date

from billing.models import AccountCoding, InvoiceRun, Reconciliation
from billing.operations import months
from billing.operations.claim_all import claim_all
from billing.operations.half_years import issue, rehearse
from foundation.periods import Month
from organisation.models import Department, User
from tests.billing.city import APRIL, ASKED, FIRST_HALF, JANUARY, TODAY, City
from tests.organisation.factories import UserFactory


def proposed(city: City, *, month: Month = APRIL, by: User | None = None) -> Reconciliation:
    """The leisure department's month, put before it: April has 15 of 19, 4 missing, 30 000 kr."""
    by = by or UserFactory(role="asf_administrator")
    [row] = months.open_month(month=month, by=by, departments=[city.leisure])
    asked = max(ASKED, month.next().first_day)
    return months.propose_month(reconciliation=row, by=by, deadline=date(2099, 5, 9), today=asked)


def close_first_half() -> None:
    """January to June closed for all: leisure 37 500 kr, environment 22 500 kr."""
    months.close_months(months=[Month(2021, number) for number in range(JANUARY.month, 7)], by=None)


def with_codings(*departments: Department) -> None:
    for department in departments:
        AccountCoding.objects.create(
            department=department, valid_from=date(2021, 1, 1), account="7692", cost_centre=f"{department.code}00",
            activity_code="6100", counterpart=department.code, reference_code=f"REF{department.code}",
        )  # fmt: skip


def rehearsed(city: City, *, by: User | None = None) -> InvoiceRun:
    """All closed, all claimed, rehearsed by someone on finance."""
    close_first_half()
    with_codings(city.leisure, city.environment, city.provider)
    claim_all(half_year=FIRST_HALF, delegation="Delegationsordningen 4.2", by=UserFactory(role="claim_decision_maker"))
    return rehearse(half_year=FIRST_HALF, by=by or UserFactory(role="finance"), today=TODAY)


def issued(city: City) -> InvoiceRun:
    """F2021-0001 to the leisure board on 37 500 kr and F2021-0002 to the environment board on 22 500 kr."""
    return issue(run=rehearsed(city), by=UserFactory(role="finance"), today=TODAY)
