"""How many people each case officer has: as many as the list that the number leads to (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from organisation.models import User
from placements.models import Participant
from placements.operations.case_officers import assign
from placements.queries.officers import OfficerRow, officer_list
from privacy.operations.anonymising import anonymise
from tests.clock import clock_from
from tests.organisation.factories import UserFactory
from tests.placements.factories import ParticipantFactory, PlacementFactory
from tests.placements.job_factories import CaseOfficerAssignmentFactory

TODAY, ENDED = date(2021, 6, 15), date(2021, 4, 30)


def someone(officer: User, **values: object) -> Participant:
    person = PlacementFactory(**values).employment.participant
    CaseOfficerAssignmentFactory(participant=person, officer=officer)
    return person


def row_of(officer: User) -> OfficerRow:
    [row] = [row for row in officer_list(working=[officer], today=TODAY).rows if row.officer == officer]
    return row


def test_the_number_is_as_many_as_the_list_it_leads_to(login_as):
    """Two are placed today; one has ended, one begins in July and one has no job yet: three without a place."""
    officer = UserFactory(role="case_officer")
    someone(officer)
    someone(officer, employment__employed_to=TODAY)
    someone(officer, employment__employed_to=ENDED, placed_to=ENDED)
    someone(officer, employment__employed_from=date(2021, 7, 1))
    CaseOfficerAssignmentFactory(participant=ParticipantFactory(), officer=officer)
    row = row_of(officer)
    assert (row.people, row.others) == (2, 3)
    with clock_from(TODAY):
        listed = login_as("asf_administrator").get(reverse("placements:employments"), {"officer": officer.pk})
    assert listed.context["page"].paginator.count == 2


def test_an_anonymous_person_is_nobodys(db):
    officer = UserFactory(role="case_officer")
    gone = someone(officer, employment__employed_to=ENDED, placed_to=ENDED)
    anonymise([gone.pk])
    CaseOfficerAssignmentFactory(participant=gone, officer=officer)  # left behind by an earlier list
    row = row_of(officer)
    assert (row.people, row.others) == (0, 0)


def test_handed_over_are_those_whom_another_took_over(db):
    """Two assignments ended in May: one person went to Moa the next day, the other to nobody."""
    maja, moa = UserFactory(role="case_officer"), UserFactory(role="case_officer")
    given = someone(maja)
    assign(participant=given, officer=moa, on=date(2021, 5, 3), note="")
    left = PlacementFactory().employment.participant
    CaseOfficerAssignmentFactory(participant=left, officer=maja, valid_to=date(2021, 5, 2))
    earlier = PlacementFactory().employment.participant
    CaseOfficerAssignmentFactory(
        participant=earlier, officer=maja, valid_from=date(2019, 1, 1), valid_to=date(2019, 6, 30)
    )
    CaseOfficerAssignmentFactory(participant=earlier, officer=moa, valid_from=date(2019, 7, 1))
    assert row_of(maja).handed_over == 1
    assert (row_of(moa).handed_over, row_of(moa).people) == (0, 2)
