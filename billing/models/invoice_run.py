"""The half-year run: rehearsed by one person, issued by another, documents made by the workers (DOMAIN.md 7)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import HalfYearField
from foundation.models import Run


class InvoiceRunState(models.TextChoices):
    REHEARSED = "rehearsed", _("repeterad")
    ISSUED = "issued", _("utfärdad")


@pghistory.track()
class InvoiceRun(models.Model):
    """One rehearsal and, if it was good, its issue. A board held back is issued by a later run in the same series."""

    half_year = HalfYearField(_("halvår"))
    state = models.CharField(_("läge"), max_length=10, choices=InvoiceRunState, default=InvoiceRunState.REHEARSED)
    drafts = models.JSONField()  # per board: name, computed, claimed, lines, faults, held back and why
    rehearsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rehearsed_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    documents_run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="invoice_run")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="issued", issued_at__isnull=False) | Q(state="rehearsed", issued_at=None),
                name="invoice_run_issued_has_time",
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | Q(rehearsed_by=None) | ~Q(issued_by=F("rehearsed_by")),
                name="invoice_run_issued_by_a_second_person",
                violation_error_message=_("Den som repeterade kan inte utfärda: det gör en annan person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.half_year} {self.state}"
