"""Days that somebody is booked on: the place keeps them, and a proposal whose time is out holds none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from placements.models import Booking
from placements.operations.bookings import accept, book, cancel, plan_start
from placements.operations.places import DaysInUse, change_place
from tests.placements.factories import ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 2, 1)
MARCH, APRIL, END = date(2021, 3, 1), date(2021, 4, 1), date(2021, 8, 31)


def place_of(openings, **given):
    return PlaceFactory(state="approved", openings=openings, **given)


def booked(place, *, period) -> Booking:
    return book(
        place=place, participant=ParticipantFactory(), period=period, working_share=100, presentation="", by=None,
        today=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {"available_to": END - timedelta(days=1)},
        {"available_from": MARCH + timedelta(days=1)},
    ],
)
def test_the_days_that_someone_is_booked_on_are_not_taken_away(given):
    place = place_of(2)
    one = booked(place, period=(MARCH, END))
    with pytest.raises(DaysInUse, match="1 person är bokad på dagar som platsen då inte finns"):
        change_place(place=place, given=given, by_provider=True, today=TODAY)
    change_place(place=place, given={"available_from": MARCH, "available_to": END}, by_provider=True, today=TODAY)
    cancel(booking=one, note="", today=TODAY)
    change_place(place=place, given=given, by_provider=True, today=TODAY)


def test_a_place_that_ends_cuts_off_no_booking_without_an_end():
    place = place_of(1, available_to=None)
    booked(place, period=(MARCH, None))
    with pytest.raises(DaysInUse):
        change_place(place=place, given={"available_to": END}, by_provider=True, today=TODAY)


def test_planning_is_not_held_up_by_a_proposal_whose_time_is_out():
    """Two openings' worth of days on one: the other proposal ran out yesterday, and nobody has written so yet."""
    place = place_of(1)
    first = accept(booking=booked(place, period=(MARCH, APRIL - timedelta(days=1))), by=None, today=TODAY)
    second = booked(place, period=(APRIL, END))
    later = second.expires_on + timedelta(days=1)
    assert plan_start(booking=first, period=(MARCH, END), working_share=100, today=later).ends_on == END
    second.refresh_from_db()
    assert second.state == "expired"
