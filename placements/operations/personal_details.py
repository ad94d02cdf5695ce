"""Who a participant is, corrected by hand (DOMAIN.md 5, 10). The reason stands in the history."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.identity_numbers import without_identity_numbers
from foundation.refusals import Refusal
from placements.anonymous import check_known
from placements.identity import encrypted, identity_hash
from placements.models import Participant
from placements.operations.register_rows import one_at_a_time


class NumberOfAnother(Refusal):
    """The identity number is another participant's. Says nothing of who that is but the key."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "Personnumret tillhör redan deltagaren %(key)s. Inget ändrades. Kontrollera numret, "
                "eller lägg anställningen på den deltagaren."
            )
            % {"key": key}
        )


@transaction.atomic
def correct_participant(
    *, participant: Participant, name: str, sex: str, identity_number: str, reason: str
) -> Participant:
    """Name, sex and, when twelve digits are given, the identity number; without them the old number stays.

    Raises PersonIsAnonymous and NumberOfAnother.
    """
    one_at_a_time()  # a file may bring the same number
    found = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    check_known(found.key)
    found.name, found.sex = name, sex
    if identity_number:
        found.identity_hash = _hash_of_nobody_else(found, identity_number)
        found.identity_number = encrypted(identity_number)
    with pghistory.context(reason=without_identity_numbers(reason)):
        found.save(update_fields=["name", "sex", "identity_number", "identity_hash"])
    return found


def _hash_of_nobody_else(participant: Participant, number: str) -> str:
    hash_ = identity_hash(number)
    other = Participant.objects.exclude(pk=participant.pk).filter(identity_hash=hash_).first()
    if other is not None:
        raise NumberOfAnother(other.key)
    return hash_
