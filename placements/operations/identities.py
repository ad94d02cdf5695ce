"""New keys for identity numbers."""

from __future__ import annotations

from django.db import transaction

from foundation.bulk_rows import update_in
from placements.identity import decrypted, encrypted, identity_hash
from placements.models import Participant


@transaction.atomic
def rotate_identity_keys() -> int:
    """Encrypt every identity number with the first key and hash it with the last. Gives how many there were.

    Raises cryptography.fernet.InvalidToken, and changes nothing, when a number fits none of the keys.
    """
    kept = Participant.objects.exclude(identity_number=None).select_for_update().values_list("id", "identity_number")
    numbers = [(id_, decrypted(token).decode()) for id_, token in kept if token]
    update_in(
        Participant,
        ["identity_number", "identity_hash"],
        ((id_, encrypted(number), identity_hash(number)) for id_, number in numbers),
    )
    return len(numbers)
