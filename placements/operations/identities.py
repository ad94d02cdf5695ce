"""New keys for identity numbers, and for the files that may hold them."""

from __future__ import annotations

from dataclasses import dataclass

import pgtrigger
from cryptography.fernet import InvalidToken
from django.db import transaction

from foundation.bulk_rows import update_in
from placements.identity import decrypted, encrypted, identity_hash
from placements.models import EmploymentFile, EmploymentImport, Participant
from placements.operations.undo_import import with_new_key


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many identity numbers and files there were; `unreadable` files fit no key and are left as they are."""

    numbers: int
    files: int
    unreadable: int


@transaction.atomic
def rotate_identity_keys() -> Rotated:
    """Encrypt every identity number and every kept file with the first key; hash the numbers with the last.

    Raises cryptography.fernet.InvalidToken, and changes nothing, when a number fits none of the keys.
    """
    numbers = _numbers()
    done = [*map(_import, EmploymentImport.objects.select_for_update()), *map(_file, EmploymentFile.objects.all())]
    return Rotated(numbers=numbers, files=done.count(True), unreadable=done.count(False))


def _numbers() -> int:
    kept = Participant.objects.exclude(identity_number=None).select_for_update().values_list("id", "identity_number")
    numbers = [(id_, decrypted(token).decode()) for id_, token in kept if token]
    update_in(
        Participant,
        ["identity_number", "identity_hash"],
        ((id_, encrypted(number), identity_hash(number)) for id_, number in numbers),
    )
    return len(numbers)


def _import(one: EmploymentImport) -> bool | None:
    """None when it keeps nothing. The one change of an accepted import that its trigger lets past."""
    if not (one.rows or one.undo):
        return None
    try:
        rows = encrypted(decrypted(one.rows)) if one.rows else b""
        undo = with_new_key(one.undo) if one.undo else b""
    except InvalidToken:
        return False
    with pgtrigger.ignore("placements.EmploymentImport:employment_import_settled"):
        EmploymentImport.objects.filter(pk=one.pk).update(rows=rows, undo=undo)
    return True


def _file(one: EmploymentFile) -> bool:
    try:
        content = encrypted(decrypted(one.content))
    except InvalidToken:
        return False
    EmploymentFile.objects.filter(pk=one.pk).update(content=content)
    return True
