"""The comments on a version, by the field in whose margin they stand."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.models import AgreementVersion, CommentState, FieldComment, Side
from organisation.models import User


@dataclass(frozen=True, slots=True)
class Note:
    """One comment, and what the reader can do with it."""

    comment: FieldComment
    may_answer: bool
    may_close: bool

    @property
    def is_open(self) -> bool:
        return self.comment.state == CommentState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.comment.state == CommentState.CLOSED


def notes_of(version: AgreementVersion, *, side: Side | None, reader: User) -> dict[str, list[Note]]:
    """Every comment by its field, the oldest first; `side` is the one that the reader speaks for. One query."""
    rows = version.comments.select_related("author", "answered_by", "closed_by").order_by("asked_at", "pk")
    found: dict[str, list[Note]] = {}
    for row in rows:
        can = version.is_open and side is not None
        other = row.side != side and row.author_id != reader.pk
        note = Note(
            comment=row,
            may_answer=can and other and row.state == CommentState.OPEN,
            may_close=can and row.side == side and row.state != CommentState.CLOSED,
        )
        found.setdefault(row.field, []).append(note)
    return found
