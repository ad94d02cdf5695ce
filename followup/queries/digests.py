"""What could not be mailed: to the person it concerns, and to the system administrator."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery

from followup.digest_models import Digest, DigestChoice, DigestState
from organisation.models import User


def undelivered() -> QuerySet[Digest]:
    """The last mail of each person, where it did not get through, newest first."""
    last = Digest.objects.filter(user=OuterRef("user")).order_by("-day").values("pk")[:1]
    failed = Digest.objects.filter(pk=Subquery(last)).exclude(state=DigestState.SENT)
    return failed.select_related("user").order_by("-day", F("user__username"))


def mail_fault(user: User) -> Digest | None:
    """The person's last mail if it did not get through and nothing has been chosen anew since. Two queries."""
    if not settings.MAIL_IS_SENT:
        return None
    last = user.digests.order_by("-day").first()
    if last is None or last.state == DigestState.SENT:
        return None
    choice = DigestChoice.objects.filter(user=user).first()
    mended = choice is not None and choice.changed_at is not None and choice.changed_at > last.tried_at
    return None if mended else last
