"""What `bin/manage check --database default`, and every `migrate`, says of the stored identity numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import Error, connections

from placements.identity import decrypted, identity_hash

_OLDEST = (
    "SELECT identity_number, identity_hash FROM placements_participant "
    "WHERE identity_number IS NOT NULL ORDER BY id LIMIT 1"
)


@register(Tags.database)
def identity_keys_fit(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One row is looked at, the oldest: a rotation that was left half-way shows in it. One query."""
    return [one for alias in databases or () if (one := _fault(alias)) is not None]


def _fault(alias: str) -> CheckMessage | None:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_OLDEST)
            row = cursor.fetchone()
    except Error:
        return None  # no tables yet, or no answer: that is for others to say
    if row is None:
        return None
    try:
        number = decrypted(row[0]).decode()
    except InvalidToken:
        return Warning(
            "The oldest identity number cannot be read with any key in IDENTITY_KEYS.",
            hint="Put the key that it was encrypted with back, last in IDENTITY_KEYS.",
            id="placements.W001",
        )
    if identity_hash(number) == row[1]:
        return None
    return Warning(
        "Identity numbers are hashed under another key than the last one in IDENTITY_KEYS: people are not recognised.",
        hint="Run bin/manage rotate_identity_keys before anyone reads in a file (docs/operations.md, Personal data).",
        id="placements.W002",
    )
