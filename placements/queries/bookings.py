"""Bookings as their readers may see them, one place's openings, and what the noes say (DOMAIN.md 5, 6, 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organisation.models import User
from placements.anonymous import anonymous
from placements.models import (
    Booking,
    BookingState,
    CaseOfficerAssignment,
    Opening,
    Participant,
    Place,
    Placement,
)
from placements.sight import Sight

# a host is told who it is once it has said yes: until then the presentation is what it needs (DOMAIN.md 10)
_NAMED_TO_HOST = (BookingState.ACCEPTED, BookingState.PLANNED, BookingState.STARTED)
SUGGESTED = 200  # people at most
FREE, BOOKED, FILLED = "free", "booked", "filled"


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as its reader may see it: `name` is empty where the name is not for the reader."""

    booking: Booking
    state: str
    name: str
    is_named: bool

    @property
    def state_word(self) -> str:
        return str(BookingState(self.state).label)

    @property
    def place(self) -> Place:
        return self.booking.opening.place


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening of a place today: who is there, or who is on the way."""

    number: int
    state: str  # free, booked or filled
    bookings: list[BookingRow]


def selected_bookings(*, user: User, chosen: dict[str, Any], today: date) -> QuerySet[Booking]:
    """What the user may see and has asked for, those to be answered soonest first; `state` "" is all on the way."""
    found = Booking.objects.shown_to(user, today).select_related(
        "opening__place__department", "participant", "proposed_by", "placement"
    )
    state = chosen.get("state") or ""
    if state == BookingState.EXPIRED:
        found = found.filter(Q(state=state) | Q(pk__in=Booking.objects.stale(today)))
    elif state:
        found = found.filter(state=state).exclude(pk__in=Booking.objects.stale(today))
    else:
        found = found.waiting(today)
    if chosen.get("department"):
        found = found.filter(opening__place__department=chosen["department"])
    if chosen.get("mine"):
        found = found.filter(proposed_by=user)
    if words := (chosen.get("q") or "").strip():
        found = found.filter(
            Q(opening__place__job_title__icontains=words)
            | Q(opening__place__workplace__icontains=words)
            | Q(participant__key__iexact=words)
        )
    return found.order_by("expires_on", "id") if state in ("", BookingState.PROPOSED) else found.order_by("-id")


def booking_row(booking: Booking, *, sight: Sight, today: date) -> BookingRow:
    """As the reader may see it. No queries when opening, place and participant have been read."""
    state = booking.state_on(today)
    person = booking.participant
    named = sight.details or (state in _NAMED_TO_HOST and not _is_over(booking, today))
    name = sight.name_of(person.name, is_protected=person.is_protected) if named else ""
    return BookingRow(booking, state, name, named and sight.names)


def _is_over(booking: Booking, today: date) -> bool:
    return booking.state == BookingState.STARTED and booking.ends_on is not None and booking.ends_on < today


def openings_of(place: Place, *, sight: Sight, today: date) -> list[OpeningRow]:
    """The place's openings by number, with those who hold them. Two queries."""
    held: dict[int, list[BookingRow]] = {}
    bookings = Booking.objects.holding(today).filter(opening__place=place).select_related("participant", "opening")
    for booking in bookings.order_by("starts_on"):
        booking.opening.place = place
        held.setdefault(booking.opening_id, []).append(booking_row(booking, sight=sight, today=today))
    return [
        OpeningRow(one.number, _state_of(held.get(one.pk, [])), held.get(one.pk, []))
        for one in Opening.objects.filter(place=place).order_by("number")
    ]


def _state_of(rows: list[BookingRow]) -> str:
    if any(row.state == BookingState.STARTED for row in rows):
        return FILLED
    return BOOKED if rows else FREE


def participants_without_place(*, user: User, today: date, words: str = "") -> list[Participant]:
    """Whom a case officer may have in mind: nobody placed or on the way; the user's own first. One query.

    `words` stand in the key or in a name that is not protected.
    """
    there = Placement.objects.filter(employment__participant=OuterRef("pk")).filter(
        Q(placed_to=None) | Q(placed_to__gte=today),
        Q(employment__employed_to=None) | Q(employment__employed_to__gte=today),
    )
    coming = Booking.objects.waiting(today).filter(participant=OuterRef("pk"))
    own = CaseOfficerAssignment.objects.on(today).filter(officer=user, participant=OuterRef("pk"))
    found = Participant.objects.exclude(Exists(there)).exclude(Exists(coming)).exclude(anonymous())
    if words:
        found = found.filter(Q(key__icontains=words) | Q(name__icontains=words, is_protected=False))
    found = found.annotate(own=Exists(own))
    return list(found.order_by("-own", "key")[:SUGGESTED])


def declines(*, departments: Iterable[int], first: date, last: date) -> dict[int, Counter[str]]:
    """Noes from `first` to `last` by department id and cause, for the causes of missing employments. One query."""
    found: dict[int, Counter[str]] = {pk: Counter() for pk in departments}
    rows = (
        Booking.objects.filter(
            state=BookingState.DECLINED, settled_on__range=(first, last), opening__place__department__in=list(found)
        )
        .values_list("opening__place__department", "cause")
        .annotate(n=Count("pk"))
    )
    for department_id, cause, number in rows:
        found[department_id][cause] += number
    return found
