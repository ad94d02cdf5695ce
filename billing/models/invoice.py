"""Invoices as frozen copies, numbered without gaps, and what has been handed over to finance (DOMAIN.md 7)."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.invoice_guards import credit_within_month, credit_within_remains, lines_are_the_amount
from billing.models.reconciliation import Reconciliation
from foundation.fields import FractionField, HalfYearField, MonthField
from foundation.frozen import append_only
from foundation.models import Document
from organisation.models import Board, User
from organisation.roles import Act


class NumberSeries(models.Model):
    """The last number given in a series and year; its row is locked in the transaction that issues (DESIGN.md 4)."""

    series = models.CharField(max_length=4)  # "F" invoices, "K" credit notes, "D" debit notes
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series}{self.year}: {self.last}"


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("faktura")
    DEBIT_NOTE = "debit_note", _("debetfaktura")
    CREDIT_NOTE = "credit_note", _("kreditfaktura")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User) -> InvoiceQuerySet:
        reach = user.reach(Act.SEE_INVOICES)
        return self if reach.whole_city else self.filter(board__departments__in=reach.departments).distinct()


class Invoice(models.Model):
    """A frozen copy of who owes whom what for a half-year. Only its document may be put in place later, once."""

    number = models.CharField(_("fakturanummer"), max_length=20, unique=True)
    series = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("slag"), max_length=12, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="invoices")
    half_year = HalfYearField(_("halvår"))
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.TextField(_("skäl"), blank=True)  # of a credit or debit note
    seller = models.JSONField()  # name, department, coding, reference: as at issue
    buyer = models.JSONField()
    computed = models.DecimalField(_("beräknat"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("belopp"), max_digits=12, decimal_places=2)  # negative on a credit note
    decision = models.JSONField(default=dict)  # who decided to claim, on what delegation, why
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="invoice")

    objects = InvoiceQuerySet.as_manager()
    known_from = "issued_at"  # for foundation.history: the moment before which nobody knew of the row

    class Meta:
        triggers = [
            pgtrigger.Protect(name="issued_invoice_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="issued_invoice_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["document"]),  # the document is made after the issue
            ),
            pgtrigger.Protect(
                name="invoice_document_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__document__isnull=False),
            ),
            credit_within_remains(),
            lines_are_the_amount("invoice_amount_is_its_lines", column="id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "sequence"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["board", "half_year"], condition=Q(kind="invoice"), name="invoice_one_per_board_and_half_year"
            ),
            models.CheckConstraint(
                condition=Q(kind="credit_note", amount__lt=0) | ~Q(kind="credit_note") & Q(amount__gt=0),
                name="invoice_sign_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects=None)
                | ~Q(kind="invoice") & Q(corrects__isnull=False) & ~Q(reason=""),
                name="invoice_note_names_original_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit(self) -> bool:
        return self.kind == InvoiceKind.CREDIT_NOTE

    @property
    def claimed(self) -> Decimal | None:
        """Kronor that were decided to be claimed, frozen at issue; None for a note: nobody decided on that."""
        stored = self.decision.get("claimed") if self.kind == InvoiceKind.INVOICE else None
        return Decimal(stored) if stored else None

    def keep_document(self, document: Document) -> None:
        """Put the finished document in place; the database refuses a second one."""
        self.document = document
        self.save(update_fields=["document"])


class InvoiceLine(models.Model):
    """One department's month on an invoice, or the correction of one."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="invoice_lines")
    department_name = models.CharField(max_length=120)
    month = MonthField(_("månad"))
    target = models.PositiveIntegerField(_("mål"))
    counted = FractionField(_("räknade"))
    missing = FractionField(_("saknas"))
    excused = FractionField(_("undantas"))
    chargeable = FractionField(_("avgiftsgrundande"))
    fee_each = models.DecimalField(_("avgift"), max_digits=10, decimal_places=2)
    computed = models.DecimalField(_("beräknat"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("belopp"), max_digits=12, decimal_places=2)
    note = models.CharField(_("anmärkning"), max_length=200, blank=True)

    known_from = "invoice__issued_at"

    class Meta:
        triggers = [
            *append_only("invoice_line_is_frozen"),
            credit_within_month(),
            lines_are_the_amount("invoice_lines_are_the_amount", column="invoice_id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.month}"
