"""Months in which a department bears a quota, and the same asked of the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.periods import Month, months_between
from organisation.models import Department, DepartmentKind
from organisation.spans import Span, bears_quota, months_with_quota
from tests.organisation.factories import DepartmentFactory, ExemptionFactory

YEAR = months_between(Month(2021, 1), Month(2021, 12))


def months(first: int, last: int) -> list[Month]:
    return YEAR[first - 1 : last]


@pytest.mark.parametrize(
    ("exists", "exempt", "expected"),
    [
        ((None, None), [], months(1, 12)),
        ((None, 6), [], months(1, 6)),
        ((7, None), [], months(7, 12)),
        ((None, None), [(None, None)], []),
        ((None, None), [(3, None)], months(1, 2)),
        ((None, None), [(None, 3)], months(4, 12)),
        ((None, None), [(4, 6)], months(1, 3) + months(7, 12)),
        # Two that follow on each other cover the whole year between them.
        ((None, None), [(None, 6), (7, None)], []),
        ((None, None), [(None, 5), (7, None)], months(6, 6)),
        ((3, 9), [(1, 4), (9, 12)], months(5, 8)),
    ],
)
@pytest.mark.django_db
def test_a_quota_is_borne_in_the_months_that_exist_and_are_not_exempt(exists, exempt, expected):
    def month(number: int | None) -> Month | None:
        return None if number is None else Month(2021, number)

    spans = [Span(month(first), month(last)) for first, last in exempt]
    own = Span(*map(month, exists))
    assert months_with_quota(YEAR[0], YEAR[-1], exists=own, exempt=spans) == expected
    assert [one for one in YEAR if bears_quota(one, exists=own, exempt=spans)] == expected

    department = DepartmentFactory(first_month=own.first, last_month=own.last)
    for span in spans:
        ExemptionFactory(department=department, first_month=span.first, last_month=span.last)
    assert [one for one in YEAR if Department.objects.with_quota(one).exists()] == expected
    assert Department.objects.with_quota(YEAR[0], YEAR[-1]).exists() is bool(expected)
    assert department.has_quota(YEAR[0], YEAR[-1]) is bool(expected)


@pytest.mark.django_db
def test_a_company_never_bears_a_quota():
    company = DepartmentFactory(company=True)
    assert not company.has_quota(YEAR[0], YEAR[-1])
    assert not Department.objects.with_quota(YEAR[0], YEAR[-1]).exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "department_ends_after_start",
            lambda: DepartmentFactory(first_month=Month(2021, 5), last_month=Month(2021, 4)),
        ),
        ("exemption_ends_after_start", lambda: ExemptionFactory(first_month=Month(2021, 5), last_month=Month(2021, 4))),
        ("exemption_has_a_reason", lambda: ExemptionFactory(reason="")),
        ("department_one_provider", lambda: [DepartmentFactory(kind=DepartmentKind.PROVIDER) for _n in range(2)]),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.mark.django_db
def test_the_database_refuses_exemptions_that_share_a_month():
    one = ExemptionFactory(first_month=Month(2021, 1), last_month=Month(2021, 6))
    ExemptionFactory(department=one.department, first_month=Month(2021, 7))
    for first, last in ((None, None), (Month(2021, 6), Month(2021, 6)), (Month(2022, 1), None)):
        with pytest.raises(IntegrityError, match="exemptions_do_not_overlap"), transaction.atomic():
            ExemptionFactory(department=one.department, first_month=first, last_month=last)


@pytest.mark.django_db
def test_a_month_is_held_to_its_first_day():
    DepartmentFactory()
    with (
        pytest.raises(IntegrityError, match="last_month_check"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE organisation_department SET last_month = %s", [date(2021, 6, 30)])
