"""Identity numbers at rest: encrypted, and a keyed hash to find the same person again (DOMAIN.md 5, 10).

`settings.IDENTITY_KEYS`: the first key encrypts, every key decrypts, and the LAST makes the hash key, so that putting
a new key first changes no hash. To retire a key: put the new one first, run `bin/manage rotate_identity_keys`, take
the old one away, and run it again (the hashes then follow the new last key; `placements.checks` says if it is missed).
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypted(text: str | bytes) -> bytes:
    return _box(tuple(settings.IDENTITY_KEYS)).encrypt(text.encode() if isinstance(text, str) else text)


def decrypted(token: bytes | memoryview) -> bytes:
    """Raises cryptography.fernet.InvalidToken when no key fits."""
    return _box(tuple(settings.IDENTITY_KEYS)).decrypt(bytes(token))


def identity_hash(number: str) -> str:
    """HMAC-SHA256 of the twelve digits, as 64 hexadecimal signs: equal for equal numbers, useless without the key."""
    return hmac.digest(_hash_key(settings.IDENTITY_KEYS[-1]), number.encode(), "sha256").hex()


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=4)
def _hash_key(key: str) -> bytes:
    """A key of its own, so that what hashes cannot decrypt."""
    return hmac.digest(base64.urlsafe_b64decode(key), b"identity hash", "sha256")
