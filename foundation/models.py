"""Archived documents, long work with progress, and the log of who looked at a person."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.frozen import append_only


class Document(models.Model):
    """The exact bytes of a finished document, kept once. A download is always these bytes (DOMAIN.md 4, 7)."""

    kind = models.CharField(_("slag"), max_length=40)  # e.g. "invoice", "agreement", "steering_group_report"
    name = models.CharField(_("filnamn"), max_length=120)  # holds no personal data
    media_type = models.CharField(max_length=100, default="application/pdf")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = append_only("document_is_kept_as_it_is")
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_has_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    def is_intact(self) -> bool:
        """Whether the stored bytes still give the stored hash."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: AbstractBaseUser) -> RunQuerySet:
        """The one who asked for the work, and those who work for the whole city."""
        return self if getattr(user, "has_city_business", False) else self.filter(asked_by=user.pk)

    def unfinished(self) -> RunQuerySet:
        return self.filter(finished_at=None)


class Run(models.Model):
    """One piece of long work asked for by someone, e.g. the documents of a half-year (DESIGN.md 5).

    The run and its pieces are the truth about the work; the broker only carries the message.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(_("rubrik"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class PieceState(models.TextChoices):
    WAITING = "waiting", _("väntar")
    WORKING = "working", _("pågår")
    DONE = "done", _("klar")
    FAILED = "failed", _("misslyckades")


class RunPiece(models.Model):
    """One short task of a run; doing it twice does no harm."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pieces")
    subject_id = models.BigIntegerField()  # what the run's kind works on: an invoice, a report …
    label = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=PieceState, default=PieceState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "subject_id"], name="run_piece_once_per_subject"),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | (~Q(state="done") & Q(finished_at=None)),
                name="run_piece_done_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "id"], condition=~Q(state="done"), name="run_piece_left"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.state}"

    def claim(self, *, now: datetime) -> None:
        self.state, self.claimed_at, self.tries = PieceState.WORKING, now, self.tries + 1
        self.save(update_fields=["state", "claimed_at", "tries"])

    def finish(self, *, now: datetime, document: Document | None) -> None:
        self.state, self.finished_at, self.document, self.fault = PieceState.DONE, now, document, ""
        self.save(update_fields=["state", "finished_at", "document", "fault"])


class AccessLogEntry(models.Model):
    """Someone looked at a person or took people out of the system (DOMAIN.md 10). Holds no personal data itself."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)  # "participant_shown", "employment_list_exported" …
    subject = models.CharField(max_length=80)  # internal key, or a description of the selection
    purpose = models.CharField(max_length=200, blank=True)
    # database ids of the people who were shown; what they are of, the app that shows them knows
    people = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        triggers = append_only("access_log_is_append_only")
        indexes = [
            models.Index(fields=["subject", "at"], name="access_log_by_subject"),
            GinIndex(fields=["people"], name="access_log_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"
