"""Quotas and model years as read from the database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from allocation.models import Headcount
from allocation.queries import NoModelYear, YearQuotas, current_model_year, formula_quotas, model_year_of
from foundation.periods import Month
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
JUNE = Month(2021, 6)


def test_quotas_are_rate_times_permanent_staff_rounded_half_up(small_city):
    """0.057 × 330 = 18.81 → 19; × 205 = 11.685 → 12; × 1 900 = 108.3 → 108."""
    quotas = formula_quotas(small_city.model_year, JUNE)
    assert {pk: (row.exact, row.quota) for pk, row in quotas.items()} == {
        small_city.leisure.pk: (Decimal("18.810"), 19),
        small_city.environment.pk: (Decimal("11.685"), 12),
        small_city.provider.pk: (Decimal("108.300"), 108),
    }


def test_the_other_reading_of_the_basis_counts_all_staff(small_city):
    """0.057 × 400 = 22.8 → 23."""
    assert YearQuotas(small_city.model_year).at(JUNE, basis="all")[small_city.leisure.pk].quota == 23


def test_exempt_departments_and_companies_have_no_quota(small_city):
    quotas = formula_quotas(small_city.model_year, JUNE)
    assert small_city.exempt.pk not in quotas and small_city.company.pk not in quotas


def test_only_the_headcount_of_the_models_date_counts(small_city):
    HeadcountFactory(department=small_city.leisure, date=date(2021, 11, 1), permanent=1000, all_employees=1000)
    assert formula_quotas(small_city.model_year, JUNE)[small_city.leisure.pk].quota == 19


def test_a_department_without_headcount_counts_as_nobody(small_city):
    Headcount.objects.filter(department=small_city.leisure).delete()
    assert formula_quotas(small_city.model_year, JUNE)[small_city.leisure.pk].basis_headcount == 0


@pytest.mark.parametrize("more", [0, 48])
def test_quotas_take_five_queries_however_many_departments(small_city, django_assert_num_queries, more):
    for department in DepartmentFactory.create_batch(more):
        HeadcountFactory(department=department)
    with django_assert_num_queries(5):
        quotas = YearQuotas(small_city.model_year)
        for number in range(1, 13):
            quotas.at(Month(2021, number))


def test_a_month_belongs_to_the_model_year_that_covers_it():
    year = ModelYearFactory(year=2021)
    assert model_year_of(Month(2021, 1)) == model_year_of(Month(2021, 12)) == year
    assert model_year_of(Month(2022, 1)) is None


def test_the_current_model_year_is_todays_else_the_latest_started_else_the_first():
    first, second = ModelYearFactory(year=2021), ModelYearFactory(year=2022)
    assert current_model_year(date(2021, 6, 1)) == first
    assert current_model_year(date(2026, 6, 1)) == second
    assert current_model_year(date(2020, 6, 1)) == first


def test_without_any_model_year_the_reader_is_told_what_to_do():
    with pytest.raises(NoModelYear, match="inget modellår"):
        current_model_year(date(2021, 6, 1))
