"""What an agreement says: its versions and their monthly steps (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from allocation.models import CountingRuleChoice, FractionRuleChoice, Headcount
from foundation.fields import MonthField
from foundation.frozen import frozen_when, frozen_with_parent
from foundation.models import Document
from foundation.periods import Month
from organisation.models import Department, User
from organisation.roles import Act


class VersionState(models.TextChoices):
    DRAFT = "draft", _("utkast")
    SENT = "sent", _("skickad för underskrift")
    SIGNED = "signed", _("undertecknad")
    CANCELLED = "cancelled", _("avbruten")


class ExcusingCause(models.TextChoices):
    """Why an employment may be missing without being charged; that a place was not filled is a term of its own."""

    NO_PLACE_OFFERED = "no_place_offered", _("ingen plats erbjuden")
    SUPPORT_REFUSED = "support_refused", _("stöd avslaget eller inte finansierat")
    DECLINED = "declined", _("personen tackade nej")
    ENDED_EARLY = "ended_early", _("anställningen slutade i förtid")
    OTHER = "other", _("annan orsak")


class PartTimeRuleChoice(models.TextChoices):
    """What someone who works less than full time counts for; whole jobs where nothing else is agreed (DOMAIN.md 9)."""

    WHOLE = "whole", _("som en hel anställning")
    SHARE = "share", _("efter sysselsättningsgrad")


class VersionQuerySet(models.QuerySet["AgreementVersion"]):
    def signed(self) -> VersionQuerySet:
        return self.filter(state=VersionState.SIGNED)

    def visible_to(self, user: User) -> VersionQuerySet:
        return self.filter(agreement__department__in=Department.objects.visible_to(user, Act.SEE_AGREEMENTS))


@pghistory.track()
class AgreementVersion(models.Model):
    """One version of an agreement: draft, sent, signed. In force = the highest signed version covering the month."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("läge"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    valid_from = MonthField(_("gäller från och med"))
    valid_to = MonthField(_("gäller till och med"), null=True, blank=True)
    headcount = models.ForeignKey(Headcount, on_delete=models.PROTECT, null=True, related_name="+")
    formula_quota = models.PositiveIntegerField(_("kvot enligt fördelningstalet"))
    target = models.PositiveIntegerField(_("överenskommet mål"))
    deviation_note = models.TextField(_("varför målet avviker från kvoten"), blank=True)
    counting_rule = models.CharField(_("räkneregel"), max_length=12, choices=CountingRuleChoice)
    fraction_rule = models.CharField(_("delar av anställningar"), max_length=5, choices=FractionRuleChoice)
    part_time_rule = models.CharField(
        _("deltid"), max_length=5, choices=PartTimeRuleChoice, default=PartTimeRuleChoice.WHOLE
    )
    unfilled_place_excuses = models.BooleanField(_("en plats som ASF inte kunde fylla räknas bort"), default=False)
    excusing_causes = ArrayField(
        models.CharField(max_length=20, choices=ExcusingCause),
        verbose_name=_("orsaker som räknas bort"),
        default=list,
        blank=True,
    )
    supervision = models.TextField(_("handledning"), blank=True)
    cost_financing = models.TextField(_("hur omkostnaderna finansieras"), blank=True)
    free_terms = models.TextField(_("övriga villkor"), blank=True)
    department_contact = models.CharField(_("kontakt på förvaltningen"), max_length=200, blank=True)
    provider_contact = models.CharField(_("kontakt på ASF"), max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    signed_on = models.DateField(_("undertecknad"), null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)  # of exactly what was sent for signing
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        triggers = [
            # a signed version is never changed; its document is put in place in the same act that signs it
            *frozen_when("signed_version_is_frozen", pgtrigger.Q(old__state="signed")),
            pgtrigger.Trigger(
                name="version_signed_without_open_comments",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="signed"),
                func="""
                    PERFORM 1 FROM agreements_fieldcomment AS comment
                      WHERE comment.version_id = NEW.id AND comment.state = 'open';
                    IF FOUND THEN
                      RAISE EXCEPTION 'version_signed_without_open_comments: a comment is unanswered'
                        USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once_per_agreement"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=["draft", "sent"]),
                name="version_one_open_per_agreement",
                violation_error_message=_("Det finns redan en öppen version. Gör klart eller avbryt den först."),
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False) & ~Q(cost_financing=""),
                name="version_signed_is_complete",
                violation_error_message=_(
                    "Det går inte att underteckna utan att omkostnadernas finansiering är beskriven."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target=F("formula_quota"))
                | ~Q(deviation_note="")
                | ~Q(state__in=["sent", "signed"])
                | Q(sent_at=None),
                name="version_deviation_has_note",
                violation_error_message=_("Målet avviker från kvoten: skriv varför."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="version_ends_after_start",
                violation_error_message=_("Sista månaden är före den första."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} v{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in (VersionState.DRAFT, VersionState.SENT)

    def covers(self, month: Month) -> bool:
        return bool(self.valid_from <= month and (self.valid_to is None or month <= self.valid_to))

    def send(self, *, now: datetime, content_sha256: str) -> None:
        self.state, self.sent_at, self.content_sha256 = VersionState.SENT, now, content_sha256
        self.save(update_fields=["state", "sent_at", "content_sha256"])

    def take_back(self) -> None:
        """Back to draft; the caller lets all signatures fall."""
        self.state, self.sent_at, self.content_sha256 = VersionState.DRAFT, None, ""
        self.save(update_fields=["state", "sent_at", "content_sha256"])

    def cancel(self) -> None:
        self.state = VersionState.CANCELLED
        self.save(update_fields=["state"])

    def sign(self, *, on: date, document: Document) -> None:
        self.state, self.signed_on, self.document = VersionState.SIGNED, on, document
        self.save(update_fields=["state", "signed_on", "document"])


@pghistory.track()
class MonthlyTarget(models.Model):
    """One step of a version's ramp-up: the target of one month."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="monthly_targets")
    month = MonthField(_("månad"))
    target = models.PositiveIntegerField(_("mål"))

    class Meta:
        triggers = frozen_with_parent(
            "step_of_signed_version_is_frozen",
            parent="agreements_agreementversion",
            column="version_id",
            frozen="parent.state = 'signed'",
        )
        constraints = [models.UniqueConstraint(fields=["version", "month"], name="monthly_target_once")]

    def __str__(self) -> str:
        return f"{self.month}: {self.target}"
