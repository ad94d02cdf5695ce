"""From proposal to start: who may do what when, what the database refuses, and what comes of a no."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from placements.models import Booking, BookingState, Employment, JobParameters, Place, Placement
from placements.operations.bookings import (
    AlreadyExtended,
    AlreadyReminded,
    BookingIsOver,
    NoOpeningFree,
    NotBookable,
    OutsidePlace,
    PersonIsBusy,
    StartsLater,
    accept,
    book,
    cancel,
    decline,
    expire_bookings,
    extend,
    plan_start,
    remind,
)
from placements.operations.employments import end_employment
from placements.operations.places import (
    OpeningsInUse,
    SomeoneIsComing,
    change_place,
    withdraw_place,
)
from placements.operations.starting import TypeIsNeeded, confirm_start
from placements.tasks import expire_bookings_nightly
from placements.validity import DatesOutOfOrder
from tests.clock import clock_from
from tests.placements.factories import (
    EmploymentFactory,
    EmploymentTypeFactory,
    ParticipantFactory,
    PlaceFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2021, 2, 1)
MARCH, END = date(2021, 3, 1), date(2021, 8, 31)
LAST = date(2021, 2, 15)  # 14 days to answer, counted from 1 February
NEXT = LAST + timedelta(days=1)


def place_of(openings: int = 1, **given) -> Place:
    return PlaceFactory(state="approved", openings=openings, **given)


def booked(place=None, *, participant=None, period=(MARCH, END), share=100, today=TODAY) -> Booking:
    return book(
        place=place or place_of(), participant=participant or ParticipantFactory(), period=period,
        working_share=share, presentation="Har arbetat i kök.", by=None, today=today,
    )  # fmt: skip


def planned(place=None, *, participant=None, period=(MARCH, END)) -> Booking:
    one = accept(booking=booked(place, participant=participant, period=period), by=None, today=TODAY)
    return plan_start(booking=one, period=period, working_share=100, today=TODAY)


def test_the_database_keeps_a_row_for_every_opening():
    place = place_of(3)
    assert list(place.opening_rows.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    change_place(place=place, given={"openings": 5}, by_provider=True, today=TODAY)
    assert place.opening_rows.count() == 5
    change_place(place=place, given={"openings": 2}, by_provider=True, today=TODAY)
    assert place.opening_rows.count() == 2


def test_an_opening_that_has_been_booked_is_not_taken_away():
    place = place_of(3)
    booked(place)
    booked(place)
    with pytest.raises(OpeningsInUse, match="nummer 2"):
        change_place(place=place, given={"openings": 1}, by_provider=True, today=TODAY)
    with pytest.raises(IntegrityError, match="place_openings_in_use"), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(openings=1)


def test_a_proposal_holds_the_opening_for_fourteen_days():
    place = place_of()
    one = booked(place)
    assert (one.state, one.expires_on) == ("proposed", LAST)
    with pytest.raises(NoOpeningFree):
        booked(place, today=LAST)
    assert Booking.objects.waiting(LAST).count() == 1
    assert Booking.objects.waiting(NEXT).count() == 0  # at once, before the night has written it
    assert one.state_on(NEXT) == "expired"
    assert booked(place, today=NEXT).state == "proposed"
    one.refresh_from_db()
    assert (one.state, one.settled_on) == ("expired", LAST)


def test_the_days_are_a_parameter():
    JobParameters.objects.create(valid_from=date(2021, 1, 1), booking_days=7, source="prov")
    assert booked().expires_on == date(2021, 2, 8)


def test_the_night_writes_what_has_expired_once():
    booked()
    with clock_from(NEXT):
        assert expire_bookings_nightly() == 1
        assert expire_bookings_nightly() == 0
    assert expire_bookings(today=NEXT) == 0
    assert Booking.objects.get().state == "expired"


def test_a_booking_is_extended_once():
    one = booked()
    assert extend(booking=one, today=LAST).expires_on == date(2021, 3, 1)  # 15 February + 14 days
    with pytest.raises(AlreadyExtended, match="2021-02-15"):
        extend(booking=one, today=LAST)


def test_a_reminder_is_once_a_day():
    one = booked()
    assert remind(booking=one, today=TODAY).reminded_on == TODAY
    with pytest.raises(AlreadyReminded):
        remind(booking=one, today=TODAY)
    assert remind(booking=one, today=LAST).reminded_on == LAST


@pytest.mark.parametrize("act", [
    lambda one, day: accept(booking=one, by=None, today=day),
    lambda one, day: decline(booking=one, cause="other", note="", by=None, today=day),
    lambda one, day: cancel(booking=one, note="", today=day),
    lambda one, day: extend(booking=one, today=day),
    lambda one, day: remind(booking=one, today=day),
])  # fmt: skip
def test_nothing_is_done_with_a_proposal_whose_time_is_out(act):
    one = booked()
    with pytest.raises(BookingIsOver, match="utgången"):
        act(one, NEXT)


def test_only_an_approved_place_is_booked_and_only_while_it_is_there():
    with pytest.raises(NotBookable, match="erbjuden"):
        booked(PlaceFactory())
    place = place_of(available_to=date(2021, 6, 30))
    with pytest.raises(OutsidePlace, match="2021-02-01–2021-06-30"):
        booked(place)
    with pytest.raises(OutsidePlace):
        booked(place, period=(MARCH, None))
    assert booked(place, period=(MARCH, date(2021, 6, 30)))


def test_days_in_the_wrong_order_are_refused_in_words():
    one = accept(booking=booked(), by=None, today=TODAY)
    with pytest.raises(DatesOutOfOrder, match="före den första"):
        booked(period=(END, MARCH))
    with pytest.raises(DatesOutOfOrder, match="före den första"):
        plan_start(booking=one, period=(END, MARCH), working_share=100, today=TODAY)


def test_two_people_may_have_one_opening_after_each_other():
    place = place_of()
    booked(place, period=(MARCH, date(2021, 4, 30)))
    with pytest.raises(NoOpeningFree):
        booked(place, period=(date(2021, 4, 30), END))
    assert booked(place, period=(date(2021, 5, 1), END)).opening.number == 1


def test_the_database_refuses_one_opening_twice():
    one = booked()
    with pytest.raises(IntegrityError, match="booking_opening_never_twice"), transaction.atomic():
        Booking.objects.create(
            opening=one.opening, participant=ParticipantFactory(), starts_on=END, proposed_on=TODAY, expires_on=LAST
        )


@pytest.mark.parametrize(("first", "second", "fits"), [(50, 50, True), (60, 50, False), (100, 1, False)])
def test_bookings_of_one_person_are_full_time_together_at_most(first, second, fits):
    person = ParticipantFactory()
    booked(participant=person, share=first)
    if fits:
        assert booked(participant=person, share=second)
    else:
        with pytest.raises(PersonIsBusy):
            booked(participant=person, share=second)


def test_shares_are_added_day_by_day_and_not_over_the_whole_time():
    """40 in March–April and 40 in May–August leave 60 for March–August; 61 is too much, on any of the days."""
    person = ParticipantFactory()
    booked(participant=person, share=40, period=(MARCH, date(2021, 4, 30)))
    booked(participant=person, share=40, period=(date(2021, 5, 1), END))
    with pytest.raises(PersonIsBusy):
        booked(participant=person, share=61)
    assert booked(participant=person, share=60)


def test_someone_who_is_placed_is_booked_when_that_has_ended():
    person = ParticipantFactory()
    PlacementFactory(employment=EmploymentFactory(participant=person, employed_to=date(2021, 4, 30)))
    with pytest.raises(PersonIsBusy):
        booked(participant=person, period=(date(2021, 4, 30), END))
    assert booked(participant=person, period=(date(2021, 5, 1), END))


def test_the_database_refuses_two_full_time_placements_at_once():
    person = ParticipantFactory()
    PlacementFactory(employment=EmploymentFactory(participant=person), working_share=60)
    assert PlacementFactory(employment=EmploymentFactory(participant=person), working_share=40)
    with pytest.raises(IntegrityError, match="placement_person_within_full_time"), transaction.atomic():
        PlacementFactory(employment=EmploymentFactory(participant=person), working_share=1)
    with pytest.raises(IntegrityError, match="placement_person_within_full_time"), transaction.atomic():
        Placement.objects.filter(working_share=40).update(working_share=41)


def test_a_start_makes_employment_and_placement_with_what_the_place_says():
    one = planned()
    with pytest.raises(StartsLater, match="2021-03-01"):
        confirm_start(booking=one, type=EmploymentTypeFactory(), employed_to=None, key="", today=TODAY)
    with pytest.raises(TypeIsNeeded):
        confirm_start(booking=one, type=None, employed_to=None, key="", today=MARCH)
    made = confirm_start(booking=one, type=EmploymentTypeFactory(), employed_to=None, key="A7", today=MARCH)
    one.refresh_from_db()
    assert (one.state, one.placement) == ("started", made)
    assert (made.employment.key, made.employment.employed_from, made.employment.employed_to) == ("A7", MARCH, END)
    assert (made.department, made.placed_from, made.placed_to, made.job_title) == (
        one.opening.place.department, MARCH, END, "Vaktmästare",
    )  # fmt: skip
    with pytest.raises(BookingIsOver):
        confirm_start(booking=one, type=None, employed_to=None, key="", today=MARCH)


def test_someone_already_employed_is_placed_under_that_employment():
    person = ParticipantFactory()
    employment = EmploymentFactory(participant=person, employed_to=END)
    made = confirm_start(
        booking=planned(participant=person, period=(MARCH, None)), type=None, employed_to=None, key="", today=MARCH
    )
    assert (made.employment, made.placed_to) == (employment, END)
    assert Employment.objects.count() == 1


def test_an_early_end_frees_the_opening_from_the_next_day():
    place = place_of()
    one = planned(place)
    made = confirm_start(booking=one, type=EmploymentTypeFactory(), employed_to=None, key="", today=MARCH)
    end_employment(employment=made.employment, on=date(2021, 4, 15), cause="work", reason="fick arbete")
    one.refresh_from_db()
    assert one.ends_on == date(2021, 4, 15)
    assert booked(place, period=(date(2021, 4, 16), END), today=date(2021, 4, 1))


def test_a_no_frees_the_opening_and_says_why():
    place = place_of()
    one = decline(booking=booked(place), cause="no_supervisor", note="Sjuk till maj.", by=None, today=TODAY)
    assert (one.state, one.cause, one.settled_on) == ("declined", "no_supervisor", TODAY)
    assert booked(place)


def test_what_is_settled_stays_settled_and_is_kept():
    one = cancel(booking=booked(), note="Fel person", today=TODAY)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Booking.objects.filter(pk=one.pk).update(state=BookingState.PROPOSED, settled_on=None)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        one.delete()


def test_withdrawing_a_place_answers_its_proposals_but_not_while_someone_is_coming():
    place = place_of(2)
    waiting, coming = booked(place), booked(place)
    accept(booking=coming, by=None, today=TODAY)
    with pytest.raises(SomeoneIsComing, match="1 accepterad person är"):
        withdraw_place(place=place, reason="Ombyggnad", today=TODAY)
    cancel(booking=coming, note="", today=TODAY)
    gone = withdraw_place(place=place, reason="Ombyggnad", today=TODAY)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.cause, gone.withdrawal_reason) == ("declined", "place_gone", "Ombyggnad")


@pytest.mark.parametrize(("values", "name"), [
    ({"ends_on": TODAY}, "booking_ends_after_start"),
    ({"working_share": 0}, "booking_share_within_100"),
    ({"state": "started", "answered_on": TODAY}, "booking_started_has_placement"),
    ({"state": "declined", "settled_on": TODAY}, "booking_declined_says_why"),
    ({"state": "accepted"}, "booking_accepted_has_day"),
    ({"state": "cancelled"}, "booking_settled_has_day"),
])  # fmt: skip
def test_the_database_refuses(values, name):
    booked()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Booking.objects.update(**values)
