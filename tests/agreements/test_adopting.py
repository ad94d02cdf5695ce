"""A scenario becomes a model year: a copy of the one before, or a change while no agreement rests on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from agreements.operations import cancel_version, draft_agreement
from agreements.operations.adopting import (
    AgreementRestsOnYear,
    DecisionMissing,
    ExemptionsDiffer,
    NoYearToCopy,
    YearUnderWay,
    adopt_model_year,
)
from allocation.models import ModelYear
from allocation.quota import Rounding
from allocation.scenario import Parameters
from foundation.periods import Month
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
BEFORE = date(2020, 12, 1)


def parameters(**changes: Any) -> Parameters:
    found = {
        "rate": Decimal("0.06"),
        "basis": "all",
        "day": date(2020, 11, 1),
        "rounding": Rounding.FLOOR,
        "total": None,
        "fee": Decimal(8000),
        "charging_starts": Month(2022, 1),
        "exempt": frozenset({"104"}),
    }
    return Parameters(**found | changes)


def adopt(**changes: Any):
    decision = changes.pop("decision", "KF 2021-12-20 § 300")
    today = changes.pop("today", BEFORE)
    by = UserFactory(role="asf_administrator")
    return adopt_model_year(parameters=parameters(**changes), decision=decision, by=by, today=today)


def test_the_next_year_is_a_copy_with_the_new_numbers_and_its_own_decision(small_city):
    adopted = adopt()
    year = ModelYear.objects.get(year=2022)
    assert adopted.is_new
    assert (year.starts, year.ends) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (year.rate, year.basis, year.rounding, year.fee) == (Decimal("0.06"), "all", "floor", 8000)
    assert year.charging_starts == Month(2022, 1)
    assert (year.increase_target, year.counting_rule) == (1000, "last_day")
    assert year.decision == "KF 2021-12-20 § 300"


def test_the_year_before_is_left_as_it_is(small_city):
    before = ModelYear.objects.filter(year=2021).values().get()
    adopt()
    assert ModelYear.objects.filter(year=2021).values().get() == before


def test_a_year_that_nothing_rests_on_is_changed(small_city):
    adopted = adopt(charging_starts=Month(2021, 4))
    assert not adopted.is_new
    assert ModelYear.objects.get(year=2021).rate == Decimal("0.06")


def test_a_year_that_an_agreement_rests_on_is_not(small_city):
    draft_agreement(
        department=small_city.leisure, model_year=small_city.model_year, by=UserFactory(role="asf_administrator")
    )
    with pytest.raises(AgreementRestsOnYear, match=r"överenskommelser vilar på det \(1\)"):
        adopt(charging_starts=Month(2021, 4))


def test_a_year_whose_only_agreement_was_put_aside_is_free(small_city):
    by = UserFactory(role="asf_administrator")
    version = draft_agreement(department=small_city.leisure, model_year=small_city.model_year, by=by)
    cancel_version(version=version, by=by, reason="Fel år")
    assert not adopt(charging_starts=Month(2021, 4)).is_new


def test_a_year_that_charges_already_is_not_changed(small_city):
    with pytest.raises(YearUnderWay):
        adopt(charging_starts=Month(2021, 4), today=date(2021, 4, 1))


def test_there_must_be_a_year_to_copy(small_city):
    with pytest.raises(NoYearToCopy):
        adopt(charging_starts=Month(2019, 4))


def test_exemptions_are_decided_elsewhere(small_city):
    with pytest.raises(ExemptionsDiffer, match="Fritidsförvaltningen"):
        adopt(exempt=frozenset({"101", "104"}))


def test_a_decision_must_be_named(small_city):
    with pytest.raises(DecisionMissing):
        adopt(decision="  ")


def test_the_page_adopts_and_says_what_has_been_done(login_as, small_city):
    fields = {
        "letter": "a", "decision": "KF 2021-12-20 § 300", "a-rate": "6", "a-basis": "permanent",
        "a-date": "2020-11-01", "a-rounding": "half_up", "a-total": "", "a-fee": "7500", "a-start": "2035-01",
        "a-exempt": ["104"],
    }  # fmt: skip
    response = login_as("city_office").post(reverse("agreements:adoption"), fields, follow=True)
    assert "Modellår 2035 finns nu" in response.text
    assert ModelYear.objects.get(year=2035).rate == Decimal("0.06")
