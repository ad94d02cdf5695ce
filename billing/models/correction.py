"""A later change in the register that would have altered a closed month (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.invoice import InvoiceLine
from billing.models.reconciliation import Reconciliation
from foundation.fields import FractionField
from organisation.models import User


class CorrectionState(models.TextChoices):
    PROPOSED = "proposed", _("föreslagen")
    ACCEPTED = "accepted", _("godtagen")
    DISMISSED = "dismissed", _("avfärdad")


class CorrectionCarrier(models.TextChoices):
    """What carries an accepted correction of a month that is invoiced already; until then its own invoice does."""

    NOTE = "note", _("en kredit- eller debetfaktura nu")
    NEXT_INVOICE = "next_invoice", _("en rad på nämndens nästa halvårsfaktura")


@pghistory.track()
class Correction(models.Model):
    """The difference between what the books say of a closed month (with earlier corrections) and the register today."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="corrections")
    sequence = models.PositiveSmallIntegerField()  # 1, 2 …: a correction can itself be corrected
    state = models.CharField(_("läge"), max_length=10, choices=CorrectionState, default=CorrectionState.PROPOSED)
    counted_then = FractionField()
    counted_now = FractionField()
    missing_then = FractionField()
    missing_now = FractionField()
    excused_then = FractionField()
    excused_now = FractionField()
    chargeable_then = FractionField()
    chargeable_now = FractionField()
    fee_then = models.DecimalField(max_digits=12, decimal_places=2)
    fee_now = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.TextField(_("skäl"), blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    carrier = models.CharField(_("kommer på"), max_length=12, choices=CorrectionCarrier, default=CorrectionCarrier.NOTE)
    # kronor that go on a note or on the next invoice; None where the half-year's own invoice carries the difference
    amount = models.DecimalField(_("belopp"), max_digits=12, decimal_places=2, null=True)
    explanation = models.TextField(_("så blev beloppet"), blank=True)  # where it is not the whole difference
    people = models.JSONField(null=True)  # whom it changed, by key: billing.person_changes, frozen when accepted
    # the line that carries it: on a credit or debit note, or on a half-year's coming invoice
    line = models.OneToOneField(InvoiceLine, on_delete=models.PROTECT, null=True, related_name="correction")

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="settled_correction_is_frozen",
                operation=pgtrigger.Update,
                # only the line that carries it may be put in place later, once
                condition=pgtrigger.Condition(
                    "OLD.state IN ('accepted', 'dismissed') AND (OLD.line_id IS NOT NULL"
                    " OR (to_jsonb(OLD) - 'line_id') IS DISTINCT FROM (to_jsonb(NEW) - 'line_id'))"
                ),
            ),
            pgtrigger.Protect(
                name="settled_correction_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["accepted", "dismissed"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "sequence"], name="correction_sequence_once"),
            models.UniqueConstraint(
                fields=["reconciliation"], condition=Q(state="proposed"), name="correction_one_proposed"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at=None) | ~Q(state="proposed") & Q(settled_at__isnull=False),
                name="correction_settled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(carrier="next_invoice") | Q(state="accepted"), name="correction_accepted_before_it_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation}: {self.fee_then} → {self.fee_now}"

    @property
    def difference(self) -> Decimal:
        """Kronor: positive is more for the board to pay, negative less."""
        return self.fee_now - self.fee_then

    @property
    def moved(self) -> Decimal:
        """Kronor of the difference that reach the board: by the decision on the month, within what remains of it."""
        return self.difference if self.amount is None else self.amount

    @property
    def rest(self) -> Decimal:
        """Kronor of the difference that do not."""
        return self.difference - self.moved

    @property
    def waits_for_next_invoice(self) -> bool:
        """Accepted, and no invoice has carried it yet."""
        return self.carrier == CorrectionCarrier.NEXT_INVOICE and self.line_id is None

    def settle(self, *, state: str, reason: str, by: User | None, now: datetime) -> None:
        """Settle it, with the carrier, the amount and the people that were set before."""
        self.state, self.reason, self.settled_by, self.settled_at = state, reason, by, now
        self.save()

    def carry_on(self, line: InvoiceLine) -> None:
        """Name the line that carries it; the database lets this be done once."""
        self.line = line
        self.save(update_fields=["line"])
