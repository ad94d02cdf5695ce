"""Sent for signing, and back again."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.closed_months import hold
from agreements.content import content_sha256, missing_parts
from agreements.models import AgreementVersion, PaperSigning, VersionState
from agreements.operations.commenting import refuse_open_comments
from agreements.operations.conflicts import refuse_conflicts
from agreements.operations.drafting import NotADraft, claimed, quota_of
from agreements.queries.content import content_of
from agreements.wording import missing_in_words
from foundation.refusals import Refusal
from organisation.models import User


class Incomplete(Refusal):
    """One message for each part that is missing."""


class QuotaMoved(Refusal):
    def __init__(self, then: int, now: int) -> None:
        text = _(
            "Kvoten har ändrats från %(then)s till %(now)s sedan utkastet skrevs. Öppna utkastet och spara det på nytt."
        )
        super().__init__(text % {"then": then, "now": now})


class NotSent(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Versionen är inte skickad för underskrift, eller inte längre. "
                "Öppna överenskommelsen och se hur den står."
            )
        )


@transaction.atomic
def send_for_signing(*, version: AgreementVersion, by: User) -> AgreementVersion:
    """Fix the content by its hash and ask both sides to sign. Raises NotADraft, Incomplete and QuotaMoved.

    Also OpenComments, TouchesClosedMonth and LessThanGivenAway: what could not be signed is not sent.
    """
    hold([version.agreement.department_id])
    locked = claimed(version)
    if locked.state != VersionState.DRAFT:
        raise NotADraft
    content = content_of(locked)
    if missing := missing_parts(content):
        raise Incomplete(*missing_in_words(missing))
    refuse_open_comments(locked)
    agreement = locked.agreement
    quota = quota_of(agreement, locked.valid_from)
    if quota != locked.formula_quota:
        raise QuotaMoved(locked.formula_quota, quota)
    refuse_conflicts(locked)
    locked.send(now=timezone.now(), content_sha256=content_sha256(content))
    return locked


@transaction.atomic
def send_back(*, version: AgreementVersion, reason: str, by: User) -> AgreementVersion:
    """Back to draft; all signatures fall (DOMAIN.md 4). The reason stands in the history. Raises NotSent."""
    locked = claimed(version)
    if locked.state != VersionState.SENT:
        raise NotSent
    with pghistory.context(reason=reason):
        locked.signatures.all().delete()
        PaperSigning.objects.filter(version=locked).delete()
        locked.take_back()
    return locked
