"""What is done with one employment on screen: forms, refusals, and who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from placements.models import Employment, Placement
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, PlacementFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    for view in ("employments", "employment_acts"):
        monkeypatch.setattr(f"placements.views.{view}.today", lambda: TODAY)


@pytest.fixture
def host():
    return DepartmentFactory(name="Fritidsförvaltningen")


def placed(department=None, **values):
    return PlacementFactory(department=department or DepartmentFactory(), **values)


def post(client, name, pk, **given):
    return client.post(reverse(f"placements:{name}", args=[pk]), {"reason": "Provat", **given})


def test_the_whole_life_of_an_employment_by_hand(login_as, host):
    client, kind = login_as("asf_administrator"), EmploymentTypeFactory()
    new = {
        "participant_key": "P1", "name": "Eva Prov", "sex": "woman", "key": "", "type": kind.pk,
        "employed_from": "2021-02-01", "employed_to": "", "department": host.pk, "kind": "external",
        "placed_from": "", "working_share": "100", "reason": "Ny",
    }  # fmt: skip
    response = client.post(reverse("placements:employment_new"), new)
    one = Employment.objects.get()
    assert response.url == reverse("placements:employment", args=[one.pk])
    placement = one.placements.get()
    other = DepartmentFactory(name="Miljöförvaltningen")
    post(
        client,
        "placement_move",
        placement.pk,
        department=other.pk,
        first_day="2021-03-01",
        kind="external",
        working_share=75,
    )
    moved = Placement.objects.get(department=other)
    post(
        client, "placement_change", moved.pk, placed_from="2021-03-02", placed_to="", kind="own_team", working_share=50
    )
    post(
        client,
        "employment_change",
        one.pk,
        type=kind.pk,
        employed_from="2021-02-01",
        employed_to="2021-12-31",
        end_cause="",
    )
    post(client, "employment_protection", one.pk, is_protected="on")
    post(client, "employment_end", one.pk, on="2021-06-30", cause="studies")
    one.refresh_from_db()
    moved.refresh_from_db()
    assert (one.employed_to, one.end_cause, one.participant.is_protected) == (date(2021, 6, 30), "studies", True)
    assert (moved.placed_from, moved.placed_to, moved.working_share) == (date(2021, 3, 2), date(2021, 6, 30), 50)
    text = client.get(reverse("placements:employment", args=[one.pk])).text
    for told in (
        "Anställningen lades in: från 2021-02-01",
        "Placering lades in: Miljöförvaltningen från 2021-03-01",
        "Sista dag på platsen: – → 2021-02-28",
        "Avslutsorsak: – → studier",
        "Skyddade personuppgifter: nej → ja",
        client.user.full_name,
        "Provat",
    ):
        assert told in text, told


def test_a_refusal_stands_in_the_form_and_keeps_what_was_filled_in(login_as):
    one = placed()
    client = login_as("asf_administrator")
    response = post(client, "employment_end", one.employment_id, on="2020-01-01", cause="work")
    assert response.status_code == 422
    assert "Sista dagen 2020-01-01 är före den första" in response.text
    assert 'value="2020-01-01"' in response.text


def test_a_change_without_a_reason_is_not_made(login_as):
    one = placed()
    response = post(
        login_as("asf_administrator"), "employment_end", one.employment_id, on="2021-06-30", cause="work", reason=""
    )
    assert response.status_code == 422
    one.employment.refresh_from_db()
    assert one.employment.employed_to is None


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["employment_end", "employment_change", "employment_protection"])
def test_a_reader_may_not_change_and_a_stranger_finds_nothing(login_as, host, name, method):
    one = placed(host)
    url = reverse(f"placements:{name}", args=[one.employment_id])
    for role, department, status in (
        ("asf_head", None, 403), ("auditor", None, 403), ("department_hr", host, 403),
        ("department_hr", None, 404), ("finance", None, 404),
    ):  # fmt: skip
        assert getattr(login_as(role, department), method)(url).status_code == status, role


@pytest.mark.parametrize("name", ["placement_move", "placement_change"])
def test_placements_are_changed_by_those_who_edit_only(login_as, host, name):
    one = placed(host)
    url = reverse(f"placements:{name}", args=[one.pk])
    for role, department, status in (
        ("asf_head", None, 403),
        ("department_hr", host, 403),
        ("department_hr", None, 404),
    ):
        assert login_as(role, department).post(url).status_code == status, role


@pytest.mark.parametrize("name", ["employment_new", "employment_import_new"])
def test_adding_and_importing_is_for_those_who_edit(login_as, host, name):
    for role, department in (("auditor", None), ("department_hr", host), ("finance", None)):
        assert login_as(role, department).get(reverse(f"placements:{name}")).status_code == 403
    assert login_as("case_officer").get(reverse(f"placements:{name}")).status_code == 200


def test_an_identity_number_is_no_key(login_as, host):
    new = {
        "participant_key": "900101-9802", "name": "", "sex": "", "key": "199001019802",
        "type": EmploymentTypeFactory().pk,
        "employed_from": "2021-02-01", "employed_to": "", "department": host.pk, "kind": "external",
        "placed_from": "", "working_share": "100", "reason": "Ny",
    }  # fmt: skip
    response = login_as("asf_administrator").post(reverse("placements:employment_new"), new)
    assert response.status_code == 422
    assert response.text.count("Det ser ut som ett personnummer.") == 2
    assert not Employment.objects.exists()
