"""Up to which last day people have been made anonymous: what ended before does not come in again (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

from django.db import models

from foundation.frozen import append_only


class RetentionHorizonQuerySet(models.QuerySet["RetentionHorizon"]):
    def day(self) -> date | None:
        """The latest day, None when nobody has been made anonymous. One query."""
        latest: date | None = self.aggregate(latest=models.Max("last_day"))["latest"]
        return latest


class RetentionHorizon(models.Model):
    """Written when a retention list is carried out (app privacy), read when files and forms bring employments."""

    last_day = models.DateField()
    set_at = models.DateTimeField(auto_now_add=True)

    objects = RetentionHorizonQuerySet.as_manager()

    class Meta:
        triggers = append_only("retention_horizon_is_kept")

    def __str__(self) -> str:
        return self.last_day.isoformat()
