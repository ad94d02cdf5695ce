"""What has been handed over to the ledger, in which form, and what the ledger answered (DOMAIN.md 7)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.invoice import Invoice
from foundation.fields import HalfYearField, MonthField
from foundation.frozen import append_only
from foundation.models import Document


@pghistory.track()
class LedgerLayout(models.Model):
    """Which columns a csv or workbook for the ledger has, in which order: named, and shared by all on finance."""

    name = models.CharField(
        _("namn"), max_length=60, unique=True, error_messages={"unique": _("Det finns redan en layout med det namnet.")}
    )
    columns = ArrayField(models.CharField(max_length=40))  # names of billing.ledger_files.COLUMNS

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(columns__len__gt=0),
                name="ledger_layout_has_columns",
                violation_error_message=_("Välj minst en kolumn."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """A file taken by finance: who, when, the exact bytes. A batch for the ledger has its invoices; an accrual has its
    month and a collection of documents its half-year, and neither marks any invoice as handed over."""

    form = models.CharField(_("form"), max_length=12)  # "csv", "xlsx", "sie"; of a collection "zip" or "pdf"
    layout = models.CharField(_("layout"), max_length=60, blank=True)  # its name as it was; "" for all columns
    accrual_month = MonthField(_("periodisering av"), null=True)
    collected = HalfYearField(_("dokumenten för"), null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)

    known_from = "handed_at"  # for foundation.history: the moment before which nobody knew of the row

    class Meta:
        triggers = append_only("hand_over_is_kept")
        constraints = [
            models.UniqueConstraint(
                fields=["accrual_month"],
                name="accrual_once_per_month",
                violation_error_message=_("Månaden är redan periodiserad."),
            ),
            models.CheckConstraint(
                condition=Q(collected=None, form__in=("csv", "xlsx", "sie"))
                | Q(collected__isnull=False, accrual_month=None, form__in=("zip", "pdf")),
                name="hand_over_is_ledger_or_collection",
                violation_error_message=_("En samling dokument är zip eller pdf; en bokföringsfil är det inte."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {timezone.localdate(self.handed_at)}"


class HandOverItem(models.Model):
    """An invoice in a ledger batch; the unique row keeps it from being handed over twice."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="hand_over_item")

    known_from = "hand_over__handed_at"

    class Meta:
        triggers = append_only("hand_over_item_is_kept")

    def __str__(self) -> str:
        return str(self.invoice_id)


class Receipt(models.Model):
    """A file in which the ledger answers a batch. The same file counts once."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="receipts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    known_from = "read_at"

    class Meta:
        triggers = append_only("receipt_is_kept")
        constraints = [models.UniqueConstraint(fields=["hand_over", "sha256"], name="receipt_once_per_file")]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.sha256[:12]}"


class ReceiptLine(models.Model):
    """What the ledger said of one invoice of the batch."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="receipt_lines")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="receipt_lines")
    accepted = models.BooleanField(_("mottagen"))
    reason = models.CharField(_("skäl"), max_length=300, blank=True)

    known_from = "receipt__read_at"

    class Meta:
        triggers = append_only("receipt_line_is_kept")
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "invoice"], name="receipt_line_once_per_hand_over"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""),
                name="receipt_line_rejected_has_reason",
                violation_error_message=_("En avvisad faktura har ett skäl."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {'accepted' if self.accepted else 'rejected'}"


class RepeatedItem(models.Model):
    """An invoice that the ledger rejected and finance chose to hand over again: once for each rejection."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="repeated_items")
    rejection = models.OneToOneField(ReceiptLine, on_delete=models.PROTECT, related_name="repeated_item")

    known_from = "hand_over__handed_at"

    class Meta:
        triggers = append_only("repeated_item_is_kept")

    def __str__(self) -> str:
        return str(self.rejection_id)
