"""People, roles and departments on screen: for the system administrator, and for nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from organisation.models import Membership, User
from organisation.roles import Role
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, NEW, DEPARTMENTS = (reverse(f"organisation:{name}") for name in ("people", "person_new", "departments"))


def page_of(person):
    return reverse("organisation:person", args=[person.pk])


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"system_administrator"}))
def test_administration_is_for_the_system_administrator(login_as, role):
    client, other = login_as(role), MembershipFactory()
    for url in (PEOPLE, NEW, page_of(other.user)):
        assert client.get(url).status_code == 403
    for name, pk in (("person_roles", other.user_id), ("role_end", other.pk)):
        assert client.post(reverse(f"organisation:{name}", args=[pk])).status_code == 403
    assert client.post(NEW, {}).status_code == 403


def test_the_list_shows_names_and_roles_and_searches(login_as):
    department = DepartmentFactory(name="Fritidsförvaltningen")
    UserFactory(first_name="Eva", last_name="Prov", role="department_hr", department=department)
    UserFactory(first_name="Ali", last_name="Test")
    client = login_as("system_administrator")
    text = client.get(PEOPLE).text
    for shown in ("Eva Prov", "HR, förvaltning, Fritidsförvaltningen", "Ali Test", "ingen roll"):
        assert shown in text

    def names(query):
        return [person.full_name for person in client.get(PEOPLE + query).context["page"].object_list]

    assert names("?q=eva+prov") == names("?role=department_hr") == ["Eva Prov"]
    assert names("?q=finns+inte") == []
    assert client.get(PEOPLE, headers={"HX-Request": "true"}).text.startswith('<div id="people">')


@pytest.mark.parametrize("number", [2, 50])
def test_the_list_asks_the_database_as_often_for_fifty_people_as_for_two(login_as, django_assert_num_queries, number):
    MembershipFactory.create_batch(number)
    client = login_as("system_administrator")
    client.get(PEOPLE)
    with django_assert_num_queries(6):
        client.get(PEOPLE)


def test_a_person_is_added_given_a_role_and_loses_it(login_as):
    client = login_as("system_administrator")
    given = {"first_name": "Eva", "last_name": "Prov", "username": "eva", "password": "ett-långt-lösenord"}
    response = client.post(NEW, given)
    person = User.objects.get(username="eva")
    assert response.url == page_of(person)
    assert "ge den en roll" in client.get(page_of(person)).text
    department = DepartmentFactory()
    roles = reverse("organisation:person_roles", args=[person.pk])
    client.post(roles, {"role": "department_hr", "department": department.pk, "valid_from": "2021-01-01"})
    one = Membership.objects.get(user=person)
    assert (one.role, one.department, one.valid_to) == ("department_hr", department, None)
    end = reverse("organisation:role_end", args=[one.pk])
    client.post(end, {"on": "inget datum"})
    one.refresh_from_db()
    assert one.valid_to is None
    client.post(end, {"on": "2021-06-30"})
    one.refresh_from_db()
    assert str(one.valid_to) == "2021-06-30"
    assert "avslutad" in client.get(page_of(person)).text


def test_what_cannot_be_done_stands_in_the_form(login_as):
    client, person = login_as("system_administrator"), UserFactory(username="eva")
    roles = reverse("organisation:person_roles", args=[person.pk])
    response = client.post(roles, {"role": "department_hr", "department": "", "valid_from": "2021-01-01"})
    assert response.status_code == 422
    assert "gäller en förvaltning. Välj vilken." in response.text
    weak = {"first_name": "a", "last_name": "b", "username": "eva2", "password": "123"}
    assert client.post(NEW, weak).status_code == 422
    taken = {**weak, "username": "Eva", "password": "ett-långt-lösenord"}
    assert "Användarnamnet Eva finns redan" in client.post(NEW, taken).text


def test_departments_are_listed_with_board_kind_and_exemption(login_as, small_city):
    for role in ("system_administrator", "auditor"):
        client = login_as(role)
        text = client.get(DEPARTMENTS).text
        for shown in (
            "Fritidsnämnden",
            "anordnare (ASF)",
            "bolag",
            "Undantagen enligt beslutet",
            "3 förvaltningar har kvot",
        ):
            assert shown in text
        assert "104;Överförmyndarförvaltningen" in client.get(DEPARTMENTS + "?format=csv").content.decode("utf-8-sig")
    assert login_as("finance").get(DEPARTMENTS).status_code == 403


@pytest.mark.parametrize("number", [2, 50])
def test_departments_ask_the_database_as_often_for_fifty_as_for_two(login_as, django_assert_num_queries, number):
    DepartmentFactory.create_batch(number)
    client = login_as("system_administrator")
    with django_assert_num_queries(5):
        client.get(DEPARTMENTS)
