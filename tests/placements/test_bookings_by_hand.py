"""Bookings and placements made by hand are held to full time as well."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from placements.models import Opening
from placements.operations.bookings import (
    NoOpeningFree,
    PersonIsBusy,
)
from placements.operations.employments import add_employment
from placements.operations.placements import change_placement
from placements.operations.starting import confirm_start
from tests.placements.factories import (
    EmploymentFactory,
    EmploymentTypeFactory,
    PlaceFactory,
    PlacementFactory,
)
from tests.placements.test_bookings import END, MARCH, booked, place_of, planned

pytestmark = pytest.mark.django_db


def test_an_opening_has_one_row_per_number():
    place = place_of()
    with pytest.raises(IntegrityError, match="opening_once_per_number"), transaction.atomic():
        Opening.objects.create(place=place, number=1)


def test_by_hand_too_nobody_is_placed_for_more_than_full_time_and_it_is_said_in_words():
    there = PlacementFactory()
    other = PlaceFactory()
    with pytest.raises(PersonIsBusy):
        add_employment(
            key="", participant_key=there.employment.participant.key, name="", sex="", type=EmploymentTypeFactory(),
            employed=(MARCH, END), department=other.department, kind="external", placed_from=MARCH, working_share=50,
            reason="prov",
        )  # fmt: skip
    half = PlacementFactory(employment=EmploymentFactory(), working_share=50)
    PlacementFactory(employment=EmploymentFactory(participant=half.employment.participant), working_share=50)
    with pytest.raises(PersonIsBusy):
        change_placement(placement=half, placed=(half.placed_from, None), kind="external", working_share=51, reason="")


def test_a_placement_is_not_extended_into_days_that_another_has_booked():
    place = place_of()
    one = planned(place, period=(MARCH, date(2021, 4, 30)))
    made = confirm_start(booking=one, type=EmploymentTypeFactory(), employed_to=END, key="", today=MARCH)
    booked(place, period=(date(2021, 5, 1), END), today=MARCH)
    with pytest.raises(NoOpeningFree):
        change_placement(
            placement=made, placed=(MARCH, date(2021, 5, 1)), kind="external", working_share=100, reason=""
        )
