"""The place bank: a place is drafted, offered, talked about, approved by ASF, withdrawn (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.refusals import Refusal
from organisation.models import Department, User
from placements.models import Booking, BookingState, CommentKind, DeclineCause, Place, PlaceComment, PlaceState

# What a host says of a place. The keys of `given` below.
FIELDS = (
    "department", "kind", "workplace", "area", "job_title", "tasks", "working_share", "hours", "accessibility",
    "accessibility_note", "language", "supervisor", "supervisor_name", "openings", "available_from", "available_to",
    "value_for_person", "value_for_service", "union_on", "union_name", "union_outcome",
)  # fmt: skip
_CONSULTATION = ("union_on", "union_name", "union_outcome")
_COPIED = [name for name in FIELDS if name not in _CONSULTATION]


class PlaceEndsBeforeStart(Refusal):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Platsens sista dag %(last)s är före den första, %(first)s. Rätta den ena.")
            % {"first": first.isoformat(), "last": last.isoformat()}
        )


class AlreadyWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Platsen är redan återtagen. Erbjud en ny plats om den finns igen."))


class NotOffered(Refusal):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Platsen är %(state)s. Bara en erbjuden plats kan godkännas eller skickas tillbaka. Läs om sidan.")
            % {"state": state}
        )


class NotADraft(Refusal):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Platsen är %(state)s och sparas inte längre medan ni skriver. Välj Spara ändringen.") % {"state": state}
        )


class OpeningsInUse(Refusal):
    def __init__(self, least: int) -> None:
        super().__init__(
            _("Någon har varit bokad på plats nummer %(n)s. Antalet platser kan inte bli lägre än så.") % {"n": least}
        )


class DaysInUse(Refusal):
    def __init__(self, number: int) -> None:
        booked = ngettext(
            "%(n)s person är bokad på dagar som platsen då inte finns.",
            "%(n)s personer är bokade på dagar som platsen då inte finns.",
            number,
        )
        mend = _("Låt platsen finnas de dagarna, eller be ASF att ändra eller avboka först.")
        super().__init__(f"{booked} {mend}" % {"n": number})


class SomeoneIsComing(Refusal):
    def __init__(self, number: int) -> None:
        coming = ngettext(
            "%(n)s accepterad person är på väg att börja.", "%(n)s accepterade personer är på väg att börja.", number
        )
        mend = _("Låt platsen vara kvar tills starten är bekräftad, eller be ASF att avboka först.")
        super().__init__(f"{coming % {'n': number}} {mend}")


class NothingWritten(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Skriv vad som ska ändras eller vad ni undrar. Inget är skickat."))


@transaction.atomic
def save_draft(*, draft_key: UUID, department: Department, given: Mapping[str, Any], today: date) -> Place:
    """Save what has been written so far; the same key is the same place. Raises NotADraft and PlaceEndsBeforeStart."""
    place, _is_new = Place.objects.select_for_update().get_or_create(
        draft_key=draft_key,
        defaults={"department": department, "state": PlaceState.DRAFT, "available_from": today},
    )
    if place.state != PlaceState.DRAFT:
        raise NotADraft(place.get_state_display())
    return _write(place, {**given, "department": department})


@transaction.atomic
def offer_place(*, given: Mapping[str, Any], today: date, draft_key: UUID | None = None) -> Place:
    """The place, or what was a draft of it, is offered today; what it adds is required.

    Raises PlaceEndsBeforeStart, and NotADraft when it is offered already.
    """
    place = Place.objects.select_for_update().filter(draft_key=draft_key).first() if draft_key else None
    if place is None:
        place = Place(**({"draft_key": draft_key} if draft_key else {}))
    elif place.state != PlaceState.DRAFT:
        raise NotADraft(place.get_state_display())
    place.state, place.offered_on, place.returned_on = PlaceState.OFFERED, today, None
    return _write(place, given)


@transaction.atomic
def change_place(*, place: Place, given: Mapping[str, Any], by_provider: bool, today: date) -> Place:
    """Change what is offered. What ASF has approved it goes through again, unless ASF itself made the change.

    Writing in the union consultation, which may be held after the approval, changes nothing of the place itself.

    Raises AlreadyWithdrawn, PlaceEndsBeforeStart, OpeningsInUse and DaysInUse.
    """
    place = _locked(place)
    if place.state == PlaceState.WITHDRAWN:
        raise AlreadyWithdrawn
    if number := _booked_outside(place, given, today):
        raise DaysInUse(number)
    used = Booking.objects.filter(opening__place=place).order_by("-opening__number").values_list("opening__number")
    if (least := used.first()) and given.get("openings", place.openings) < least[0]:
        raise OpeningsInUse(least[0])
    if place.state == PlaceState.APPROVED and not by_provider and _is_another(place, given):
        place.state = PlaceState.OFFERED
    return _write(place, given)


def _booked_outside(place: Place, given: Mapping[str, Any], today: date) -> int:
    """Bookings on the way to a start that would fall outside the place's new days."""
    first, last = (given.get(name, getattr(place, name)) for name in ("available_from", "available_to"))
    outside = Q(starts_on__lt=first)
    if last:
        outside |= Q(ends_on=None) | Q(ends_on__gt=last)
    return Booking.objects.waiting(today).filter(outside, opening__place=place).count()


@transaction.atomic
def copy_place(*, place: Place, today: date) -> Place:
    """A draft with the same words. Union consultation is about one place and is not copied."""
    given = {name: getattr(place, name) for name in _COPIED}
    last = place.available_to if place.available_to and place.available_to >= today else None
    given |= {"available_from": max(place.available_from, today), "available_to": last}
    return Place.objects.create(state=PlaceState.DRAFT, **given)


@transaction.atomic
def approve_place(*, place: Place, by: User | None = None, now: datetime | None = None, text: str = "") -> Place:
    """ASF has looked at the place and it can be filled. Raises NotOffered."""
    place = _locked(place)
    if place.state != PlaceState.OFFERED:
        raise NotOffered(place.get_state_display())
    if now is not None:
        PlaceComment.objects.create(place=place, kind=CommentKind.APPROVED, text=text, by=by, at=now)
    return place.set_state(PlaceState.APPROVED)


@transaction.atomic
def send_back_place(*, place: Place, text: str, by: User | None, now: datetime, today: date) -> Place:
    """ASF wants something changed: the place is the host's draft again. Raises NotOffered and NothingWritten."""
    place = _locked(place)
    if place.state != PlaceState.OFFERED:
        raise NotOffered(place.get_state_display())
    comment_on_place(place=place, text=text, by=by, now=now, kind=CommentKind.SENT_BACK)
    place.returned_on = today
    place.save(update_fields=["returned_on"])
    return place.set_state(PlaceState.DRAFT)


def comment_on_place(
    *, place: Place, text: str, by: User | None, now: datetime, kind: str = CommentKind.COMMENT
) -> PlaceComment:
    """Say something about the place; both sides read it. Raises NothingWritten."""
    if not text.strip():
        raise NothingWritten
    return PlaceComment.objects.create(place=place, kind=kind, text=text.strip(), by=by, at=now)


@transaction.atomic
def withdraw_place(*, place: Place, reason: str, today: date) -> Place:
    """The place is not to be had any more; proposals that wait for an answer get the answer no, the place is gone.

    Raises AlreadyWithdrawn, and SomeoneIsComing when an accepted person has not begun.
    """
    place = _locked(place)
    if place.state == PlaceState.WITHDRAWN:
        raise AlreadyWithdrawn
    bookings = Booking.objects.select_for_update().filter(opening__place=place)
    coming = bookings.filter(state__in=[BookingState.ACCEPTED, BookingState.PLANNED]).count()
    if coming:
        raise SomeoneIsComing(coming)
    with pghistory.context(reason=reason):
        for booking in bookings.filter(state=BookingState.PROPOSED):
            booking.settle(BookingState.DECLINED, on=today, cause=DeclineCause.PLACE_GONE)
        place.withdrawn_on, place.withdrawal_reason, place.returned_on = today, reason, None
        place.save(update_fields=["withdrawn_on", "withdrawal_reason", "returned_on"])
        return place.set_state(PlaceState.WITHDRAWN)


def _write(place: Place, given: Mapping[str, Any]) -> Place:
    for name, value in given.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(place, name, value)
    if place.available_to is not None and place.available_to < place.available_from:
        raise PlaceEndsBeforeStart(place.available_from, place.available_to)
    place.save()
    return place


def _is_another(place: Place, given: Mapping[str, Any]) -> bool:
    return any(getattr(place, name) != value for name, value in given.items() if name not in _CONSULTATION)


def _locked(place: Place) -> Place:
    return Place.objects.select_for_update().get(pk=place.pk)
