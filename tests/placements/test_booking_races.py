"""Two at the same opening, two with the same person, at the same moment: one wins, the other is told."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError

from placements.models import Booking, Placement
from placements.operations.bookings import BookingIsOver, NoOpeningFree, PersonIsBusy, accept, book, decline
from tests.billing.threads import at_once
from tests.placements.factories import EmploymentFactory, ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY, MARCH, END = date(2021, 2, 1), date(2021, 3, 1), date(2021, 8, 31)


def booking(place, participant):
    return book(
        place=place, participant=participant, period=(MARCH, END), working_share=100, presentation="", by=None,
        today=TODAY,
    )  # fmt: skip


def winners(results):
    return [one for one in results if not isinstance(one, Exception)]


def kinds(results):
    return {type(one) for one in results if isinstance(one, Exception)}


def test_eight_book_the_last_two_openings():
    place = PlaceFactory(state="approved", openings=2)
    results = at_once(*(partial(booking, place, ParticipantFactory()) for _ in range(8)))
    assert sorted(one.opening.number for one in winners(results)) == [1, 2]
    assert kinds(results) == {NoOpeningFree}


def test_eight_book_the_same_person_at_eight_places():
    person = ParticipantFactory()
    places = [PlaceFactory(state="approved", openings=1) for _ in range(8)]
    results = at_once(*(partial(booking, place, person) for place in places))
    assert len(winners(results)) == 1
    assert kinds(results) == {PersonIsBusy}


def test_past_the_operation_the_database_lets_one_row_through():
    place = PlaceFactory(state="approved", openings=1)
    opening = place.opening_rows.get()

    def insert(person):
        return Booking.objects.create(
            opening=opening, participant=person, starts_on=MARCH, proposed_on=TODAY, expires_on=END
        )

    results = at_once(*(partial(insert, ParticipantFactory()) for _ in range(8)))
    assert len(winners(results)) == 1
    assert kinds(results) == {IntegrityError}


def test_past_the_operation_the_database_places_one_person_once():
    employment = EmploymentFactory()
    places = [PlaceFactory() for _ in range(8)]

    def insert(place):
        return Placement.objects.create(employment=employment, department=place.department, placed_from=MARCH)

    results = at_once(*(partial(insert, place) for place in places))
    assert len(winners(results)) == 1
    assert kinds(results) == {IntegrityError}
    assert Placement.objects.count() == 1


def test_a_yes_and_a_no_at_once_give_one_of_them():
    one = booking(PlaceFactory(state="approved"), ParticipantFactory())
    results = at_once(
        partial(accept, booking=one, by=None, today=TODAY),
        partial(decline, booking=one, cause="place_gone", note="", by=None, today=TODAY),
    )
    states = Booking.objects.values_list("state", flat=True)
    assert (len(winners(results)), set(states)) in [(1, {"accepted"}), (2, {"declined"}), (1, {"declined"})]
    assert kinds(results) <= {BookingIsOver}
