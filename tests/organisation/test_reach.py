"""How far an act reaches: only the roles that give it count."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from organisation.access import may, sees_whole_city
from organisation.models import Department
from organisation.reach import Reach, reach_of
from organisation.roles import Act
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory

OWN, OTHER = 7, 8


@dataclass(frozen=True)
class Role:
    role: str
    department_id: int | None


HR, HEAD, STEERING = Role("department_hr", OWN), Role("department_head", OTHER), Role("steering_group_member", OTHER)
CLAIMS, ASF = Role("claim_decision_maker", None), Role("asf_administrator", None)


@pytest.mark.parametrize(
    ("held", "acts", "expected"),
    [
        ([], [Act.SEE_INVOICES], Reach(False, frozenset())),
        ([HR], [Act.SEE_EMPLOYMENTS], Reach(False, frozenset({OWN}))),
        ([HR], [Act.DECIDE_CLAIM], Reach(False, frozenset())),
        ([CLAIMS], [Act.SEE_INVOICES], Reach(True, frozenset())),
        # HR gives people's employments, for its department; deciding on claims does not give them at all.
        ([HR, CLAIMS], [Act.SEE_EMPLOYMENTS], Reach(False, frozenset({OWN}))),
        ([HR, CLAIMS], [Act.SEE_INVOICES], Reach(True, frozenset({OWN}))),
        ([HR, ASF], [Act.SEE_EMPLOYMENTS], Reach(True, frozenset({OWN}))),
        # A member of another department's steering group sees no people there.
        ([HR, STEERING], [Act.SEE_EMPLOYMENTS], Reach(False, frozenset({OWN}))),
        ([HR, STEERING], [Act.SEE_REPORTS], Reach(False, frozenset({OWN, OTHER}))),
        # One of several acts is enough.
        ([HR, HEAD], [Act.OFFER_PLACES], Reach(False, frozenset({OWN}))),
        ([HR, HEAD], [Act.OFFER_PLACES, Act.SIGN_FOR_DEPARTMENT], Reach(False, frozenset({OWN, OTHER}))),
        ([HR], [], Reach(False, frozenset())),
    ],
)
def test_reach_counts_only_roles_that_give_the_act(held, acts, expected):
    assert reach_of(held, acts) == expected


@pytest.mark.parametrize(
    ("reach", "truth", "covers"),
    [
        (Reach(True, frozenset()), True, {OWN: True, OTHER: True, None: True}),
        (Reach(False, frozenset({OWN})), True, {OWN: True, OTHER: False, None: False}),
        (Reach(False, frozenset()), False, {OWN: False, OTHER: False, None: False}),
    ],
)
def test_a_reach_covers_its_departments(reach, truth, covers):
    assert bool(reach) is truth
    assert {one: reach.covers(one) for one in covers} == covers


@pytest.mark.django_db
def test_departments_are_those_of_the_act():
    own, other = DepartmentFactory(code="1"), DepartmentFactory(code="2")
    person = UserFactory(role="department_hr", department=own)
    MembershipFactory(user=person, role="claim_decision_maker")
    seen = {act: list(Department.objects.visible_to(person, act).in_order()) for act in Act}
    assert seen[Act.SEE_EMPLOYMENTS] == seen[Act.CONFIRM_MONTH] == seen[Act.OFFER_PLACES] == [own]
    assert seen[Act.SEE_INVOICES] == seen[Act.DECIDE_CLAIM] == [own, other]
    assert seen[Act.EDIT_EMPLOYMENTS] == seen[Act.ADMINISTER] == []
    assert may(person, Act.SEE_EMPLOYMENTS, own) and not may(person, Act.SEE_EMPLOYMENTS, other)
    assert sees_whole_city(person, Act.SEE_INVOICES) and not sees_whole_city(person, Act.SEE_EMPLOYMENTS)
