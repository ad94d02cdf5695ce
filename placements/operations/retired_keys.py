"""A key that belonged to somebody who is anonymous by now is given to nobody else (DOMAIN.md 10)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from foundation.refusals import Refusal
from placements.anonymous import check_known
from placements.models import RetiredKey, RetiredKeyKind


class KeyRetired(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "Nyckeln %(key)s har tillhört någon som är gallrad och ges inte till någon annan. "
                "Skriv en nyckel som aldrig har använts."
            )
            % {"key": key}
        )


def check_participant_key(key: str) -> None:
    """Raise PersonIsAnonymous for the key of an anonymous person, KeyRetired for one that such a person had."""
    check_known(key)
    _check(RetiredKeyKind.PARTICIPANT, key)


def check_employment_key(key: str) -> None:
    """Raise PersonIsAnonymous and KeyRetired as for a participant's key."""
    check_known(key)
    _check(RetiredKeyKind.EMPLOYMENT, key)


def _check(kind: RetiredKeyKind, key: str) -> None:
    if RetiredKey.objects.among(kind, [key]):
        raise KeyRetired(key)
