"""Whose time is out: whole months from the last day of the last employment (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

import pytest

from placements.models import Booking, Participant
from privacy.queries.due import last_day_kept, people_due
from tests.placements.factories import EmploymentFactory, ParticipantFactory, PlaceFactory, PlacementFactory


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 31), 24, date(2022, 3, 31)),
        (date(2023, 3, 31), 1, date(2023, 2, 28)),  # February has no 31st
        (date(2024, 3, 30), 1, date(2024, 2, 29)),  # a leap year's February
        (date(2024, 1, 15), 13, date(2022, 12, 15)),
        (date(2024, 1, 15), 84, date(2017, 1, 15)),
    ],
)
def test_whole_months_back(day: date, months: int, expected: date):
    assert last_day_kept(day=day, months=months) == expected


def due(last_day: date) -> list[Participant]:
    return list(people_due(last_day=last_day))


def test_the_last_employment_decides_and_its_last_day_is_included(db):
    person = ParticipantFactory()
    EmploymentFactory(participant=person, employed_from=date(2018, 1, 1), employed_to=date(2018, 6, 30))
    EmploymentFactory(participant=person, employed_from=date(2019, 1, 1), employed_to=date(2019, 6, 30))
    assert due(date(2019, 6, 29)) == []
    assert due(date(2019, 6, 30)) == [person]
    assert due(date(2019, 6, 30))[0].ended == date(2019, 6, 30)


def test_who_is_employed_until_further_notice_or_was_never_proposed_is_not_due(db):
    ParticipantFactory()
    EmploymentFactory(employed_from=date(2018, 1, 1), employed_to=None)
    assert due(date(2030, 1, 1)) == []


def test_a_placement_that_goes_on_keeps_the_person(db):
    PlacementFactory(
        employment__employed_from=date(2018, 1, 1),
        employment__employed_to=date(2018, 6, 30),
        placed_to=date(2019, 1, 31),
    )
    assert due(date(2018, 12, 31)) == []
    assert len(due(date(2019, 1, 31))) == 1


def booked(person: Participant, state: str, **values: object) -> None:
    days: dict[str, object] = {
        "proposed_on": date(2020, 3, 2),
        "expires_on": date(2020, 3, 16),
        "starts_on": date(2020, 4, 1),
    }
    if state in ("accepted", "planned"):
        values |= {"answered_on": date(2020, 3, 3)}
    opening = PlaceFactory().opening_rows.get(number=1)
    Booking.objects.create(opening=opening, participant=person, state=state, **days | values)


@pytest.mark.parametrize("state", ["accepted", "planned"])
def test_who_is_on_the_way_to_a_start_is_not_due_however_long_ago_the_last_employment_was(db, state):
    person = EmploymentFactory(employed_from=date(2018, 1, 1), employed_to=date(2018, 6, 30)).participant
    assert due(date(2019, 12, 31)) == [person]
    booked(person, state)
    assert due(date(2019, 12, 31)) == []


def test_a_proposal_keeps_the_person_as_long_as_it_can_be_answered(db):
    person = EmploymentFactory(employed_from=date(2018, 1, 1), employed_to=date(2018, 6, 30)).participant
    booked(person, "proposed")
    assert due(date(2020, 3, 15)) == []
    assert due(date(2020, 3, 16)) == [person]


@pytest.mark.parametrize(("state", "cause"), [("declined", "language"), ("cancelled", ""), ("expired", "")])
def test_who_was_proposed_and_never_employed_is_due_from_the_day_nothing_came_of_it(db, state, cause):
    person = ParticipantFactory()
    booked(person, state, cause=cause, settled_on=date(2020, 3, 10))
    assert due(date(2020, 3, 9)) == []
    [found] = people_due(last_day=date(2020, 3, 10))
    assert (found, found.ended) == (person, date(2020, 3, 10))


def test_a_no_after_the_last_employment_counts_as_the_last_of_it(db):
    person = EmploymentFactory(employed_from=date(2018, 1, 1), employed_to=date(2018, 6, 30)).participant
    booked(person, "declined", cause="other", settled_on=date(2020, 3, 10))
    assert due(date(2020, 3, 9)) == []
    assert due(date(2020, 3, 10))[0].ended == date(2020, 3, 10)
