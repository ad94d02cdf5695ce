"""An agreement that ends before its time: by both sides, never into a closed month; then the quota is the target."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from agreements import closed_months
from agreements.closed_months import TouchesClosedMonth
from agreements.models import Agreement, AgreementEnding
from agreements.operations import accept_ending, amend, propose_ending, withdraw_ending
from agreements.operations.amending import OpenVersion
from agreements.operations.conflicts import LessThanGivenAway
from agreements.operations.ending import (
    EndingAlready,
    EndingSettled,
    EndsOutsideAgreement,
    NothingToEnd,
    NotYoursToAccept,
)
from agreements.queries import effective_targets
from agreements.queries.months import months_of
from agreements.standing import Stage
from agreements.targets import SignedVersion, ended
from foundation.periods import Month
from organisation.operations.reorganising import Part, reorganise
from tests.agreements.factories import AgreementFactory, QuotaTransferFactory
from tests.agreements.signing import TERMS, TODAY, drafted, people_of, signed
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 5, 3, 9, tzinfo=UTC)
JUNE = Month(2021, 6)
MORE = replace(TERMS, target=25, deviation_note="Fler platser.")


def proposed(agreement: Agreement, last: Month = JUNE, side: str = "provider") -> AgreementEnding:
    return propose_ending(
        agreement=agreement, last_month=last, reason="Verksamheten flyttar.", side=side, by=UserFactory(), now=NOW
    )


def accepted(ending: AgreementEnding, side: str = "department") -> AgreementEnding:
    return accept_ending(ending=ending, side=side, by=UserFactory(), today=date(2021, 5, 4))


@pytest.mark.parametrize(
    ("last", "through", "expected"),
    [
        (Month(2021, 6), 1, [Month(2021, 6), Month(2021, 12)]),  # the later version begins anew
        (Month(2021, 6), 2, [Month(2021, 6), Month(2021, 6)]),
        (Month(2021, 12), 2, [Month(2021, 12), Month(2021, 12)]),
    ],
)
def test_versions_up_to_the_one_that_ends_hold_no_longer(last, through, expected):
    versions = [SignedVersion(1, Month(2021, 1), None, 19), SignedVersion(2, Month(2021, 9), Month(2021, 12), 25)]
    assert [one.valid_to for one in ended(versions, through=through, last_month=last)] == expected


def test_after_the_end_the_quota_is_the_target_and_the_trail_says_so(small_city):
    """Agreed 25, quota 19: 25 to June, 19 from July."""
    version = signed(small_city, MORE)
    ending = proposed(version.agreement)
    year = small_city.model_year
    months = [Month(2021, 6), Month(2021, 7)]

    def targets() -> list[tuple[int, str]]:
        found = effective_targets(model_year=year, months=months)
        return [
            (found[small_city.leisure.pk, m].target, found[small_city.leisure.pk, m].trail()["source"]) for m in months
        ]

    assert targets() == [(25, "agreed"), (25, "agreed")]  # a proposal changes nothing
    accepted(ending)
    assert targets() == [(25, "agreed"), (19, "formula")]


def test_an_agreement_can_be_cancelled_before_it_began(small_city):
    version = signed(small_city, MORE)
    accepted(proposed(version.agreement, Month(2020, 12)))
    assert {row.found.target for row in months_of(version.agreement)} == {19}


def test_a_version_signed_after_the_end_begins_anew(small_city):
    version = signed(small_city, MORE)
    accepted(proposed(version.agreement))
    again = amend(agreement=version.agreement, valid_from=Month(2021, 10), by=UserFactory())
    assert (again.number, again.target) == (2, 25)


def test_each_refusal(small_city):
    with pytest.raises(NothingToEnd):
        proposed(AgreementFactory(department=small_city.environment, model_year=small_city.model_year))
    draft = drafted(small_city)
    with pytest.raises(OpenVersion):
        proposed(draft.agreement)
    draft.cancel()
    version = signed(small_city)
    for last in (Month(2020, 11), Month(2021, 12)):
        with pytest.raises(EndsOutsideAgreement), transaction.atomic():
            proposed(version.agreement, last)
    ending = proposed(version.agreement)
    with pytest.raises(EndingAlready):
        proposed(version.agreement)
    with pytest.raises(NotYoursToAccept):
        accepted(ending, side="provider")
    with pytest.raises(NotYoursToAccept):
        accept_ending(ending=ending, side="department", by=ending.proposed_by, today=TODAY)
    accepted(ending)
    for act in (lambda: accepted(ending), lambda: withdraw_ending(ending=ending, by=UserFactory())):
        with pytest.raises(EndingSettled):
            act()


def test_a_proposal_can_be_put_aside(small_city):
    version = signed(small_city)
    withdraw_ending(ending=proposed(version.agreement), by=UserFactory())
    assert AgreementEnding.objects.count() == 0
    proposed(version.agreement)


def test_a_closed_month_keeps_its_target(small_city, monkeypatch):
    version = signed(small_city)
    ending = proposed(version.agreement, Month(2021, 3))
    closed = [(small_city.leisure.pk, Month(2021, 4))]
    monkeypatch.setattr(closed_months._Register, "source", staticmethod(lambda ids: closed))
    with pytest.raises(TouchesClosedMonth):
        accepted(ending)


def test_places_given_away_must_still_be_there_after_the_end(small_city):
    """Agreed 25 and 22 of them given away from July: the quota of 19 does not cover them."""
    version = signed(small_city, MORE)
    QuotaTransferFactory(
        from_department=small_city.leisure, to_department=small_city.environment, number=22,
        first_month=Month(2021, 7), signed=True,
    )  # fmt: skip
    with pytest.raises(LessThanGivenAway):
        proposed(version.agreement)


def test_every_month_after_the_end_must_cover_them_not_only_the_first(small_city):
    """15 given away: July's 19 cover them, but half the staff leaves in September: 165 × 5.7 % = 9.405 → 9."""
    version = signed(small_city, MORE)
    QuotaTransferFactory(
        from_department=small_city.leisure, to_department=small_city.environment, number=15,
        first_month=Month(2021, 7), signed=True,
    )  # fmt: skip
    parts = [Part(small_city.environment, Decimal("0.5"))]
    reorganise(predecessor=small_city.leisure, parts=parts, first_month=Month(2021, 9), decision="KF § 7", closes=False)
    with pytest.raises(LessThanGivenAway, match="september 2021"):
        proposed(version.agreement)


def test_the_database_holds_the_reason_the_two_people_and_what_is_agreed(small_city):
    ending = proposed(signed(small_city).agreement)

    def refused(**values: object) -> str:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            AgreementEnding.objects.filter(pk=ending.pk).update(**values)
        return str(error.value)

    assert "ending_has_a_reason" in refused(reason="")
    assert "ending_agreed_by_two_people" in refused(accepted_by=ending.proposed_by, agreed_on=TODAY)
    assert "ending_agreed_by_two_people" in refused(accepted_by=UserFactory())
    with pytest.raises(DatabaseError, match="ending_once_per_version"), transaction.atomic():
        AgreementEnding.propose(
            agreement=ending.agreement, through=1, last_month=Month(2021, 7), reason="?", side="provider",
            by=UserFactory(), now=NOW,
        )  # fmt: skip
    accepted(ending)
    assert "Cannot update" in refused(reason="Annat.")


@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_once_give_one(small_city):
    agreement = signed(small_city).agreement
    outcomes = at_once(lambda: proposed(agreement), lambda: proposed(agreement))
    assert sorted(type(one).__name__ for one in outcomes) == ["AgreementEnding", "EndingAlready"]


@pytest.mark.django_db(transaction=True)
def test_an_amendment_and_an_ending_at_once_give_one_of_them(small_city):
    agreement = signed(small_city).agreement
    ending = proposed(agreement)
    at_once(
        lambda: accepted(ending),
        lambda: amend(agreement=agreement, valid_from=Month(2021, 5), by=UserFactory()),
    )
    is_open = agreement.versions.filter(state="draft").exists()
    agreed = AgreementEnding.objects.agreed().exists()
    assert agreed or is_open


def test_the_pages_propose_accept_and_tell(login_as, small_city):
    version = signed(small_city, MORE)
    asf, head = login_as("asf_administrator"), login_as("department_head", small_city.leisure)
    page = reverse("agreements:detail", args=[version.agreement_id])
    values = {"ending-last_month": "2021-06", "ending-reason": "Verksamheten flyttar."}
    asf.post(reverse("agreements:ending", args=[version.agreement_id]), values)
    ending = AgreementEnding.objects.get()
    assert "Verksamheten flyttar." in head.get(page).text and "upphör väntar på ert svar" in head.get("/").text
    acceptance = reverse("agreements:ending_acceptance", args=[version.agreement_id, ending.pk])
    assert asf.post(acceptance).status_code == 403
    head.post(acceptance)
    text = head.get(page).text
    assert "Versionen upphör efter juni 2021" in text and "den upphör efter juni 2021" in text
    months = head.get(reverse("agreements:months", args=[version.agreement_id])).text
    assert "Målet går från 19 till 25 under året." in months and "kvoten: ingen överenskommelse gäller" in months


def test_the_list_says_that_it_has_ended(login_as, small_city):
    version = signed(small_city)
    people_of(small_city)
    accepted(proposed(version.agreement, Month(2020, 12)))
    text = login_as("asf_administrator").get(reverse("agreements:list") + f"?stage={Stage.ENDED}").text
    assert "Har upphört" in text and "101 Fritidsförvaltningen" in text


def test_an_ending_without_a_reason_or_month_is_refused(login_as, small_city):
    version = signed(small_city)
    login_as("asf_administrator").post(reverse("agreements:ending", args=[version.agreement_id]), {})
    assert AgreementEnding.objects.count() == 0


def test_the_months_can_be_taken_out(login_as, small_city):
    version = signed(small_city, replace(MORE, steps={Month(2021, 1): 5}))
    response = login_as("auditor").get(reverse("agreements:months", args=[version.agreement_id]) + "?format=csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2021-01;5;månadens eget mål i version 1;0;0;5;öppen"
    assert lines[2] == "2021-02;25;överenskommet mål i version 1;0;0;25;öppen" and len(lines) == 13
