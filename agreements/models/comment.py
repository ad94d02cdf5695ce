"""Questions about single fields of a version that is not signed yet: open, answered, closed (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.signature import Side
from agreements.models.version import AgreementVersion
from foundation.frozen import frozen_when, frozen_with_parent
from organisation.models import Department, User
from organisation.roles import Act


class CommentState(models.TextChoices):
    OPEN = "open", _("väntar på svar")
    ANSWERED = "answered", _("besvarad")
    CLOSED = "closed", _("avslutad")


class CommentQuerySet(models.QuerySet["FieldComment"]):
    def visible_to(self, user: User) -> CommentQuerySet:
        seen = Department.objects.visible_to(user, Act.SEE_AGREEMENTS)
        return self.filter(version__agreement__department__in=seen)

    def unanswered(self) -> CommentQuerySet:
        return self.filter(state=CommentState.OPEN, version__state__in=["draft", "sent"])


@pghistory.track()
class FieldComment(models.Model):
    """One side's question about one field; the other side answers, the side that asked closes."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="comments")
    field = models.CharField(_("fält"), max_length=30)  # the name of a clause, see agreements.wording
    side = models.CharField(_("sida"), max_length=10, choices=Side)
    text = models.TextField(_("kommentar"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(_("läge"), max_length=10, choices=CommentState, default=CommentState.OPEN)
    answer = models.TextField(_("svar"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        triggers = [
            *frozen_when("closed_comment_is_frozen", pgtrigger.Q(old__state="closed")),
            *frozen_with_parent(
                "comment_on_settled_version_is_frozen",
                parent="agreements_agreementversion",
                column="version_id",
                frozen="parent.state IN ('signed', 'cancelled')",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_says_something", violation_error_message=_("Kommentaren är tom.")
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="comment_answer_has_author_and_time",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answer="", closed_at=None, closed_by=None)
                | Q(state="answered", answered_at__isnull=False, closed_at=None, closed_by=None)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="comment_state_follows_its_stamps",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("author")),
                name="comment_answered_by_another",
                violation_error_message=_("Den som har kommenterat svarar inte själv."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.field}"

    def answered(self, *, text: str, by: User, now: datetime) -> None:
        self.state, self.answer, self.answered_by, self.answered_at = CommentState.ANSWERED, text, by, now
        self.save(update_fields=["state", "answer", "answered_by", "answered_at"])

    def close(self, *, by: User, now: datetime) -> None:
        self.state, self.closed_by, self.closed_at = CommentState.CLOSED, by, now
        self.save(update_fields=["state", "closed_by", "closed_at"])
