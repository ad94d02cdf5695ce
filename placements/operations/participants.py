"""Who someone is: the participant of a key, a new one, or the one whose identity number stands in a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.bulk_rows import any_of
from foundation.refusals import Refusal
from placements.employment_rows import EmploymentRow
from placements.identity import identity_hash
from placements.models import Employment, Participant


class KeyOfAnother(Refusal):
    """The key is somebody else's than was meant. Says nothing of who has it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "Nyckeln %(key)s tillhör en annan person än den ni skrev. Kontrollera nyckeln, "
                "eller lämna namn och kön tomma för att använda den som finns."
            )
            % {"key": key}
        )


@transaction.atomic
def participant_of(*, key: str, name: str, sex: str, is_protected: bool) -> Participant:
    """The participant with the key, who keeps name and sex; else a new one.

    Protection is put on, also of one who is known, and never taken off; a new one is protected from the beginning.
    Raises KeyOfAnother when the key is known and the name or the sex is not that person's.
    """
    one, is_new = Participant.objects.get_or_create(
        key=key, defaults={"name": name, "sex": sex, "is_protected": is_protected}
    )
    if not is_new and (_differ(name, one.name) or _differ(sex, one.sex)):
        raise KeyOfAnother(key)
    if is_protected and not one.is_protected:
        one.is_protected = True
        one.save(update_fields=["is_protected"])
    return one


def _differ(given: str, known: str) -> bool:
    """Whether both are filled in and say different things, capitals and blanks apart."""
    given, known = (" ".join(text.split()).casefold() for text in (given, known))
    return bool(given and known and given != known)


def with_participants(rows: Sequence[EmploymentRow]) -> list[EmploymentRow]:
    """Every row with a participant's key; where the file gives none, an identity number says who it is.

    That is the participant who has the number, in the register or on another row; the participant of the row's
    employment, when that one has no number; or else someone new with the next free key. Three queries, or none.
    """
    unnamed = {row.identity_number: row for row in reversed(rows) if not row.participant}
    if not unnamed:
        return list(rows)
    keys = {row.identity_number: row.participant for row in rows if row.participant and row.identity_number}
    hashes = {identity_hash(number): number for number in unnamed}
    known = Participant.objects.filter(identity_hash__in=any_of(hashes)).values_list("identity_hash", "key")
    keys |= {hashes[hash_ or ""]: key for hash_, key in known}
    theirs = _numberless([row.employment for row in unnamed.values()])
    keys = {number: theirs[row.employment] for number, row in unnamed.items() if row.employment in theirs} | keys
    fresh = [row.identity_number for row in rows if row.identity_number in unnamed and row.identity_number not in keys]
    fresh = list(dict.fromkeys(fresh))
    keys |= dict(zip(fresh, _free_keys(len(fresh), {row.participant for row in rows}), strict=True))
    return [row if row.participant else row._replace(participant=keys[row.identity_number]) for row in rows]


def _numberless(employments: Sequence[str]) -> dict[str, str]:
    """Participants without an identity number, by their employments."""
    found = Employment.objects.filter(key__in=any_of(employments), participant__identity_hash=None)
    return dict(found.values_list("key", "participant__key"))


def _free_keys(wanted: int, taken: set[str]) -> list[str]:
    """The next keys of the system's own, D000001 and on. One query, or none."""
    if not wanted:
        return []
    taken |= set(Participant.objects.filter(key__regex=r"^D[0-9]{6,}$").values_list("key", flat=True))
    number = Participant.objects.aggregate(last=Max("id"))["last"] or 0
    keys: list[str] = []
    while len(keys) < wanted:
        number += 1
        if (key := f"D{number:06d}") not in taken:
            keys.append(key)
    return keys
