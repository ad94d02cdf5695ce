"""A list is carried out while someone else does the same, or holds a person back, in real threads."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from placements.models import Participant
from privacy.models import LegalHold, RetentionBatch, RetentionEntry, RetentionRun
from privacy.operations.anonymising import anonymise_batch
from privacy.operations.retention import (
    AlreadyHeld,
    AlreadyPerformed,
    perform_retention,
    place_hold,
    rehearse_retention,
)
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory
from tests.placements.factories import PlacementFactory
from tests.privacy.factories import RetentionRuleFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY, ENDED = date(2024, 6, 1), date(2022, 5, 1)  # a rule of 24 months: everyone who ended by 1 June 2022


@pytest.fixture
def listed(monkeypatch) -> RetentionRun:
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    RetentionRuleFactory()
    PlacementFactory(
        employment__participant__name="Påhittad Provsson", employment__employed_from=date(2021, 1, 4),
        employment__employed_to=ENDED, placed_to=ENDED,
    )  # fmt: skip
    return rehearse_retention(by=UserFactory(role="asf_administrator"), today=TODAY)


def failures(results):
    return [type(one) for one in results if isinstance(one, Exception)]


def test_a_list_carried_out_by_two_at_once_is_carried_out_once(listed):
    heads = [UserFactory(role="asf_head") for _ in range(2)]
    results = at_once(*(lambda by=by: perform_retention(retention_run=listed, by=by) for by in heads))
    assert failures(results) == [AlreadyPerformed]


def test_two_workers_with_the_same_people_write_down_each_person_once(listed):
    perform_retention(retention_run=listed, by=UserFactory(role="asf_head"))
    batch = RetentionBatch.objects.get()
    results = at_once(*[lambda: _in_one_transaction(batch.pk)] * 2)
    assert all(not isinstance(one, Exception) or "retention_entry" in str(one) for one in results), results
    assert RetentionEntry.objects.get().outcome == "anonymised"
    assert Participant.objects.get().name == ""


def test_who_is_held_back_while_the_list_is_carried_out_is_whole_or_gone_never_half(listed):
    perform_retention(retention_run=listed, by=UserFactory(role="asf_head"))
    person, batch, by = Participant.objects.get(), RetentionBatch.objects.get(), UserFactory(role="asf_administrator")
    at_once(
        lambda: place_hold(participant=person, reason="tvist", by=by),
        lambda: _in_one_transaction(batch.pk),
    )
    outcome, name = RetentionEntry.objects.get().outcome, Participant.objects.get().name
    assert (outcome, name) in {("held", "Påhittad Provsson"), ("anonymised", "")}


def test_two_who_hold_the_same_person_back_place_one_hold(listed):
    person, by = Participant.objects.get(), UserFactory(role="asf_administrator")
    results = at_once(*[lambda: place_hold(participant=person, reason="tvist", by=by)] * 2)
    assert failures(results) == [AlreadyHeld]
    assert LegalHold.objects.live().count() == 1


def _in_one_transaction(batch_id: int) -> None:
    """As a worker does it (foundation.runs)."""
    with transaction.atomic():
        anonymise_batch(batch_id)
