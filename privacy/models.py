"""How long personal data is kept, what holds it back, and what was taken away (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.frozen import append_only, frozen_when
from foundation.models import Run
from organisation.models import User
from placements.models import Participant

LEAST_MONTHS = 4  # day 90 after the end must have passed, and been followed up (DOMAIN.md 8)


class RetentionKind(models.TextChoices):
    PERSON = "person", _("vem deltagaren är, räknat från den sista dagen i anställning eller bokning")
    FILE = "file", _("inlästa filer: rader som väntar på godkännande, och det som behövs för att ångra")
    ACCESS_LOG = "access_log", _("anteckningar om vem som har sett en person")


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def in_force(self, *, kind: str, on: date) -> RetentionRule | None:
        """The rule that began last, on or before the day. One query."""
        return self.filter(kind=kind, valid_from__lte=on).order_by("-valid_from").first()


@pghistory.track()
class RetentionRule(models.Model):
    """From a day on, a kind of data is kept for so many months; the decision says why."""

    kind = models.CharField(_("uppgifter"), max_length=16, choices=RetentionKind)
    months = models.PositiveSmallIntegerField(_("sparas i antal månader"))
    decision = models.CharField(_("beslut"), max_length=200)
    valid_from = models.DateField(_("gäller från och med"))

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        triggers = append_only("retention_rule_is_followed_by_another")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="retention_rule_once_per_day",
                violation_error_message=_("Det finns redan en regel för uppgifterna från den dagen."),
            ),
            models.CheckConstraint(
                condition=Q(months__gte=LEAST_MONTHS) | ~Q(kind="person"),
                name="retention_rule_lets_day_90_pass",
                violation_error_message=_("Uppgifterna behövs i minst 4 månader, för uppföljningen dag 90."),
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1) & ~Q(decision=""),
                name="retention_rule_has_decision",
                violation_error_message=_("Ange ett antal månader och det beslut som regeln vilar på."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def live(self) -> LegalHoldQuerySet:
        return self.filter(lifted_at=None)


@pghistory.track()
class LegalHold(models.Model):
    """While it is live nothing of the person is taken away: a dispute, an audit, the person's own request."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("varför uppgifterna måste finnas kvar"), max_length=200)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("lifted_hold_is_frozen", pgtrigger.Q(old__lifted_at__isnull=False))
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(lifted_at=None),
                name="legal_hold_one_live",
                violation_error_message=_("Uppgifterna hålls redan kvar."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="legal_hold_lifted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="legal_hold_has_reason",
                violation_error_message=_("Skriv varför uppgifterna måste finnas kvar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {timezone.localdate(self.placed_at)}"

    def lift(self, *, by: User, now: datetime) -> None:
        self.lifted_by, self.lifted_at = by, now
        self.save(update_fields=["lifted_by", "lifted_at"])


class RetentionRun(models.Model):
    """A rehearsal of what the rules would take away on a day; a second person lets it be done."""

    day = models.DateField(_("räknat per"))
    last_day = models.DateField(_("slutade senast"))  # whoever ended, or was booked, later is not in it
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("personer"))
    held = models.PositiveIntegerField(_("hålls kvar"))
    rehearsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rehearsed_at = models.DateTimeField(auto_now_add=True)
    performed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    performed_at = models.DateTimeField(null=True)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = frozen_when("performed_retention_is_frozen", pgtrigger.Q(old__performed_at__isnull=False))
        constraints = [
            models.CheckConstraint(
                condition=Q(performed_by=None) | ~Q(performed_by=F("rehearsed_by")),
                name="retention_performed_by_a_second_person",
                violation_error_message=_("Den som har tagit fram listan kan inte också låta den utföras."),
            ),
            models.CheckConstraint(
                condition=Q(performed_at=None, performed_by=None, run=None)
                | Q(performed_at__isnull=False, performed_by__isnull=False, run__isnull=False),
                name="retention_performed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.people}"


class RetentionBatch(models.Model):
    """Some of a rehearsal's people: what one worker takes at a time, so that nobody waits for long."""

    retention_run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="batches")
    participants = ArrayField(models.BigIntegerField())

    class Meta:
        triggers = append_only("retention_batch_is_kept")

    def __str__(self) -> str:
        return f"{self.retention_run_id} ({len(self.participants)})"


class RetentionOutcome(models.TextChoices):
    ANONYMISED = "anonymised", _("avidentifierad")
    HELD = "held", _("hölls kvar")
    NO_LONGER_DUE = "no_longer_due", _("hade fått en ny anställning eller bokning")


class RetentionEntry(models.Model):
    """What became of one person in a run. Holds the database id, which leads to nobody afterwards."""

    retention_run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="entries")
    participant_id = models.BigIntegerField()
    outcome = models.CharField(_("utfall"), max_length=16, choices=RetentionOutcome)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = append_only("retention_log_is_append_only")
        constraints = [
            models.UniqueConstraint(fields=["retention_run", "participant_id"], name="retention_entry_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.outcome}"


class Purge(models.Model):
    """What the nightly purge took away by a rule: how many, never which."""

    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="purges")
    number = models.PositiveIntegerField(_("antal"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = append_only("purge_is_kept")

    def __str__(self) -> str:
        return f"{self.rule}: {self.number}"
