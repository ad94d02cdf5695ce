"""A table of terms that someone has handed in: first compared, then accepted or put aside."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allocation.models import ModelYear
from organisation.models import User


class TermsFileState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")


class TermsFile(models.Model):
    """The file's own bytes, read anew at the comparison and when it is accepted."""

    model_year = models.ForeignKey(ModelYear, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("fil"), max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=TermsFileState, default=TermsFileState.WAITING)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="terms_file_settled",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="waiting"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="terms_file_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state == TermsFileState.WAITING

    def settle(self, state: TermsFileState, *, by: User, now: datetime) -> None:
        self.state, self.settled_by, self.settled_at = state, by, now
        self.save(update_fields=["state", "settled_by", "settled_at"])
