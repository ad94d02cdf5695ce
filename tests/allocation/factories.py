"""The decision's model year and counted staff."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from allocation.models import Headcount, ModelYear
from foundation.periods import Month
from tests.organisation.factories import DepartmentFactory


class ModelYearFactory(DjangoModelFactory[ModelYear]):
    """The council's decision for 2021 (D1); another `year` is the same decision for that year."""

    class Meta:
        model = ModelYear
        django_get_or_create = ("year",)

    year = 2021
    starts = factory.LazyAttribute(lambda row: date(row.year, 1, 1))
    ends = factory.LazyAttribute(lambda row: date(row.year, 12, 31))
    rate = Decimal("0.057")
    headcount_date = date(2020, 11, 1)
    fee = Decimal("7500.00")
    charging_starts = factory.LazyAttribute(lambda row: Month(row.year, 4))
    increase_target = 1000
    created_target = 1500
    offered_target = 1500
    baseline_date = date(2020, 11, 1)
    decision = "KF 2020-12-22 § 291, STK-2020-1509"


class HeadcountFactory(DjangoModelFactory[Headcount]):
    """330 permanent of 400: a quota of 19 (0.057 × 330 = 18.81)."""

    class Meta:
        model = Headcount

    department = factory.SubFactory(DepartmentFactory)
    date = date(2020, 11, 1)
    permanent = 330
    all_employees = 400
