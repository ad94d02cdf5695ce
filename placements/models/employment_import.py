"""An employment file on its way in (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.frozen import frozen_when
from organisation.access import may
from organisation.models import User
from organisation.roles import Act


class EmploymentImportState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")


class EmploymentImportQuerySet(models.QuerySet["EmploymentImport"]):
    def visible_to(self, user: User) -> EmploymentImportQuerySet:
        return self if may(user, Act.EDIT_EMPLOYMENTS) else self.none()


class EmploymentImport(models.Model):
    """An employment file that someone has uploaded: first compared, then accepted or cancelled.

    The read rows are kept encrypted: they may hold identity numbers.
    """

    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.BinaryField()
    row_count = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=EmploymentImportState, default=EmploymentImportState.WAITING)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    objects = EmploymentImportQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("employment_import_settled", pgtrigger.Q(old__state__in=["accepted", "cancelled"]))
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="employment_import_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state == EmploymentImportState.WAITING

    def settle(self, state: EmploymentImportState, *, now: datetime) -> None:
        """Accepted or cancelled; the rows are thrown away, since they are in the register or not wanted."""
        self.state, self.settled_at, self.rows = state, now, b""
        self.save(update_fields=["state", "settled_at", "rows"])
