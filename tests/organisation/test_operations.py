"""Roles are given and ended with dates, never by oneself, never twice."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from organisation.models import Membership, User
from organisation.operations import (
    DepartmentDoesNotFit,
    HasRoleAlready,
    OwnRoles,
    RoleEnded,
    RoleEndsBeforeStart,
    UsernameTaken,
    add_person,
    end_role,
    give_role,
)
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
JAN, JUNE, TODAY = date(2021, 1, 1), date(2021, 6, 30), date(2021, 3, 1)


@pytest.fixture
def by(db):
    return UserFactory(role="system_administrator")


def give(by, **values):
    defaults = {"role": "asf_administrator", "department": None, "valid_from": JAN, "valid_to": None}
    person = values.pop("person", None) or UserFactory()
    return give_role(person=person, by=by, **{**defaults, **values})


def test_a_role_for_the_city_and_one_for_a_department(by):
    assert give(by).department is None
    department = DepartmentFactory()
    assert give(by, role="department_hr", department=department).department == department


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"role": "department_hr"}, DepartmentDoesNotFit),
        ({"department": True}, DepartmentDoesNotFit),
        ({"valid_from": JUNE, "valid_to": JAN}, RoleEndsBeforeStart),
    ],
)
def test_giving_is_refused(by, values, refusal):
    if values.get("department"):
        values = {**values, "department": DepartmentFactory()}
    with pytest.raises(refusal):
        give(by, **values)


def test_nobody_gives_or_ends_roles_of_their_own(by):
    with pytest.raises(OwnRoles):
        give(by, person=by)
    with pytest.raises(OwnRoles):
        end_role(membership=by.memberships.get(), on=JUNE, by=by, today=TODAY)


@pytest.mark.parametrize(
    ("had", "wanted", "is_refused"),
    [
        ((JAN, None), (JUNE, None), True),
        ((JAN, JUNE), (JUNE, None), True),
        ((JAN, date(2021, 6, 29)), (JUNE, None), False),
        ((JUNE, None), (JAN, date(2021, 6, 29)), False),
        ((JUNE, None), (JAN, JUNE), True),
    ],
)
def test_the_same_role_is_not_given_twice_for_the_same_day(by, had, wanted, is_refused):
    person = UserFactory()
    MembershipFactory(user=person, valid_from=had[0], valid_to=had[1])
    if is_refused:
        with pytest.raises(HasRoleAlready):
            give(by, person=person, valid_from=wanted[0], valid_to=wanted[1])
    else:
        give(by, person=person, valid_from=wanted[0], valid_to=wanted[1])


def test_ending_sets_the_last_day_which_still_counts(by):
    one = end_role(membership=give(by), on=JUNE, by=by, today=TODAY)
    assert Membership.objects.in_force(JUNE).contains(one)
    assert not Membership.objects.in_force(date(2021, 7, 1)).contains(one)


def test_ending_what_has_ended_or_before_it_began_is_refused(by):
    with pytest.raises(RoleEnded):
        end_role(membership=give(by, valid_to=date(2021, 2, 1)), on=JUNE, by=by, today=TODAY)
    with pytest.raises(RoleEndsBeforeStart):
        end_role(membership=give(by), on=date(2020, 1, 1), by=by, today=TODAY)


def test_a_person_is_added_once_and_can_log_in():
    values = {"first_name": "Eva", "last_name": "Prov", "password": "ett-långt-lösenord"}
    person = add_person(username="eva", **values)
    assert person.check_password("ett-långt-lösenord")
    assert not (person.is_staff or person.is_superuser)
    with pytest.raises(UsernameTaken):
        add_person(username="EVA", **values)
    assert User.objects.count() == 1


def test_the_database_refuses_a_role_without_its_department_and_dates_out_of_order(by):
    one = give(by)
    with pytest.raises(IntegrityError, match="membership_department_fits_role"), transaction.atomic():
        Membership.objects.filter(pk=one.pk).update(role="department_hr")
    with pytest.raises(IntegrityError, match="membership_ends_after_start"), transaction.atomic():
        Membership.objects.filter(pk=one.pk).update(valid_to=date(2020, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_role_one_is_refused(by):
    person, outcomes, start = UserFactory(), [], threading.Barrier(2)

    def go() -> None:
        start.wait()
        try:
            outcomes.append(give(by, person=person).role)
        except HasRoleAlready:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asf_administrator", "refused"]
