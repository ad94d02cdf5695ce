"""The counted staff that quotas rest on, and the files that it comes from (DOMAIN.md 3)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allocation.models.parameters import Basis
from foundation.frozen import frozen_when
from organisation.models import Department


class HeadcountImportState(models.TextChoices):
    WAITING = "waiting", _("väntar på ert godkännande")
    ACCEPTED = "accepted", _("godkänd")
    CANCELLED = "cancelled", _("avbruten")


@pghistory.track()
class HeadcountImport(models.Model):
    """A headcount file that someone has uploaded: first compared, then accepted or cancelled."""

    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()  # [{"department": code, "date": "2020-11-01", "permanent": 330, "all": 400}]
    columns = models.JSONField(default=dict, blank=True)  # the file's heading by column name
    distributed = models.JSONField(default=list, blank=True)  # stray rows and the parts that they became
    state = models.CharField(max_length=10, choices=HeadcountImportState, default=HeadcountImportState.WAITING)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = frozen_when("headcount_import_settled", pgtrigger.Q(old__state__in=["accepted", "cancelled"]))
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="headcount_import_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def settle(self, state: HeadcountImportState, *, now: datetime) -> None:
        """Accepted or cancelled; after that the row is never changed."""
        self.state, self.settled_at = state, now
        self.save(update_fields=["state", "settled_at"])


class HeadcountFile(models.Model):
    """A file on its way in, with what has been said of it so far. Its owner's alone, for it may hold anything.

    One for each person: the next file takes its place, and settling the import takes it away.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("fil"), max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    columns = models.JSONField(default=dict, blank=True)  # index by column name, as chosen on the screen
    day = models.DateField(_("datum för alla rader"), null=True, blank=True)
    distribution = models.JSONField(default=dict, blank=True)  # parts by the number of the stray row

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ColumnMatching(models.Model):
    """How the columns of files with these headings are matched; remembered from the last time someone chose."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField()  # key of the heading by column name
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remembered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:8]


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    def on(self, day: date) -> HeadcountQuerySet:
        return self.filter(date=day)

    def lock(self, *, now: datetime) -> None:
        """A signed agreement rests on them: never changed from now on. Those that are locked already stay so."""
        self.filter(locked_at=None).update(locked_at=now)


@pghistory.track()
class Headcount(models.Model):
    """A department's staff on a day: people, permanent and all. Locked once a signed agreement rests on it."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="headcounts")
    date = models.DateField(_("datum"))
    permanent = models.PositiveIntegerField(_("tillsvidareanställda"))
    all_employees = models.PositiveIntegerField(_("alla anställda"))
    source = models.ForeignKey(HeadcountImport, on_delete=models.PROTECT, null=True, related_name="headcounts")
    locked_at = models.DateTimeField(_("låst"), null=True)

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("headcount_locked_by_agreement", pgtrigger.Q(old__locked_at__isnull=False))
        constraints = [
            models.UniqueConstraint(fields=["department", "date"], name="headcount_once_per_department_and_date"),
            models.CheckConstraint(
                condition=Q(permanent__lte=F("all_employees")),
                name="headcount_permanent_within_all",
                violation_error_message=_("Fler tillsvidareanställda än anställda."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.date}"

    def people(self, basis: str) -> int:
        """The number of people under one reading of the basis."""
        return self.permanent if basis == Basis.PERMANENT else self.all_employees

    def lock(self, *, now: datetime) -> None:
        Headcount.objects.filter(pk=self.pk).lock(now=now)
