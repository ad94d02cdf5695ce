"""Two people work on the same employment, person or caseload at the same moment, in real threads."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.refusals import Refusal
from placements.models import CaseOfficerAssignment, Employment, Placement
from placements.operations.bookings import PersonIsBusy
from placements.operations.case_officers import TakenOverLater, assign, hand_over_all
from placements.operations.employments import AlreadyEnded, add_employment, end_employment
from placements.operations.extending import NotLater, extend_employment
from tests.billing.threads import at_once
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, ParticipantFactory, PlacementFactory
from tests.placements.job_factories import CaseOfficerAssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY, LAST, NEXT = date(2021, 6, 15), date(2021, 6, 30), date(2021, 7, 1)
AUGUST, DECEMBER = date(2021, 8, 31), date(2021, 12, 31)


@pytest.fixture(autouse=True)
def story_day(transactional_db):
    with clock_from(TODAY):
        yield


@pytest.fixture
def one():
    employment = EmploymentFactory(employed_to=LAST)
    PlacementFactory(employment=employment, placed_to=LAST)
    return employment


def refusals(results):
    assert all(isinstance(r, Refusal) or not isinstance(r, Exception) for r in results), results
    return [type(r) for r in results if isinstance(r, Refusal)]


def test_of_two_extensions_the_longer_stands_whoever_comes_first(one):
    results = at_once(
        lambda: extend_employment(employment=one, until=AUGUST, reason="prov"),
        lambda: extend_employment(employment=one, until=DECEMBER, reason="prov"),
    )
    assert refusals(results) in ([], [NotLater])
    assert Employment.objects.get().employed_to == Placement.objects.get().placed_to == DECEMBER


def test_whoever_has_left_is_not_extended_and_whoever_was_extended_can_leave(one):
    results = at_once(
        lambda: extend_employment(employment=one, until=DECEMBER, reason="prov"),
        lambda: end_employment(employment=one, on=TODAY, cause="work", reason="prov"),
    )
    assert refusals(results) in ([], [AlreadyEnded])
    left = Employment.objects.get()
    assert (left.employed_to, left.end_cause, Placement.objects.get().placed_to) == (TODAY, "work", TODAY)


def test_two_endings_at_once_are_one(one):
    results = at_once(
        *(lambda day=day: end_employment(employment=one, on=day, cause="work", reason="prov") for day in (TODAY, LAST))
    )
    assert refusals(results) == [AlreadyEnded]


@pytest.mark.parametrize("placed_to", [LAST, None])
def test_an_extension_and_a_new_employment_never_make_more_than_full_time(placed_to):
    employment = EmploymentFactory(employed_to=LAST)
    PlacementFactory(employment=employment, placed_to=placed_to)
    host, kind = DepartmentFactory(code="150"), EmploymentTypeFactory()
    results = at_once(
        lambda: extend_employment(employment=employment, until=DECEMBER, reason="prov"),
        lambda: add_employment(
            key="", participant_key=employment.participant.key, name="", sex="", type=kind, employed=(NEXT, DECEMBER),
            department=host, kind="external", placed_from=NEXT, working_share=100, reason="prov",
        ),
    )  # fmt: skip
    assert refusals(results) == [PersonIsBusy]
    there = Employment.objects.filter(employed_from__lte=NEXT, employed_to__gte=NEXT)
    assert there.count() == 1  # either the old one goes on, or the new one began


def test_of_two_officers_who_take_over_the_same_day_one_comes_second():
    person, maja, moa = ParticipantFactory(), UserFactory(role="case_officer"), UserFactory(role="case_officer")
    results = at_once(
        *(lambda who=who: assign(participant=person, officer=who, on=TODAY, note="") for who in (maja, moa))
    )
    assert refusals(results) == [TakenOverLater]
    assert CaseOfficerAssignment.objects.filter(participant=person, valid_to=None).count() == 1


def test_a_caseload_handed_over_twice_at_once_is_handed_over_once():
    maja, moa = UserFactory(role="case_officer"), UserFactory(role="case_officer")
    for _ in range(3):
        CaseOfficerAssignmentFactory(officer=maja, valid_from=date(2021, 1, 1))
    results = at_once(*[lambda: hand_over_all(giver=maja, taker=moa, on=TODAY, note="")] * 2)
    assert sorted(results) == [0, 3]
    assert CaseOfficerAssignment.objects.filter(officer=moa, valid_from=TODAY, valid_to=None).count() == 3
