"""Some people become anonymous, rows and history alike, in the worker's one transaction (DOMAIN.md 10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pgtrigger
from django.db.models import Model, OuterRef, Subquery

from foundation.models import AccessLogEntry
from placements.anonymous import anonymous
from placements.models import Employment, Participant, RetiredKey, RetiredKeyKind
from privacy.models import LegalHold, RetentionBatch, RetentionEntry, RetentionOutcome
from privacy.personal import TREATMENTS, Treatment
from privacy.queries.due import people_due

RUN_KIND = "retention"


def anonymise_batch(batch_id: int) -> None:
    """Make the batch's people anonymous and write down what became of each; a second time does nothing.

    Only those who still are due: who is held or has come back since the rehearsal is left as it is.
    """
    batch = RetentionBatch.objects.select_related("retention_run").get(pk=batch_id)
    run = batch.retention_run
    done = RetentionEntry.objects.filter(retention_run=run, participant_id__in=batch.participants)
    left = set(batch.participants) - set(done.values_list("participant_id", flat=True))
    # in one order, so that two batches never wait for each other; whoever changes one of them waits for this batch
    held_rows = Participant.objects.select_for_update().filter(pk__in=left).order_by("pk")
    there = set(held_rows.values_list("pk", flat=True))
    holds = LegalHold.objects.live().filter(participant__in=there)
    held = set(holds.values_list("participant_id", flat=True))
    due = set(people_due(last_day=run.last_day).filter(pk__in=there - held).values_list("pk", flat=True))
    # by another list, made before that one was carried out
    already = set(held_rows.filter(anonymous()).values_list("pk", flat=True)) - held - due
    anonymise(due)
    outcomes = (
        (due | already, RetentionOutcome.ANONYMISED),
        (held, RetentionOutcome.HELD),
        (there - held - due - already, RetentionOutcome.NO_LONGER_DUE),
    )
    RetentionEntry.objects.bulk_create(
        RetentionEntry(retention_run=run, participant_id=pk, outcome=outcome)
        for people, outcome in outcomes
        for pk in sorted(people)
    )


def anonymise(people: Collection[int]) -> None:
    """Blank everything that says who these participants are. The parts of a whole are reached before the whole."""
    _retire_keys(people)
    for model, treatment in reversed(TREATMENTS.items()):
        rows: Any = model._default_manager.filter(**{f"{treatment.person}__in": people})
        ids = list(rows.values_list("pk", flat=True))
        if treatment.delete:
            rows.delete()
        elif treatment.blank:
            rows.update(**treatment.blank)
        _blank_history(model, treatment, ids)


def _retire_keys(people: Collection[int]) -> None:
    """Nobody gets the keys again, and no look at the people says them any more."""
    persons = Participant.objects.filter(pk__in=people).exclude(anonymous())
    employments = Employment.objects.filter(participant__in=people).exclude(anonymous())
    participant_keys, employment_keys = (list(rows.values_list("key", flat=True)) for rows in (persons, employments))
    RetiredKey.objects.retire(RetiredKeyKind.PARTICIPANT, participant_keys)
    RetiredKey.objects.retire(RetiredKeyKind.EMPLOYMENT, employment_keys)
    looks = AccessLogEntry.objects.filter(
        people__overlap=list(people), subject__in=[*participant_keys, *employment_keys]
    )
    with pgtrigger.ignore("foundation.AccessLogEntry:access_log_is_append_only"):
        looks.update(subject="")


def _blank_history(model: type[Model], treatment: Treatment, ids: Collection[int]) -> None:
    """The same in the history, which nothing else may change: this is the one act that is let past its trigger."""
    events: Any = getattr(model, "pgh_event_model", None)
    if events is None:
        return
    found = events.objects.filter(pgh_obj_id__in=ids)
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        if treatment.delete:
            found.delete()
            return
        names = {field.name for field in events._meta.get_fields()} & set(treatment.blank)
        if names:
            current = model._default_manager.filter(pk=OuterRef("pgh_obj_id"))
            found.update(**{name: Subquery(current.values(name)[:1]) for name in names})
