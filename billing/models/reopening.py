"""Reopening a closed month that is not invoiced yet: two people and a reason (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.reconciliation import Reconciliation
from foundation.frozen import frozen_when
from organisation.models import User


class ReopeningState(models.TextChoices):
    PROPOSED = "proposed", _("föreslagen")
    CONFIRMED = "confirmed", _("öppnad på nytt")
    DECLINED = "declined", _("avböjd")


@pghistory.track()
class Reopening(models.Model):
    """One proposes, another confirms or declines. `closed_at` says which closing, so one reopening opens it once.

    `closing` is that closing as it was: figures, lines and names, kept since the month is counted anew.
    """

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="reopenings")
    closed_at = models.DateTimeField()
    state = models.CharField(_("läge"), max_length=10, choices=ReopeningState, default=ReopeningState.PROPOSED)
    reason = models.TextField(_("skäl"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    closing = models.JSONField(default=dict)

    class Meta:
        triggers = [
            *frozen_when("reopening_settled", pgtrigger.Q(old__settled_at__isnull=False)),
            pgtrigger.Protect(name="reopening_is_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_reason"),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("proposed_by")),
                name="reopening_two_people",
                violation_error_message=_("Den som föreslog att månaden öppnas kan inte själv bekräfta det."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_by=None, settled_at=None)
                | ~Q(state="proposed") & Q(settled_by__isnull=False, settled_at__isnull=False),
                name="reopening_settled_has_person_and_time",
            ),
            models.UniqueConstraint(
                fields=["reconciliation"],
                condition=Q(state="proposed"),
                name="reopening_one_proposed",
                violation_error_message=_("Det finns redan ett förslag om att öppna månaden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id}: {self.state}"

    @property
    def figures_then(self) -> dict[str, Fraction | Decimal]:
        """Counted and missing, and the fee in kronor, of the closing that was opened."""
        return {
            "counted": Fraction(self.closing["counted"]),
            "missing": Fraction(self.closing["missing"]),
            "fee": Decimal(self.closing["fee"]),
        }

    def settle(self, *, state: str, by: User, now: datetime, closing: dict[str, Any] | None = None) -> None:
        self.state, self.settled_by, self.settled_at, self.closing = state, by, now, closing or {}
        self.save(update_fields=["state", "settled_by", "settled_at", "closing"])
