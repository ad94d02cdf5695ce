"""Whatever is adopted, and whenever: nothing that is signed changes, nor the model year that it rests on."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import AgreementVersion, MonthlyTarget, Signature
from agreements.operations.adopting import adopt_model_year
from allocation.models import Headcount, ModelYear
from allocation.quota import Rounding
from allocation.scenario import Parameters
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Exemption


def kept() -> list[list[dict[str, Any]]]:
    """Signed versions with their steps and signatures, the years they rest on, and the counted staff."""
    signed = AgreementVersion.objects.signed()
    sets = (
        signed,
        MonthlyTarget.objects.filter(version__in=signed),
        Signature.objects.filter(version__in=signed),
        ModelYear.objects.filter(agreements__versions__in=signed).distinct(),
        Headcount.objects.all(),
    )
    return [list(one.order_by("pk").values()) for one in sets]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    year=st.integers(2020, 2023),
    rate=st.decimals("0.001", "0.5", places=4),
    today=st.dates(date(2020, 1, 1), date(2023, 12, 31)),
)
def test_adopting_changes_nothing_that_is_signed(whole_city, year, rate, today):
    parameters = Parameters(
        rate=rate,
        basis="all",
        day=date(2020, 11, 1),
        rounding=Rounding.FLOOR,
        total=None,
        fee=Decimal(1),
        charging_starts=Month(year, 4),
        exempt=frozenset(Exemption.objects.values_list("department__code", flat=True)),
    )
    before, by = kept(), whole_city.people["asf_administrator"]
    assert before[0], "something is signed"
    with transaction.atomic():  # the next example finds things as this one did
        with suppress(Refusal):
            adopt_model_year(parameters=parameters, decision="Beslut", by=by, today=today)
        assert kept() == before
        transaction.set_rollback(True)
