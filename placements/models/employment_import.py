"""An employment file on its way in (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisation.access import may
from organisation.models import User
from organisation.roles import Act


class EmploymentImportState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")
    UNDONE = "undone", _("ångrad")


class EmploymentImportQuerySet(models.QuerySet["EmploymentImport"]):
    def visible_to(self, user: User) -> EmploymentImportQuerySet:
        return self if may(user, Act.EDIT_EMPLOYMENTS) else self.none()


class EmploymentImport(models.Model):
    """An employment file that someone has uploaded: first compared, then accepted or cancelled.

    The read rows are kept encrypted: they may hold identity numbers. `undo` is what accepting changed, also encrypted,
    for as long as it can be taken back; an undone import stays as a line of what happened.
    """

    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.BinaryField()
    row_count = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=EmploymentImportState, default=EmploymentImportState.WAITING)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undo = models.BinaryField(default=b"")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EmploymentImportQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="employment_import_settled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["cancelled", "undone"])
                | pgtrigger.Q(old__state="accepted") & ~pgtrigger.Q(new__state="undone"),
            ),
            pgtrigger.Protect(
                name="employment_import_is_kept",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="waiting"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="employment_import_settled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | ~Q(state="undone") & Q(undone_at=None),
                name="employment_import_undone_has_time",
            ),
        ]

    def __str__(self) -> str:
        """What it is called in the history and to others: a file's name may say whom it is about."""
        return gettext("fil nr %(number)s") % {"number": self.pk}

    def name_for(self, user: User) -> str:
        """The number, and the file's name for the one who chose it."""
        return f"{self} ({self.file_name})" if self.imported_by == user else str(self)

    @property
    def can_be_taken_back(self) -> bool:
        """As far as the import itself says; whether something rests on it is asked when it is tried."""
        return self.state == EmploymentImportState.ACCEPTED and bool(self.undo)

    @property
    def last_changed_at(self) -> datetime | None:
        """When it came into the state that it is in, None while it waits."""
        return self.undone_at or self.settled_at

    @property
    def is_waiting(self) -> bool:
        return self.state == EmploymentImportState.WAITING

    def settle(self, state: EmploymentImportState, *, now: datetime, by: User | None, undo: bytes = b"") -> None:
        """Accepted or cancelled; the rows are thrown away, since they are in the register or not wanted."""
        self.state, self.settled_at, self.settled_by, self.rows, self.undo = state, now, by, b"", undo
        self.save(update_fields=["state", "settled_at", "settled_by", "rows", "undo"])

    def take_back(self, *, now: datetime, by: User | None) -> None:
        """The register is as before the import, and what was needed for that is thrown away."""
        self.state, self.undone_at, self.undone_by, self.undo = EmploymentImportState.UNDONE, now, by, b""
        self.save(update_fields=["state", "undone_at", "undone_by", "undo"])


class EmploymentFile(models.Model):
    """A file whose columns its owner is to match; one for each person, encrypted, and gone once it is read."""

    owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("fil"), max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
