"""The bookings of the story, written through the same operations as real ones."""

from __future__ import annotations

from django.db.models import F

from organisation.models import User
from placements.models import Booking, BookingState, Participant, Place, Placement, PlaceState
from placements.operations.bookings import accept, book, cancel, decline, expire_bookings, free_openings, plan_start
from register.demonstration.bookings import (
    FIRST_DAY,
    HOSTS,
    LAST_DAY,
    PRESENTATIONS,
    STARTED_AT,
    TODAY,
    Story,
    stories,
)
from register.demonstration.people import HR_OF
from register.demonstration.story_clock import on

Users = dict[str, User]


def book_people(users: Users) -> None:
    """Those who came by the place bank and are there, and those who are on the way or were not to be."""
    _link_those_who_came(users)
    for number, story in enumerate(stories()):
        with on(story.proposed_on):
            _live_on(users, story, _proposed(users, story, number))
    with on(TODAY):
        expire_bookings(today=TODAY)


def _proposed(users: Users, story: Story, number: int) -> Booking:
    """At one of the department's newest places that still has an opening free."""
    period = FIRST_DAY, LAST_DAY
    places = Place.objects.filter(
        department__code=story.department, state=PlaceState.APPROVED, available_from__lte=story.proposed_on
    )
    free = [one for one in places.order_by("-offered_on", "pk")[:12] if free_openings(one, period).exists()]
    place = free[number % len(free)]
    person = Participant.objects.create(key=f"P{80001 + number}", sex=("woman", "man")[number % 2])
    return book(
        place=place,
        participant=person,
        period=period,
        working_share=100,
        presentation=PRESENTATIONS[number % len(PRESENTATIONS)],
        by=users["arbetsmarknad"],
        today=story.proposed_on,
    )


def _live_on(users: Users, story: Story, booking: Booking) -> None:
    """What came of it on the same day."""
    day, host = story.proposed_on, users[HR_OF.get(story.department, "asf.handlaggare")]
    if story.state in (BookingState.ACCEPTED, BookingState.PLANNED):
        accept(booking=booking, by=host, today=day)
    if story.state == BookingState.PLANNED:
        plan_start(booking=booking, period=(FIRST_DAY, LAST_DAY), working_share=100, today=day)
    if story.state == BookingState.DECLINED:
        decline(booking=booking, cause=story.cause, note="", by=host, today=day)
    if story.state == BookingState.CANCELLED:
        cancel(booking=booking, note="Fick annat arbete.", today=day)


def _link_those_who_came(users: Users) -> None:
    """People whom the register has at the host came to places that were offered before: one less than the openings."""
    places = Place.objects.filter(state=PlaceState.APPROVED, department__code__in=HOSTS, openings__gte=3)
    for place in places.order_by("offered_on", "pk")[:STARTED_AT]:
        came = Placement.objects.filter(
            department=place.department,
            kind=place.kind,
            placed_from__gt=place.available_from,
            placed_from__lte=TODAY,
            employment__employed_from__lte=F("placed_from"),
            booking=None,
        ).order_by("placed_from", "pk")
        openings = place.opening_rows.order_by("number")
        for opening, placement in zip(openings[: place.openings - 1], came, strict=False):
            _came(users, opening.pk, placement)


def _came(users: Users, opening_id: int, placement: Placement) -> None:
    Booking.objects.create(
        opening_id=opening_id,
        participant=placement.employment.participant,
        state=BookingState.STARTED,
        starts_on=placement.placed_from,
        ends_on=placement.placed_to,
        working_share=placement.working_share,
        proposed_on=placement.placed_from,
        proposed_by=users["arbetsmarknad"],
        expires_on=placement.placed_from,
        answered_on=placement.placed_from,
        placement=placement,
    )
