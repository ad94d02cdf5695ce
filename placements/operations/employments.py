"""Employments by hand: added, ended, changed (DOMAIN.md 5). The reason of a change stands in its history."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import Department
from placements.anonymous import check_known
from placements.models import Employment, EmploymentType, Participant, RetiredKey, RetiredKeyKind
from placements.operations.bookings import in_words as refused_in_words
from placements.operations.participants import participant_of
from placements.operations.register_rows import one_at_a_time
from placements.operations.retired_keys import check_employment_key, check_participant_key
from placements.validity import check_order, check_type_holds


class OutsideEmployment(Refusal):
    """A placement or a leave would lie outside its employment."""

    def __init__(self, *, placed: tuple[date, date | None], employed: tuple[date, date | None]) -> None:
        super().__init__(
            _(
                "Dagarna %(placed)s ligger utanför anställningen, som gäller %(employed)s. "
                "Ändra anställningens dagar först, eller välj dagar inom den."
            )
            % {"placed": in_words(*placed), "employed": in_words(*employed)}
        )


class KeyTaken(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(
            _("Anställningsnyckeln %(key)s finns redan. Öppna den anställningen, eller skriv en annan nyckel.")
            % {"key": key}
        )


class AlreadyEnded(Refusal):
    def __init__(self, on: date) -> None:
        super().__init__(
            _(
                "Anställningen är redan avslutad %(day)s. Inget ändrades. Är dagen fel, "
                "välj Ändra anställningen och skriv rätt dag."
            )
            % {"day": on.isoformat()}
        )


class PlacedLater(Refusal):
    def __init__(self, starts: date) -> None:
        super().__init__(
            _(
                "En placering börjar %(day)s, efter den sista anställningsdagen. "
                "Ändra placeringens dagar först, eller välj en senare sista dag."
            )
            % {"day": starts.isoformat()}
        )


class NotEndable(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Anställningen har ingen sista dag. Avsluta den under Avsluta anställningen."))


def in_words(first: date, last: date | None) -> str:
    """ "2021-01-11–2021-06-30", or "från 2021-01-11" without an end."""
    return f"{first}–{last}" if last else _("från %(day)s") % {"day": first.isoformat()}


@refused_in_words()
@transaction.atomic
def add_employment(
    *,
    key: str,
    participant_key: str,
    name: str,
    sex: str,
    type: EmploymentType,
    employed: tuple[date, date | None],
    department: Department,
    kind: str,
    placed_from: date,
    working_share: int,
    reason: str,
    is_protected: bool = False,
) -> Employment:
    """A new employment with its first placement; the participant is found by key, or new.

    `is_protected` puts protection on the participant, before anyone sees who it is.
    Without `key` it gets the next free one. The placement ends with the employment.
    Raises KeyTaken, KeyRetired, KeyOfAnother, PersonIsAnonymous, TypeNotInForce, DatesOutOfOrder and OutsideEmployment.
    """
    check_participant_key(participant_key)
    _check_new(key, employed, placed_from)
    check_type_holds(type, employed[0])
    with pghistory.context(reason=reason):
        employment = Employment.objects.create(
            key=key or _next_key(),
            participant=participant_of(key=participant_key, name=name, sex=sex, is_protected=is_protected),
            type=type,
            employed_from=employed[0],
            employed_to=employed[1],
        )
        employment.placements.create(
            department=department,
            kind=kind,
            placed_from=placed_from,
            placed_to=employed[1],
            working_share=working_share,
        )
    return employment


def _check_new(key: str, employed: tuple[date, date | None], placed_from: date) -> None:
    """Nobody else adds an employment from here until the transaction ends."""
    one_at_a_time()
    check_order(*employed)
    check_within((placed_from, employed[1]), employed)
    if key and Employment.objects.filter(key=key).exists():
        raise KeyTaken(key)
    check_employment_key(key)


def _next_key() -> str:
    number = (Employment.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    while _is_taken(f"A{number:06d}"):
        number += 1
    return f"A{number:06d}"


def _is_taken(key: str) -> bool:
    retired = RetiredKey.objects.among(RetiredKeyKind.EMPLOYMENT, [key])
    return bool(retired) or Employment.objects.filter(key=key).exists()


@transaction.atomic
def end_employment(*, employment: Employment, on: date, cause: str, reason: str) -> Employment:
    """The employment's last day, inclusive, and why; its placements end with it.

    Raises AlreadyEnded when someone has, DatesOutOfOrder, and PlacedLater when a placement begins after the day.
    """
    employment = locked(employment)
    if employment.end_cause and employment.employed_to:
        raise AlreadyEnded(employment.employed_to)
    check_order(employment.employed_from, on)
    later = employment.placements.filter(placed_from__gt=on).order_by("placed_from").first()
    if later is not None:
        raise PlacedLater(later.placed_from)
    with_it = Q(placed_to=None) | Q(placed_to__gt=on) | Q(placed_to=employment.employed_to)
    with pghistory.context(reason=reason):
        for placement in employment.placements.filter(with_it):
            placement.end(on=on)
        employment.end(on=on, cause=cause)
    return employment


@refused_in_words()
@transaction.atomic
def change_employment(
    *,
    employment: Employment,
    type: EmploymentType,
    employed: tuple[date, date | None],
    end_cause: str,
    reason: str,
) -> Employment:
    """Correct type, first and last day, or why it ended. A type that it has already may stay.

    Raises TypeNotInForce, DatesOutOfOrder, OutsideEmployment and NotEndable.
    """
    employment = locked(employment)
    check_order(*employed)
    if type.pk != employment.type_id:
        check_type_holds(type, employed[0])
    if end_cause and employed[1] is None:
        raise NotEndable
    old_end = employment.employed_to
    with pghistory.context(reason=reason):
        for placement in employment.placements.order_by("placed_from"):
            if placement.placed_to == old_end and placement.placed_from <= (employed[1] or date.max):
                placement.end(on=employed[1])  # it ended with the employment, and still does
            check_within((placement.placed_from, placement.placed_to), employed)
        employment.type, employment.end_cause = type, end_cause
        employment.employed_from, employment.employed_to = employed
        employment.save(update_fields=["type", "employed_from", "employed_to", "end_cause"])
    return employment


@transaction.atomic
def set_protection(*, participant: Participant, is_protected: bool, reason: str) -> Participant:
    """Protected identity on or off: who it is shows only to the roles that may see participants (DOMAIN.md 5)."""
    with pghistory.context(reason=reason):
        participant.is_protected = is_protected
        participant.save(update_fields=["is_protected"])
    return participant


def locked(employment: Employment) -> Employment:
    """The row as it is now, held until the transaction ends: of two who change it, one comes second.

    Raises PersonIsAnonymous when retention has taken the person away: then nothing is changed any more.
    """
    found = Employment.objects.select_for_update().get(pk=employment.pk)
    check_known(found.key)
    return found


def check_within(placed: tuple[date, date | None], employed: tuple[date, date | None]) -> None:
    """A placement lies within its employment; without an end of its own it lasts as long as that does.

    Raises OutsideEmployment.
    """
    last = employed[1] or date.max
    if not employed[0] <= placed[0] <= last or (placed[1] is not None and placed[1] > last):
        raise OutsideEmployment(placed=placed, employed=employed)
