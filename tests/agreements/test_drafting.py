"""Drafts and amendments: written from the quota, edited, put aside, copied from what is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.models import Agreement, AgreementVersion
from agreements.operations import (
    AlreadyThere,
    NoQuota,
    NotADraft,
    NothingToAmend,
    OutsideModelYear,
    amend,
    cancel_version,
    draft_agreement,
    draft_missing,
    edit_draft,
)
from agreements.operations.amending import OpenVersion
from agreements.queries import effective_targets
from allocation.models import Headcount
from foundation.periods import Month
from tests.agreements.signing import TERMS, drafted, sent, signed
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
JULY = Month(2021, 7)


def test_a_draft_starts_from_the_quota_and_the_years_own_terms(small_city):
    """0.057 × 330 = 18.81 → 19."""
    version = draft_agreement(department=small_city.leisure, model_year=small_city.model_year, by=UserFactory())
    assert (version.number, version.state, version.formula_quota, version.target) == (1, "draft", 19, 19)
    assert (version.valid_from, version.valid_to) == (Month(2021, 1), Month(2021, 12))
    assert (version.counting_rule, version.headcount.permanent) == ("last_day", 330)


@pytest.mark.parametrize(("who", "words"), [("provider", "sig själv"), ("exempt", "Undantagen"), ("company", "bolag")])
def test_those_without_a_quota_of_their_own_get_no_draft(small_city, who, words):
    with pytest.raises(NoQuota, match=words):
        draft_agreement(department=getattr(small_city, who), model_year=small_city.model_year, by=UserFactory())


def test_a_second_draft_for_the_same_department_is_refused(small_city):
    drafted(small_city)
    with pytest.raises(AlreadyThere):
        draft_agreement(department=small_city.leisure, model_year=small_city.model_year, by=UserFactory())


def test_all_missing_drafts_come_in_one_act_and_the_second_run_makes_none(small_city):
    drafted(small_city)
    written = draft_missing(model_year=small_city.model_year, by=UserFactory())
    assert [(version.agreement.department, version.target) for version in written] == [(small_city.environment, 12)]
    assert draft_missing(model_year=small_city.model_year, by=UserFactory()) == []


def test_a_cancelled_draft_makes_room_for_a_new_one_with_the_next_number(small_city):
    cancel_version(version=drafted(small_city), reason="Fel mall.", by=UserFactory())
    assert [v.number for v in draft_missing(model_year=small_city.model_year, by=UserFactory())] == [2, 1]
    assert Agreement.objects.filter(department=small_city.leisure).count() == 1


def test_an_edited_draft_keeps_everything_that_was_written(small_city):
    steps = {Month(2021, 1): 5, Month(2021, 2): 12}
    version = drafted(small_city, replace(TERMS, target=17, deviation_note="Ombyggnad.", steps=steps))
    kept = AgreementVersion.objects.get(pk=version.pk)
    assert (kept.target, kept.deviation_note, kept.agreement.registry_number) == (17, "Ombyggnad.", "ASN-2021-101")
    assert {step.month: step.target for step in kept.monthly_targets.all()} == steps
    edit_draft(version=kept, values=TERMS, by=UserFactory())
    assert kept.monthly_targets.count() == 0


def test_saving_a_draft_counts_its_quota_anew(small_city):
    """0.057 × 350 = 19.95 → 20."""
    version = drafted(small_city)
    Headcount.objects.filter(department=small_city.leisure).update(permanent=350)
    assert edit_draft(version=version, values=TERMS, by=UserFactory()).formula_quota == 20


@pytest.mark.parametrize(
    "values",
    [
        replace(TERMS, valid_from=Month(2020, 12)),
        replace(TERMS, valid_to=Month(2022, 1)),
        replace(TERMS, steps={Month(2022, 1): 5}),
    ],
)
def test_months_outside_the_model_year_are_refused(small_city, values):
    with pytest.raises(OutsideModelYear, match="januari 2021 till december 2021"):
        drafted(small_city, values)


def test_what_is_sent_can_neither_be_edited_nor_cancelled_once_signed(small_city):
    version = sent(small_city)
    with pytest.raises(NotADraft):
        edit_draft(version=version, values=TERMS, by=UserFactory())
    cancel_version(version=version, reason="Fel förvaltning.", by=UserFactory())
    with pytest.raises(NotADraft):
        cancel_version(version=version, reason="En gång till.", by=UserFactory())


def test_an_amendment_says_what_is_in_force_until_it_is_changed(small_city):
    steps = {Month(2021, 1): 5, Month(2021, 8): 21}
    version = signed(small_city, replace(TERMS, steps=steps))
    draft = amend(agreement=version.agreement, valid_from=JULY, by=UserFactory())
    assert (draft.number, draft.state, draft.target, draft.valid_from) == (2, "draft", 19, JULY)
    assert [step.month for step in draft.monthly_targets.all()] == [Month(2021, 8)]
    targets = effective_targets(model_year=small_city.model_year, months=[JULY])
    assert targets[small_city.leisure.pk, JULY].version == version


def test_there_is_one_open_amendment_at_a_time(small_city):
    agreement = signed(small_city).agreement
    amend(agreement=agreement, valid_from=JULY, by=UserFactory())
    with pytest.raises(OpenVersion):
        amend(agreement=agreement, valid_from=JULY, by=UserFactory())


def test_an_amendment_needs_something_signed_and_a_month_of_the_year(small_city):
    version = drafted(small_city)
    cancel_version(version=version, reason="Fel.", by=UserFactory())
    with pytest.raises(NothingToAmend):
        amend(agreement=version.agreement, valid_from=JULY, by=UserFactory())
    with pytest.raises(OutsideModelYear):
        amend(agreement=version.agreement, valid_from=Month.of(date(2022, 1, 1)), by=UserFactory())
