"""The department's objections, and those that are parked when the rest of the month closes (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.correction import Correction
from billing.models.reconciliation import Reconciliation, frozen_with_month
from foundation.fields import FractionField
from foundation.frozen import append_only
from organisation.models import User
from placements.models import Placement


class ObjectionState(models.TextChoices):
    OPEN = "open", _("väntar på svar")
    ACCEPTED = "accepted", _("godtagen")
    REJECTED = "rejected", _("avslagen")
    WITHDRAWN = "withdrawn", _("återtagen")
    PARKED = "parked", _("parkerad")


@pghistory.track()
class Objection(models.Model):
    """The department's objection to one line or to the month as a whole, and the provider's answer."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="objections")
    # by placement, not by line: the lines are written anew when the month is counted anew
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("vad stämmer inte?"))
    # what the department holds to be right: the line's part of the count, or the number counted when it is the month;
    # empty only for objections made before figures were asked for
    figure = FractionField(_("förvaltningens siffra"), null=True)
    state = models.CharField(_("läge"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("svar"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        triggers = frozen_with_month("objection_of_closed_month_is_frozen")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "parked", "withdrawn"], answered_at=None)
                | ~Q(state__in=["open", "parked", "withdrawn"]) & Q(answered_at__isnull=False) & ~Q(answer=""),
                name="objection_answered_has_answer",
                violation_error_message=_("Skriv ett svar på invändningen."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None),
                name="objection_withdrawn_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id}: {self.state}"

    def settle(self, *, state: str, answer: str, by: User | None, now: datetime) -> None:
        self.state, self.answer, self.answered_by, self.answered_at = state, answer, by, now
        self.save(update_fields=["state", "answer", "answered_by", "answered_at"])

    def withdraw(self, *, by: User, now: datetime) -> None:
        """The department takes it back before it has an answer; it stays to be read."""
        self.state, self.withdrawn_by, self.withdrawn_at = ObjectionState.WITHDRAWN, by, now
        self.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])

    def park(self) -> None:
        """The month closes without it; its answer comes as a settlement of its parked line."""
        self.state = ObjectionState.PARKED
        self.save(update_fields=["state"])


class ParkedLineQuerySet(models.QuerySet["ParkedLine"]):
    def unsettled(self) -> ParkedLineQuerySet:
        return self.filter(settlement=None)

    def overdue(self, today: date) -> ParkedLineQuerySet:
        return self.unsettled().filter(deadline__lt=today)


class ParkedLine(models.Model):
    """What the sides disagree on when the rest of the month closes: it counts until it is settled, and is not charged.

    `share` is by how much they differ. The department holds more to count: the share is added to the count. It holds
    fewer to count (`in_lines`): the share is in the provider's own lines. Either way it stands in the closed month's
    count until it is settled, so the frozen fee holds undisputed employments only. Never changed: see
    `ParkedSettlement`.
    """

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="parked")
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="parked_lines")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, null=True, related_name="+")
    share = FractionField(_("omtvistat"))
    in_lines = models.BooleanField(_("ingår i raderna"), default=False, db_default=False)
    deadline = models.DateField(_("avgörs senast"))
    parked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    parked_at = models.DateTimeField()

    objects = ParkedLineQuerySet.as_manager()

    class Meta:
        triggers = [
            *append_only("parked_line_is_kept"),
            pgtrigger.Trigger(
                name="parked_line_fits_its_month",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM billing_objection AS one JOIN billing_reconciliation AS month
                        ON month.id = one.reconciliation_id
                      WHERE one.id = NEW.objection_id AND month.id = NEW.reconciliation_id
                        AND one.placement_id IS NOT DISTINCT FROM NEW.placement_id
                        AND one.state = 'parked' AND month.state = 'disputed';
                    IF NOT FOUND THEN
                      RAISE EXCEPTION 'parked_line_fits_its_month: only what is disputed in its own month is parked'
                        USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reconciliation", "placement"], name="parked_once_per_line", nulls_distinct=False,
                violation_error_message=_("Raden är redan parkerad."),
            ),
            models.CheckConstraint(
                condition=~Q(share="0") & ~Q(share__startswith="-"), name="parked_share_is_positive",
                violation_error_message=_("Det finns inget omtvistat att parkera."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reconciliation_id}: {self.share}"

    @property
    def is_settled(self) -> bool:
        return hasattr(self, "settlement")


class ParkedSettlement(models.Model):
    """How a parked line was settled: counted as the department said, or not, which a correction brings to the books.

    Appended once to a closed month and never changed.
    """

    parked = models.OneToOneField(ParkedLine, on_delete=models.PROTECT, related_name="settlement")
    counts = models.BooleanField(_("räknas"))
    answer = models.TextField(_("svar"))
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField()
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, null=True, related_name="parked_settlement")

    class Meta:
        triggers = [
            *append_only("parked_settlement_is_kept"),
            pgtrigger.Trigger(
                name="parked_line_is_settled_after_closing",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM billing_parkedline AS line JOIN billing_reconciliation AS month
                        ON month.id = line.reconciliation_id
                      WHERE line.id = NEW.parked_id AND month.state = 'closed'
                        AND (NEW.correction_id IS NULL OR EXISTS (
                        SELECT 1 FROM billing_correction AS change WHERE change.id = NEW.correction_id
                          AND change.reconciliation_id = month.id AND change.state = 'accepted'));
                    IF NOT FOUND THEN
                      RAISE EXCEPTION 'parked_line_is_settled_after_closing: with an accepted correction of its month'
                        USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(counts=True, correction=None) | Q(counts=False, correction__isnull=False),
                name="parked_settlement_corrects_what_does_not_count",
            ),
            models.CheckConstraint(
                condition=~Q(answer=""), name="parked_settlement_has_answer",
                violation_error_message=_("Skriv ett svar på invändningen."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.parked_id}: {self.counts}"
