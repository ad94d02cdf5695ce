"""What the pages about retention show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from placements.anonymous import is_anonymous
from placements.models import Participant
from privacy.models import LegalHold, RetentionEntry, RetentionKind, RetentionOutcome, RetentionRule, RetentionRun
from privacy.queries.due import last_activity, last_day_kept, people_due


@dataclass(frozen=True, slots=True)
class RuleNow:
    """A kind of data with the rule in force; None when there is none."""

    kind: str
    rule: RetentionRule | None


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """`key` is "" when the person is anonymous by now."""

    key: str
    ended: date | None
    outcome: str


def rules_now(*, today: date) -> list[RuleNow]:
    """One query for each kind."""
    return [RuleNow(str(kind.label), RetentionRule.objects.in_force(kind=kind, on=today)) for kind in RetentionKind]


def due_now(*, today: date) -> int | None:
    """How many people the rule in force no longer lets us know, held ones left out; None without a rule."""
    rule = RetentionRule.objects.in_force(kind=RetentionKind.PERSON, on=today)
    if rule is None:
        return None
    held = LegalHold.objects.live().values("participant")
    return people_due(last_day=last_day_kept(day=today, months=rule.months)).exclude(pk__in=held).count()


def retention_runs() -> QuerySet[RetentionRun]:
    """Newest first, with how many became anonymous."""
    runs = RetentionRun.objects.select_related("rule", "rehearsed_by", "performed_by", "run")
    return runs.annotate(entries_made=Count("entries")).order_by("-pk")


def people_of(retention_run: RetentionRun) -> list[int]:
    """The ids of everyone on the list, in its order. One query."""
    batches = retention_run.batches.order_by("pk").values_list("participants", flat=True)
    return [pk for batch in batches for pk in batch]


def listed_people(retention_run: RetentionRun, ids: Collection[int]) -> list[ListedPerson]:
    """Two queries."""
    people = Participant.objects.filter(pk__in=ids).annotate(ended=last_activity())
    entries = dict(
        RetentionEntry.objects.filter(retention_run=retention_run, participant_id__in=ids).values_list(
            "participant_id", "outcome"
        )
    )
    by_id = {one.pk: one for one in people}
    return [_listed(by_id.get(pk), entries.get(pk, "")) for pk in ids]


def _listed(person: Participant | None, outcome: str) -> ListedPerson:
    anonymous = person is None or is_anonymous(person.key)
    word = str(RetentionOutcome(outcome).label) if outcome else ""
    return ListedPerson("" if person is None or anonymous else person.key, getattr(person, "ended", None), word)
