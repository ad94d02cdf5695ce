"""An employment begins on a day when its type holds; one that has the type already may keep it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from placements.models import Employment
from placements.operations.employments import add_employment, change_employment
from placements.operations.starting import confirm_start
from placements.validity import TypeNotInForce, check_type_holds
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, PlacementFactory
from tests.placements.test_bookings import END, MARCH, planned

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
BOTH = "Jobb för unga gäller 2020-01-01–2021-02-28, och anställningen börjar 2021-03-01."


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    for view in ("bookings", "booking_acts", "employments", "employment_acts"):
        monkeypatch.setattr(f"placements.views.{view}.today", lambda: TODAY)


@pytest.fixture
def over():
    return EmploymentTypeFactory(
        code="unga", name="Jobb för unga", valid_from=date(2020, 1, 1), valid_to=date(2021, 2, 28)
    )


@pytest.mark.parametrize(("valid_from", "valid_to", "told"), [
    (date(2021, 3, 2), None, "gäller från 2021-03-02,"),
    (None, date(2021, 2, 28), "gäller till och med 2021-02-28,"),
    (date(2020, 1, 1), date(2021, 2, 28), "gäller 2020-01-01–2021-02-28,"),
])  # fmt: skip
def test_it_is_said_which_days_the_type_holds(valid_from, valid_to, told):
    kind = EmploymentTypeFactory(valid_from=valid_from, valid_to=valid_to)
    with pytest.raises(TypeNotInForce, match=told):
        check_type_holds(kind, MARCH)


@pytest.mark.parametrize(("valid_from", "valid_to"), [(None, None), (MARCH, None), (None, MARCH), (MARCH, MARCH)])
def test_the_first_and_the_last_day_are_days_that_it_holds(valid_from, valid_to):
    check_type_holds(EmploymentTypeFactory(valid_from=valid_from, valid_to=valid_to), MARCH)


def test_the_operations_refuse_it(over):
    with pytest.raises(TypeNotInForce):
        add_employment(
            key="", participant_key="P1", name="Eva", sex="", type=over, employed=(MARCH, None),
            department=DepartmentFactory(), kind="external", placed_from=MARCH, working_share=100, reason="",
        )  # fmt: skip
    with pytest.raises(TypeNotInForce):
        confirm_start(booking=planned(), type=over, employed_to=END, key="", today=MARCH)
    assert not Employment.objects.exists()


def test_what_it_has_already_may_stay_and_nothing_else(over):
    one = PlacementFactory(employment__type=over, employment__employed_from=MARCH).employment
    assert change_employment(employment=one, type=over, employed=(MARCH, END), end_cause="", reason="").type == over
    later = EmploymentTypeFactory(code="ny", valid_from=END)
    with pytest.raises(TypeNotInForce):
        change_employment(employment=one, type=later, employed=(MARCH, END), end_cause="", reason="")


def test_a_new_employment_is_refused_at_the_field(over, login_as):
    given = {
        "participant_key": "P1", "type": over.pk, "employed_from": "2021-03-01", "department": DepartmentFactory().pk,
        "kind": "external", "working_share": "100", "reason": "Ny",
    }  # fmt: skip
    client = login_as("asf_administrator")
    response = client.post(reverse("placements:employment_new"), given)
    assert response.status_code == 422
    assert response.context["form"].errors["type"][0].startswith(BOTH)
    assert (
        client.post(reverse("placements:employment_new"), {**given, "employed_from": "2021-02-28"}).status_code == 302
    )


def test_a_change_is_refused_at_the_field_unless_the_type_stays(over, login_as):
    one = PlacementFactory(employment__employed_from=MARCH).employment
    given = {"type": over.pk, "employed_from": "2021-03-01", "reason": "Fel"}
    client, url = login_as("asf_administrator"), reverse("placements:employment_change", args=[one.pk])
    response = client.post(url, given)
    assert response.status_code == 422
    assert response.context["form"].errors["type"][0].startswith(BOTH)
    Employment.objects.update(type=over)
    assert client.post(url, given).status_code == 302


def test_a_start_is_refused_at_the_field(over, login_as):
    client, one = login_as("asf_administrator"), planned()
    url = reverse("placements:booking_start", args=[one.pk])
    response = client.post(url, {"type": over.pk})
    assert response.status_code == 422
    assert BOTH in response.text
    assert client.post(url, {"type": EmploymentTypeFactory().pk}).status_code == 302
