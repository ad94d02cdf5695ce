"""A model year made known to every department, and who there has seen it (DOMAIN.md 3)."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allocation.models.years import ModelYear
from foundation.frozen import append_only, frozen_when
from organisation.models import Department, User


class Publication(models.Model):
    """A model year as it was made known: which reading, by whom, with which words."""

    model_year = models.ForeignKey(ModelYear, on_delete=models.PROTECT, related_name="publications")
    reading = models.PositiveSmallIntegerField(_("läsning"))  # 1, or one more than the revision's number
    text = models.TextField(_("meddelande"), blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(_("publicerat"))

    class Meta:
        triggers = append_only("publication_is_kept")
        constraints = [
            models.UniqueConstraint(
                fields=["model_year", "reading"],
                name="publication_once_per_reading",
                violation_error_message=_("Den läsningen är redan publicerad."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model_year_id} {self.reading}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> NoticeQuerySet:
        return self.filter(acknowledged_at=None)


class Notice(models.Model):
    """One department's notice; it waits until someone there says that it is received, once."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="notices")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="notices")
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    acknowledged_at = models.DateTimeField(_("mottaget"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        triggers = frozen_when("notice_acknowledged_once", pgtrigger.Q(old__acknowledged_at__isnull=False))
        constraints = [
            models.UniqueConstraint(fields=["publication", "department"], name="notice_once_per_department"),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="notice_acknowledged_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.department_id}"

    def acknowledge(self, *, by: User, now: datetime) -> None:
        self.acknowledged_by, self.acknowledged_at = by, now
        self.save(update_fields=["acknowledged_by", "acknowledged_at"])
