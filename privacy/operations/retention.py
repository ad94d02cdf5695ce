"""Rules, holds, and lists of whom the rules no longer let us know; a second person lets a list be carried out."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import runs
from foundation.refusals import Refusal
from organisation.models import User
from placements.models import Participant, RetentionHorizon
from privacy.models import LegalHold, RetentionBatch, RetentionKind, RetentionRule, RetentionRun
from privacy.operations.anonymising import RUN_KIND
from privacy.queries.due import last_day_kept, people_due
from privacy.queries.lists import people_of

BATCH = 200


class NoRule(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("Ingen regel för hur länge personuppgifter sparas gäller %(day)s. Lägg in regeln först.")
            % {"day": day.isoformat()}
        )


class NobodyDue(Refusal):
    def __init__(self, last_day: date) -> None:
        super().__init__(
            _(
                "Ingen vars sista dag i anställning eller bokning var %(day)s eller tidigare finns kvar med namn. "
                "Inget behöver göras."
            )
            % {"day": last_day.isoformat()}
        )


class AlreadyPerformed(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Listan är redan utförd. Inget ändras. Ta fram en ny lista om det behövs."))


class SecondPersonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Ni har själv tagit fram listan. Någon annan som får besluta om gallring måste utföra den.")
        )


class HoldIsLifted(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Uppgifterna hålls inte längre kvar. Inget ändras."))


class AlreadyHeld(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Uppgifterna hålls redan kvar. Läs varför på sidan om deltagaren."))


@transaction.atomic
def place_hold(*, participant: Participant, reason: str, by: User) -> LegalHold:
    """Keep everything of the person until the hold is lifted. Raises AlreadyHeld."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    if LegalHold.objects.live().filter(participant=participant).exists():
        raise AlreadyHeld
    return LegalHold.objects.create(participant=participant, reason=reason.strip(), placed_by=by)


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: User) -> None:
    """From now on the rules apply to the person again. Raises HoldIsLifted on the second run."""
    locked = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise HoldIsLifted
    locked.lift(by=by, now=timezone.now())


@transaction.atomic
def rehearse_retention(*, by: User, today: date) -> RetentionRun:
    """Write down whom the rule in force would make anonymous; nothing is taken away.

    Asked twice, the list that waits is given again while it is the same. Raises NoRule and NobodyDue.
    """
    rule = RetentionRule.objects.in_force(kind=RetentionKind.PERSON, on=today)
    if rule is None:
        raise NoRule(today)
    last_day = last_day_kept(day=today, months=rule.months)
    held = set(LegalHold.objects.live().values_list("participant_id", flat=True))
    due = list(people_due(last_day=last_day).values_list("pk", flat=True))
    people = [pk for pk in due if pk not in held]
    if not people:
        raise NobodyDue(last_day)
    if (waiting := _waiting(rule, last_day, by)) and people_of(waiting) == people:
        return waiting
    made = RetentionRun.objects.create(
        day=today, last_day=last_day, rule=rule, people=len(people), held=len(due) - len(people), rehearsed_by=by
    )
    RetentionBatch.objects.bulk_create(
        RetentionBatch(retention_run=made, participants=people[start : start + BATCH])
        for start in range(0, len(people), BATCH)
    )
    return made


def _waiting(rule: RetentionRule, last_day: date, by: User) -> RetentionRun | None:
    """The newest list that is not carried out yet, by the same person and rule to the same day."""
    RetentionRule.objects.select_for_update().get(pk=rule.pk)  # of two at the same moment the second finds the first's
    found = RetentionRun.objects.filter(rule=rule, last_day=last_day, rehearsed_by=by, performed_at=None)
    return found.order_by("-pk").first()


@transaction.atomic
def perform_retention(*, retention_run: RetentionRun, by: User) -> RetentionRun:
    """Let the workers make the listed people anonymous, a few at a time. It cannot be undone.

    From now on a file with employments that ended on the list's last day or before is refused, so that what is taken
    away does not come back. Raises AlreadyPerformed on the second run, and SecondPersonNeeded.
    """
    locked = RetentionRun.objects.select_for_update(of=("self",)).get(pk=retention_run.pk)
    if locked.performed_at is not None:
        raise AlreadyPerformed
    if locked.rehearsed_by_id == by.pk:
        raise SecondPersonNeeded
    RetentionHorizon.objects.create(last_day=locked.last_day)
    locked.performed_by, locked.performed_at = by, timezone.now()
    locked.run = runs.start_run(
        kind=RUN_KIND,
        title=_("Gallring av personuppgifter, listan från %(day)s") % {"day": locked.day.isoformat()},
        subjects=[
            (batch.pk, _("%(n)s personer") % {"n": len(batch.participants)}) for batch in locked.batches.order_by("pk")
        ],
        asked_by_id=by.pk,
    )
    locked.save(update_fields=["performed_by", "performed_at", "run"])
    return locked
