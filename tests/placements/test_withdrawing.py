"""A planned placement is taken back before it begins, and refused when something stands in the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements import closed_months
from foundation.periods import Month
from placements.models import Booking, Placement
from placements.operations.bookings import book
from placements.operations.placements import PlacementGone, move_placement
from placements.operations.withdrawing import HasBegun, IsUsed, MonthIsClosed, OnlyPlacement, withdraw_placement
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlaceFactory, PlacementFactory

pytestmark = pytest.mark.django_db
TODAY, AUGUST, DECEMBER = date(2021, 6, 15), date(2021, 8, 1), date(2021, 12, 31)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


@pytest.fixture
def old():
    return PlacementFactory(employment__employed_to=DECEMBER, placed_to=DECEMBER)


@pytest.fixture
def planned(old):
    host = DepartmentFactory(name="Miljöförvaltningen")
    return move_placement(
        placement=old, department=host, first_day=AUGUST, kind="external", working_share=100, reason="Bättre där"
    )


def withdraw(placement, *, goes_on=True, today=TODAY):
    return withdraw_placement(placement=placement, earlier_goes_on=goes_on, reason="Blev inte av", today=today)


@pytest.mark.parametrize(("goes_on", "last"), [(True, DECEMBER), (False, date(2021, 7, 31))])
def test_the_planned_one_is_gone_and_the_earlier_goes_on_if_asked(old, planned, goes_on, last):
    withdraw(planned, goes_on=goes_on)
    assert list(Placement.objects.values_list("pk", "placed_to")) == [(old.pk, last)]
    kept = Placement.pgh_event_model.objects.get(pgh_label="delete")
    assert (kept.pgh_obj_id, kept.pgh_context.metadata["reason"]) == (planned.pk, "Blev inte av")


def test_what_did_not_end_the_day_before_is_left_as_it_is(old, planned):
    old.refresh_from_db()
    old.end(on=date(2021, 7, 20))
    withdraw(planned)
    old.refresh_from_db()
    assert old.placed_to == date(2021, 7, 20)


def test_begun_only_and_gone_are_refused(old, planned):
    with pytest.raises(HasBegun, match="2021-08-01"):
        withdraw(planned, today=AUGUST)
    with pytest.raises(OnlyPlacement):
        withdraw(PlacementFactory(placed_from=AUGUST))
    withdraw(planned)
    planned.pk = planned.pk or Placement.pgh_event_model.objects.get(pgh_label="delete").pgh_obj_id
    with pytest.raises(PlacementGone):
        withdraw(planned)


@pytest.mark.parametrize("whose", ["planned", "earlier"])
def test_a_closed_month_holds_it(old, planned, monkeypatch, whose):
    closed = planned.department_id if whose == "planned" else old.department_id
    monkeypatch.setattr(
        closed_months._Register, "source", lambda ids: {(closed, Month.of(AUGUST))} if closed in ids else ()
    )
    with pytest.raises(MonthIsClosed, match="Augusti 2021 är stängd"):
        withdraw(planned)
    assert Placement.objects.count() == 2


def test_a_closed_month_before_it_does_not(planned, monkeypatch):
    monkeypatch.setattr(closed_months._Register, "source", lambda ids: {(one, Month(2021, 7)) for one in ids})
    withdraw(planned)


def test_one_that_a_booking_led_to_is_refused_in_words(old, planned):
    Placement.objects.filter(pk=planned.pk).update(working_share=50)
    place = PlaceFactory(department=planned.department, state="approved")
    booking = book(
        place=place, participant=old.employment.participant, period=(AUGUST, DECEMBER), working_share=50,
        presentation="", by=None, today=TODAY,
    )  # fmt: skip
    Booking.objects.filter(pk=booking.pk).update(state="started", placement=planned, answered_on=TODAY)
    with pytest.raises(IsUsed, match="En bokning"):
        withdraw(planned)
    old.refresh_from_db()
    assert old.placed_to == AUGUST - timedelta(days=1)


def test_the_page_offers_it_for_the_planned_one_and_says_it_in_the_history(old, planned, login_as):
    client = login_as("case_officer")
    page, address = (
        reverse("placements:employment", args=[old.employment_id]),
        reverse("placements:placement_withdrawal", args=[planned.pk]),
    )
    shown = client.get(page).text
    assert address in shown and reverse("placements:placement_withdrawal", args=[old.pk]) not in shown
    form = client.get(address).text
    assert "gäller till och med 2021-12-31" in form and "checked" in form
    assert client.post(address, {"reason": ""}).status_code == 422
    told = client.post(address, {"reason": "Blev inte av", "earlier_goes_on": "on"}, follow=True).text
    assert "Placeringen på Miljöförvaltningen från 2021-08-01 är borttagen" in told
    assert "Placering togs bort: Miljöförvaltningen från 2021-08-01" in told and "Blev inte av" in told
    assert client.post(address, {"reason": "Igen"}).status_code == 404


def test_the_only_placement_is_not_offered_and_refused_in_the_form(login_as):
    one = PlacementFactory(placed_from=AUGUST)
    client, address = login_as("case_officer"), reverse("placements:placement_withdrawal", args=[one.pk])
    assert address not in client.get(reverse("placements:employment", args=[one.employment_id])).text
    response = client.post(address, {"reason": "Fel"})
    assert response.status_code == 422 and "enda placering" in response.text
