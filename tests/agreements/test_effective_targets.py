"""The target of a department and month as read from the database."""

from __future__ import annotations

import json

import pytest

from agreements.models import AgreementVersion
from agreements.queries import effective_targets
from foundation.periods import Month, months_between
from tests.agreements.factories import (
    AgreementFactory,
    AgreementVersionFactory,
    MonthlyTargetFactory,
    QuotaTransferFactory,
)
from tests.allocation.factories import HeadcountFactory
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JULY, DECEMBER = (Month(2021, n) for n in (1, 3, 7, 12))


def sign(version: AgreementVersion) -> None:
    AgreementVersion.objects.filter(pk=version.pk).update(state="signed", signed_on="2021-01-15")


def test_without_agreement_the_formula_quota_is_the_target(small_city):
    """0.057 × 330 = 18.81 → 19, counted by the model year's rule."""
    row = effective_targets(model_year=small_city.model_year, months=[JULY])[small_city.leisure.pk, JULY]
    assert (row.target, row.effective.source, row.version) == (19, "formula", None)
    assert (row.counting_rule, row.fraction_rule, row.unfilled_place_excuses) == ("last_day", "exact", False)


def test_a_draft_changes_nothing(small_city):
    AgreementVersionFactory(
        agreement=AgreementFactory(department=small_city.leisure, model_year=small_city.model_year), target=5
    )
    assert effective_targets(model_year=small_city.model_year, months=[JULY])[small_city.leisure.pk, JULY].target == 19


def test_steps_then_the_agreed_target_then_the_transfers(small_city):
    """January: step 5. March: agreed 17, 2 given away from March: 15. The other side: 12 + 2 = 14."""
    version = AgreementVersionFactory(
        agreement=AgreementFactory(department=small_city.leisure, model_year=small_city.model_year),
        target=17, deviation_note="Färre platser i år.", counting_rule="first_day", unfilled_place_excuses=True,
    )  # fmt: skip
    MonthlyTargetFactory(version=version, month=JANUARY, target=5)
    sign(version)
    QuotaTransferFactory(
        from_department=small_city.leisure,
        to_department=small_city.environment,
        number=2,
        first_month=MARCH,
        signed=True,
    )
    rows = effective_targets(model_year=small_city.model_year, months=[JANUARY, MARCH])
    assert rows[small_city.leisure.pk, JANUARY].target == 5
    march = rows[small_city.leisure.pk, MARCH]
    assert (march.target, march.effective.base, march.effective.transfers_out) == (15, 17, 2)
    assert (march.version, march.counting_rule, march.unfilled_place_excuses) == (version, "first_day", True)
    assert rows[small_city.environment.pk, MARCH].target == 14


def test_an_unsigned_transfer_moves_nothing(small_city):
    QuotaTransferFactory(from_department=small_city.leisure, to_department=small_city.environment, first_month=MARCH)
    assert (
        effective_targets(model_year=small_city.model_year, months=[MARCH])[small_city.leisure.pk, MARCH].target == 19
    )


def test_an_amendment_holds_from_its_month(small_city):
    agreement = AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    AgreementVersionFactory(agreement=agreement, number=1, signed=True)
    AgreementVersionFactory(
        agreement=agreement, number=2, valid_from=JULY, target=25, deviation_note="Fler.", signed=True
    )
    rows = effective_targets(model_year=small_city.model_year, months=[Month(2021, 6), JULY])
    assert [rows[small_city.leisure.pk, month].target for month in (Month(2021, 6), JULY)] == [19, 25]


def test_the_trail_is_plain_values_from_headcount_to_target(small_city):
    trail = effective_targets(model_year=small_city.model_year, months=[JULY])[small_city.leisure.pk, JULY].trail()
    assert json.loads(json.dumps(trail)) == {
        "model_year": 2021, "basis": "permanent", "headcount_date": "2020-11-01", "headcount": 330, "rate": "0.057",
        "exact": "18.81", "rounding": "half_up", "rounding_total": None, "formula_quota": 19, "source": "formula",
        "version": None, "base": 19, "transfers_in": 0, "transfers_out": 0, "target": 19, "counting_rule": "last_day",
        "fraction_rule": "exact", "part_time_rule": "whole", "unfilled_place_excuses": False, "excusing_causes": [],
    }  # fmt: skip


@pytest.mark.parametrize("more", [0, 30])
def test_targets_take_nine_queries_however_many_departments(small_city, django_assert_num_queries, more):
    for department in [small_city.leisure, *DepartmentFactory.create_batch(more)]:
        if more:
            HeadcountFactory.create(department=department, date="2019-11-01")
        AgreementVersionFactory(
            agreement=AgreementFactory(department=department, model_year=small_city.model_year), signed=True
        )
    with django_assert_num_queries(9):
        effective_targets(model_year=small_city.model_year, months=months_between(JANUARY, DECEMBER))
