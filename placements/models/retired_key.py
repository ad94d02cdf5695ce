"""Keys of people who are anonymous by now: nobody else gets them, and they lead nowhere (DOMAIN.md 10)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection

from django.conf import settings
from django.db import models

from foundation.frozen import append_only


class RetiredKeyKind(models.TextChoices):
    PARTICIPANT = "participant"
    EMPLOYMENT = "employment"


class RetiredKeyQuerySet(models.QuerySet["RetiredKey"]):
    def retire(self, kind: str, keys: Collection[str]) -> None:
        """Nobody gets these keys again. Done twice it does nothing more. One query."""
        newest = settings.IDENTITY_KEYS[0]  # it is the one that stays longest
        rows = [RetiredKey(digest=_digest(kind, key, newest)) for key in keys]
        self.bulk_create(rows, ignore_conflicts=True)

    def among(self, kind: str, keys: Collection[str]) -> set[str]:
        """Those of `keys` that nobody may get. One query."""
        found = {_digest(kind, key, secret): key for key in keys for secret in settings.IDENTITY_KEYS}
        digests = self.filter(digest__in=list(found)).values_list("digest", flat=True)
        return {found[digest] for digest in digests}


class RetiredKey(models.Model):
    """A keyed hash: it tells whether a key is taken, never which keys there were."""

    digest = models.CharField(max_length=64, unique=True)
    retired_at = models.DateTimeField(auto_now_add=True)

    objects = RetiredKeyQuerySet.as_manager()

    class Meta:
        triggers = append_only("retired_key_is_kept")

    def __str__(self) -> str:
        return self.digest[:8]


def _digest(kind: str, key: str, secret: str) -> str:
    own = hmac.digest(base64.urlsafe_b64decode(secret), b"retired key", "sha256")
    return hmac.digest(own, f"{kind} {key.casefold()}".encode(), "sha256").hex()
