"""Causes that an agreement excuses lower what is chargeable, and a correction measures with the terms of the closing.

Fritidsförvaltningen in April: target 19, counted 15, so 4 are missing. Support was refused for 3, 1 declined.
The terms excuse refused support: 4 − 3 = 1 is chargeable, 7 500 kr; with no such term 4 are, 30 000 kr.
"""

from __future__ import annotations

from datetime import date

import pytest

from billing.models import MissingCause, Reconciliation
from billing.operations import months
from billing.operations.corrections import find_corrections
from tests.billing.city import APRIL, agree, build_city, end_early

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = build_city()
    for cause, number in (("support_refused", 3), ("declined", 1)):
        MissingCause.objects.create(department=city.leisure, month=APRIL, cause=cause, number=number)
    return city


def agreed(city, causes: list[str]) -> None:
    agree(city.leisure, city.year, 19, number=2, excusing_causes=causes)


def closed_april(city) -> Reconciliation:
    months.close_months(months=[APRIL], by=None)
    return Reconciliation.objects.get(department=city.leisure, month=APRIL)


@pytest.mark.parametrize(
    ("causes", "excused", "fee"),
    [([], 0, 30000), (["support_refused"], 3, 7500), (["declined", "support_refused"], 4, 0), (["other"], 0, 30000)],
)
def test_an_agreed_cause_is_not_charged(city, causes, excused, fee):
    agreed(city, causes)
    row = closed_april(city)
    assert (row.missing, row.excused, row.chargeable, row.fee) == (4, excused, 4 - excused, fee)
    assert row.target_trail["excusing_causes"] == causes


def test_a_correction_measures_with_the_causes_of_the_closing(city):
    """One more had left: 5 are missing, 3 of them excused as when the month was closed, 2 chargeable."""
    agreed(city, ["support_refused"])
    row = closed_april(city)
    counted = row.lines.filter(counted=True).order_by("pk").first()
    end_early(int(counted.employment_key[1:]), date(2021, 4, 10))
    [correction] = [one for one in find_corrections(today=date(2021, 8, 1)) if one.reconciliation_id == row.pk]
    assert (correction.missing_now, correction.excused_now, correction.chargeable_now) == (5, 3, 2)
    assert correction.fee_now == 15000
