"""Two who do the same at the same moment: one does it, the other is told (real threads, real locks)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from agreements.hindrances import SignedOnTheStaff
from agreements.operations import sign
from agreements.operations.signing import ContentChanged
from agreements.operations.years import NothingChanged, revise_model_year
from allocation.models import ModelYearRevision, Notice
from allocation.operations.publishing import PublishedAlready, ReceivedAlready, acknowledge, publish
from allocation.parameter_words import values_of
from foundation.periods import Month
from organisation.models import Succession
from organisation.operations.reorganising import HandedOnAlready, Part, reorganise
from tests.agreements.signing import TODAY, people_of, sent
from tests.billing.threads import at_once
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
JULY = Month(2021, 7)


def kinds(outcomes: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def test_a_department_is_split_once(small_city):
    one, other = (DepartmentFactory(code=code, first_month=JULY) for code in ("111", "112"))
    act = partial(
        reorganise, predecessor=small_city.leisure, first_month=JULY, decision="KF § 7", closes=True,
        parts=[Part(one, Decimal("0.6")), Part(other, Decimal("0.4"))],
    )  # fmt: skip
    assert kinds(at_once(act, act)) == [HandedOnAlready.__name__, "list"]
    assert sorted(Succession.objects.values_list("share", flat=True)) == [Decimal("0.4"), Decimal("0.6")]


def test_a_model_year_is_revised_once_when_both_say_the_same(small_city):
    values = values_of(small_city.model_year) | {"decision": "KF 2021-06-01 § 9", "rate": Decimal("0.06")}
    act = partial(
        revise_model_year, model_year=small_city.model_year, values=values, first_month=JULY, reason="Ny budget",
        by=UserFactory(),
    )  # fmt: skip
    assert kinds(at_once(act, act)) == ["ModelYearRevision", NothingChanged.__name__]


def test_two_different_revisions_get_a_number_each(small_city):
    acts = [
        partial(
            revise_model_year, model_year=small_city.model_year, first_month=JULY, reason="Ny budget",
            values=values_of(small_city.model_year) | {"decision": "KF 2021-06-01 § 9", "rate": Decimal(rate)},
            by=UserFactory(),
        )
        for rate in ("0.06", "0.05")
    ]  # fmt: skip
    assert kinds(at_once(*acts)) == ["ModelYearRevision", "ModelYearRevision"]
    assert sorted(ModelYearRevision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_year_is_published_once_and_a_notice_received_once(small_city):
    act = partial(publish, model_year=small_city.model_year, text="", by=UserFactory())
    assert kinds(at_once(act, act)) == ["Publication", PublishedAlready.__name__]
    notice = Notice.objects.get(department=small_city.leisure)
    acts = [partial(acknowledge, notice=notice, by=UserFactory()) for _number in range(2)]
    assert kinds(at_once(*acts)) == ["Notice", ReceivedAlready.__name__]


def test_the_last_signature_and_a_reorganisation_from_its_month_never_both_hold(small_city):
    """Signed on 330 from January; half of them would leave from the same month."""
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    sign(version=version, side="department", by=people.department_head, seen_sha256=seen, today=TODAY)
    outcomes = at_once(
        partial(sign, version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY),
        partial(
            reorganise, predecessor=small_city.leisure, parts=[Part(small_city.environment, Decimal("0.5"))],
            first_month=Month(2021, 1), decision="KF § 7", closes=False,
        ),
    )  # fmt: skip
    refused = [type(one) for one in outcomes if isinstance(one, Exception)]
    assert refused in ([SignedOnTheStaff], [ContentChanged])
    version.refresh_from_db()
    assert (version.state == "signed") is not Succession.objects.exists()
