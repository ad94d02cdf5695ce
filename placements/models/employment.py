"""Labour-market employments and their types (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from placements.full_time import EMPLOYED_WITHIN_FULL_TIME
from placements.keys import key_constraint
from placements.models.history import whole_statements
from placements.models.participant import Participant


class TypeSupport(models.TextChoices):
    """How Arbetsförmedlingen's support for a type is counted; a type with support needs a decision."""

    NONE = "none", _("inget stöd")
    WAGE_SHARE = "wage_share", _("andel av lönekostnaden")
    FEE_MULTIPLE = "fee_multiple", _("så många gånger arbetsgivaravgifterna")


@pghistory.track()
class EmploymentType(models.Model):
    """A kind of labour-market employment, whether it counts, and from when to when (D1; DOMAIN.md 5).

    `support_share` is a share of the wage cost or, by `support_kind`, how many times the fees; `SupportTerms` has
    what holds from a later day on. Without a ceiling of its own the city's holds (`JobParameters`).
    """

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=80)
    counts = models.BooleanField(_("räknas mot målet"), default=True)
    valid_from = models.DateField(_("från och med"), null=True, blank=True)
    valid_to = models.DateField(_("till och med"), null=True, blank=True)
    support_share = models.DecimalField(_("stödandel"), max_digits=5, decimal_places=4, null=True, blank=True)
    support_ceiling = models.DecimalField(_("stödtak, kronor"), max_digits=10, decimal_places=2, null=True, blank=True)
    support_kind = models.CharField(_("stöd"), max_length=12, choices=TypeSupport, default=TypeSupport.NONE)
    has_supervisor_grant = models.BooleanField(_("handledarbidrag"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="employment_type_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def counts_on(self, day: date) -> bool:
        """Whether employments of the type count against the target on the day."""
        return self.counts and self.holds_on(day)

    def holds_on(self, day: date) -> bool:
        """Whether there is such a type on the day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    @property
    def needs_decision(self) -> bool:
        return self.support_kind != TypeSupport.NONE


class EndCause(models.TextChoices):
    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    PERIOD_OVER = "period_over", _("tiden var slut")
    DISCONTINUED = "discontinued", _("avbruten planering")
    ONGOING_AT_PROVIDER = "ongoing_asf", _("pågående planering hos ASF")
    ONGOING_AT_SERVICE = "ongoing_af", _("pågående planering hos Arbetsförmedlingen")
    ILLNESS = "illness", _("sjukdom")
    MOVED = "moved", _("flyttat")
    OTHER = "other", _("annat")


@pghistory.track(*whole_statements())
class Employment(models.Model):
    """A labour-market employment; the employer is always the provider (D1)."""

    key = models.CharField(_("anställningsnyckel"), max_length=40, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="employments")
    type = models.ForeignKey(EmploymentType, on_delete=models.PROTECT, related_name="employments")
    employed_from = models.DateField(_("anställd från och med"))
    employed_to = models.DateField(_("anställd till och med"), null=True, blank=True)
    end_cause = models.CharField(_("avslutsorsak"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employed_to=None) | Q(employed_to__gte=F("employed_from")),
                name="employment_ends_after_start",
                violation_error_message=_("Anställningens sista dag är före den första."),
            ),
            key_constraint("employment_key_is_no_identity_number"),
        ]
        indexes = [
            models.Index(fields=["employed_to"], name="employment_by_last_day"),
            GinIndex(OpClass(Upper("key"), name="gin_trgm_ops"), name="employment_by_key_letters"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="employment_person_within_full_time",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("employed_from", "employed_to", "participant_id"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
                condition=pgtrigger.Condition(
                    "NEW.employed_from < OLD.employed_from OR NEW.participant_id <> OLD.participant_id"
                    " OR coalesce(NEW.employed_to, 'infinity') > coalesce(OLD.employed_to, 'infinity')"
                ),
                func=EMPLOYED_WITHIN_FULL_TIME,
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def end_cause_in_words(self) -> str:
        """A cause that is no choice today (an older file) stands as it was written."""
        return str(EndCause(self.end_cause).label) if self.end_cause in EndCause.values else self.end_cause

    def end(self, *, on: date, cause: str) -> None:
        self.employed_to, self.end_cause = on, cause
        self.save(update_fields=["employed_to", "end_cause"])
