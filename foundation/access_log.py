"""Who looked at a person, or took people out of the system (DOMAIN.md 10): the one thing that a GET may write."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import override

from foundation.models import AccessLogEntry

LOG_LANGUAGE = "sv"
LONGEST_SUBJECT, LONGEST_PURPOSE = 80, 200


def logged(words: Callable[[], str]) -> str:
    """Words as a log keeps them: in Swedish, whichever language the one who acts has chosen."""
    with override(LOG_LANGUAGE):
        return words()


def log_access(
    *, user: AbstractBaseUser, act: str, subject: str, purpose: str = "", people: Iterable[int] = ()
) -> None:
    """Write one line. `subject` is an internal key or a description of a selection, never a name or a number.

    `people`: the database ids of everyone who was shown, so that each can be told who looked.
    """
    AccessLogEntry.objects.create(
        user_id=user.pk,
        act=act,
        subject=subject[:LONGEST_SUBJECT],
        purpose=purpose[:LONGEST_PURPOSE],
        people=sorted(set(people)),
    )
