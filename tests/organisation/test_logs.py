"""The audit trail and the access log: everything is there, and nothing of people's data is."""

from __future__ import annotations

import pghistory
import pytest
from django.urls import reverse

from foundation.access_log import log_access
from foundation.models import AccessLogEntry
from foundation.periods import Month
from organisation.audit_words import KINDS
from organisation.queries.audit_trail import event_models
from organisation.roles import Role
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory
from tests.placements.factories import EmploymentTypeFactory

pytestmark = pytest.mark.django_db
TRAIL, ACCESS = reverse("organisation:audit_trail"), reverse("organisation:access_log")


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"system_administrator", "auditor"}))
def test_the_logs_are_for_auditor_and_system_administrator(login_as, role):
    client = login_as(role)
    assert client.get(TRAIL).status_code == client.get(ACCESS).status_code == 403


def test_every_kind_of_thing_has_a_word():
    assert set(event_models()) <= set(KINDS)


def renamed(**context):
    with pghistory.context(**context):
        one = DepartmentFactory(code="140", name="Fritid")
        one.name, one.last_month = "Fritidsförvaltningen", Month(2021, 12)
        one.save()
    return one


def test_the_auditor_sees_who_what_and_why(login_as):
    who = UserFactory(first_name="Eva", last_name="Prov")
    renamed(user=who.pk, reason="Nytt namn")
    text = login_as("auditor").get(TRAIL).text
    for shown in ("Eva Prov", "förvaltning 140 ändrades", "namn", "finns till och med", "Nytt namn"):
        assert shown in text


def test_texts_are_not_shown_but_dates_and_choices_are(login_as):
    one = MembershipFactory(role="department_hr", department=DepartmentFactory(code="150"))
    one.department, one.valid_to = DepartmentFactory(code="160"), "2021-06-30"
    one.save()
    renamed()
    text = login_as("auditor").get(TRAIL).text
    assert "till och med: – → 2021-06-30" in text
    assert "förvaltning: 150 → 160" in text
    assert "Fritidsförvaltningen" not in text


def test_yes_and_no_are_told_in_words(login_as):
    one = EmploymentTypeFactory(code="praktik", counts=True)
    one.counts = False
    one.save()
    assert "räknas mot målet: ja → nej" in login_as("auditor").get(TRAIL).text


def test_the_system_administrator_sees_that_something_changed_but_no_values(login_as):
    one = MembershipFactory()
    with pghistory.context(reason="Hemligt skäl"):
        one.valid_to = "2021-06-30"
        one.save()
    text = login_as("system_administrator").get(TRAIL).text
    assert "till och med" in text
    assert "2021-06-30" not in text
    assert "Hemligt skäl" not in text


def test_the_trail_is_filtered_by_kind_day_and_person(login_as):
    who, client = UserFactory(), login_as("auditor")
    MembershipFactory(user=who)
    renamed(user=who.pk)

    def kinds(query):
        return {change.kind for change in client.get(TRAIL + query).context["changes"]}

    assert kinds("?kind=organisation.Department") == {"förvaltning"}
    assert kinds(f"?person={who.pk}") == {"förvaltning", "nämnd"}
    assert kinds("?day=2001-01-01") == set()
    assert kinds("?day=inte+en+dag&kind=fel") >= {"förvaltning", "roll"}
    assert client.get(TRAIL, headers={"HX-Request": "true"}).text.startswith('<div id="changes">')


@pytest.mark.parametrize("number", [2, 50])
def test_the_trail_asks_the_database_as_often_for_fifty_changes_as_for_two(login_as, django_assert_num_queries, number):
    DepartmentFactory.create_batch(number)
    client = login_as("auditor")
    client.get(TRAIL + "?kind=organisation.Department")
    with django_assert_num_queries(8):
        client.get(TRAIL + "?kind=organisation.Department")


def test_the_access_log_shows_who_looked_at_what_and_filters(login_as):
    eva, ali = UserFactory(first_name="Eva"), UserFactory(first_name="Ali")
    log_access(user=eva, act="employment_shown", subject="E0001")
    log_access(user=ali, act="employment_list_exported", subject="läge now, 3 rader", purpose="Rapport")
    client = login_as("auditor")
    text = client.get(ACCESS).text
    for shown in (eva.full_name, "såg en anställning", "E0001", "laddade ner listan", "läge now, 3 rader", "Rapport"):
        assert shown in text

    def subjects(query):
        return [entry.subject for entry, _act, _purpose in client.get(ACCESS + query).context["rows"]]

    assert subjects("?q=e0001") == subjects("?act=employment_shown") == subjects(f"?person={eva.pk}") == ["E0001"]
    assert subjects("?day=2001-01-01") == []
    assert client.get(ACCESS, headers={"HX-Request": "true"}).text.startswith('<div id="accesses">')


def test_a_long_subject_is_cut_to_fit():
    log_access(user=UserFactory(), act="employment_list_shown", subject="x" * 500, purpose="y" * 500)
    one = AccessLogEntry.objects.get()
    assert (len(one.subject), len(one.purpose)) == (80, 200)
