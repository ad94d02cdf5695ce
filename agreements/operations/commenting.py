"""Comments on single fields: asked by one side, answered by the other, closed by the one that asked (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import AgreementVersion, CommentState, FieldComment, Side
from agreements.operations.drafting import claimed
from foundation.refusals import Refusal
from organisation.models import User


class NotOpenForComments(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Versionen är undertecknad eller avbruten och tar inte emot kommentarer. Skriv ett tillägg.")
        )


class NotYoursToAnswer(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Er egen sida har ställt frågan. Den andra sidan svarar på den."))


class NotYoursToClose(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Den sida som ställde frågan avslutar den. Svara på den i stället."))


class AlreadyAnswered(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Kommentaren är redan besvarad eller avslutad. Inget ändras."))


class OpenComments(Refusal):
    def __init__(self, number: int) -> None:
        text = ngettext(
            "%(n)s kommentar är obesvarad. Svara på den, eller avsluta den, först.",
            "%(n)s kommentarer är obesvarade. Svara på dem, eller avsluta dem, först.",
            number,
        )
        super().__init__(text % {"n": number})


@transaction.atomic
def comment(*, version: AgreementVersion, field: str, text: str, side: str, by: User, now: datetime) -> FieldComment:
    """Ask the other side about a field. Raises NotOpenForComments. Who signs meanwhile waits, and is then refused."""
    locked = _claimed_open(version)
    return FieldComment.objects.create(
        version=locked, field=field, text=text, side=Side(side).value, author=by, asked_at=now
    )


@transaction.atomic
def answer_comment(*, comment: FieldComment, text: str, side: str, by: User, now: datetime) -> FieldComment:
    """The other side's answer. Raises NotOpenForComments, AlreadyAnswered and NotYoursToAnswer."""
    locked = _claimed_comment(comment)
    if locked.state != CommentState.OPEN:
        raise AlreadyAnswered
    if locked.side == side or locked.author_id == by.pk:
        raise NotYoursToAnswer
    locked.answered(text=text, by=by, now=now)
    return locked


@transaction.atomic
def close_comment(*, comment: FieldComment, side: str, by: User, now: datetime) -> FieldComment:
    """The side that asked is content, or takes its question back. Raises NotOpenForComments and NotYoursToClose."""
    locked = _claimed_comment(comment)
    if locked.state == CommentState.CLOSED:
        raise AlreadyAnswered
    if locked.side != side:
        raise NotYoursToClose
    locked.close(by=by, now=now)
    return locked


def refuse_open_comments(version: AgreementVersion) -> None:
    """Nothing is sent or signed while a question is unanswered. Raises OpenComments; the caller holds the version."""
    if number := version.comments.filter(state=CommentState.OPEN).count():
        raise OpenComments(number)


def _claimed_open(version: AgreementVersion) -> AgreementVersion:
    locked = claimed(version)
    if not locked.is_open:
        raise NotOpenForComments
    return locked


def _claimed_comment(comment: FieldComment) -> FieldComment:
    _claimed_open(comment.version)
    return FieldComment.objects.select_for_update().get(pk=comment.pk)
