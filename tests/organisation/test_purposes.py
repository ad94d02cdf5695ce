"""What people are looked at for is chosen once, limited by role, and stands with every look (DOMAIN.md 10)."""

from __future__ import annotations

from django.urls import reverse

from foundation.models import AccessLogEntry
from organisation.purposes import Purpose, purposes_of
from organisation.roles import Role
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import PlacementFactory

PURPOSE = reverse("organisation:purpose")


def test_roles_without_business_with_people_have_no_purpose(db):
    for role in (Role.STEERING_GROUP_MEMBER, Role.CITY_OFFICE, Role.SYSTEM_ADMINISTRATOR, Role.CLAIM_DECISION_MAKER):
        assert purposes_of(UserFactory(role=role)) == []


def test_a_look_is_logged_with_the_usual_purpose_until_another_is_chosen(login_as):
    placement = PlacementFactory()
    client = login_as("asf_administrator")
    page = reverse("placements:employment", args=[placement.employment_id])
    client.get(page)
    client.post(PURPOSE, {"purpose": "person_request", "next": page})
    client.get(page)
    logged = AccessLogEntry.objects.order_by("id").values_list("purpose", "people")
    person = placement.employment.participant_id
    assert list(logged) == [("reconciliation", [person]), ("person_request", [person])]


def test_a_host_cannot_claim_the_purpose_of_the_provider(login_as):
    department = DepartmentFactory()
    placement = PlacementFactory(department=department)
    client = login_as("department_hr", department)
    answer = client.post(PURPOSE, {"purpose": Purpose.COSTS}, follow=True)
    assert "hör inte till er roll" in answer.text
    client.get(reverse("placements:employment", args=[placement.employment_id]))
    assert AccessLogEntry.objects.get().purpose == Purpose.WORKPLACE


def test_the_way_back_stays_on_this_site(login_as):
    client = login_as("asf_administrator")
    assert client.post(PURPOSE, {"purpose": "costs", "next": "https://elsewhere.example/"}).url == "/"
    assert client.post(PURPOSE, {"purpose": "costs", "next": "/employments/"}).url == "/employments/"


def test_a_list_names_everyone_it_showed_and_a_list_without_names_nobody(login_as):
    placements = PlacementFactory.create_batch(3)
    people = sorted(one.employment.participant_id for one in placements)
    address = reverse("placements:employments") + "?state=all"
    login_as("case_officer").get(address)
    login_as("auditor").get(address + "&format=csv")
    shown, exported = AccessLogEntry.objects.order_by("id")
    assert (shown.people, exported.people) == (people, [])
