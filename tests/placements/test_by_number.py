"""From an identity number to the employment: for those who see identities, and without a trace of the number."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from foundation.models import AccessLogEntry
from placements.identity import encrypted, identity_hash
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentFactory, ParticipantFactory, PlacementFactory

pytestmark = pytest.mark.django_db
NUMBER, UNKNOWN = "199001012385", "198507089806"
ADDRESS, LIST = reverse("placements:employment_by_number"), reverse("placements:employments")


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(date(2021, 6, 15)):
        yield


@pytest.fixture
def person():
    return ParticipantFactory(
        name="Skyddhild Hemlig",
        is_protected=True,
        identity_number=encrypted(NUMBER),
        identity_hash=identity_hash(NUMBER),
    )


def find(client, number, **kwargs):
    return client.post(ADDRESS, {"number": number}, **kwargs)


@pytest.mark.parametrize("typed", [NUMBER, "19900101-2385", "900101-2385", "9001012385", " 900101 2385 "])
@pytest.mark.parametrize("role", ["asf_administrator", "case_officer"])
def test_the_latest_employment_is_found_and_the_look_is_logged(login_as, person, role, typed):
    early = EmploymentFactory(participant=person, employed_from=date(2020, 1, 7), employed_to=date(2020, 12, 31))
    PlacementFactory(employment=early)
    late = PlacementFactory(employment__participant=person).employment
    response = find(login_as(role), typed)
    assert response.url == reverse("placements:employment", args=[late.pk])
    entry = AccessLogEntry.objects.get(act="found_by_number")
    assert (entry.subject, entry.people) == (person.key, [person.pk])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (UNKNOWN, "Ingen med det numret finns i registret."),
        ("199001012386", "Det är inget personnummer."),
        ("Eva Hemlig", "Det är inget personnummer."),
        ("", "Skriv ett personnummer"),
    ],
)
def test_nobody_found_leads_back_with_why_and_without_the_number(login_as, person, typed, told):
    response = find(login_as("case_officer"), typed, follow=True)
    assert response.redirect_chain[-1][0] == LIST
    assert told in response.text
    assert not typed or typed not in response.text
    assert not AccessLogEntry.objects.filter(act="found_by_number").exists()


def test_someone_without_an_employment_is_said_by_key(login_as, person):
    text = find(login_as("case_officer"), NUMBER, follow=True).text
    assert f"Personen {person.key} finns i registret men har ingen anställning" in text
    assert AccessLogEntry.objects.filter(act="found_by_number", people=[person.pk]).exists()


def test_the_form_is_for_those_who_see_identities_only(login_as, person):
    host = PlacementFactory(employment__participant=person).department
    assert ADDRESS in login_as("case_officer").get(LIST).text
    for role, department in (
        ("asf_head", None), ("auditor", None), ("department_hr", host), ("department_hr", DepartmentFactory()),
        ("finance", None), ("system_administrator", None),
    ):  # fmt: skip
        client = login_as(role, department)
        assert find(client, NUMBER).status_code == 403, role
        assert ADDRESS not in client.get(LIST).text, role
    assert login_as("case_officer").get(ADDRESS).status_code == 405


def test_the_number_stands_in_no_log_and_no_address(login_as, person, caplog):
    PlacementFactory(employment__participant=person)
    response = find(login_as("case_officer"), NUMBER, follow=True)
    kept = " ".join(f"{one.subject} {one.purpose}" for one in AccessLogEntry.objects.all())
    for where in (kept, caplog.text, str(response.redirect_chain), response.text):
        assert NUMBER not in where and "900101" not in where
