"""A key that was mistyped puts nothing on another person, and says nothing of who that is."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from placements.models import Booking, Employment, Participant
from placements.operations.participants import KeyOfAnother, participant_of
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
REFUSED = "Nyckeln P00012 tillhör en annan person än den ni skrev."


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    for view in ("bookings", "employments", "employment_acts"):
        monkeypatch.setattr(f"placements.views.{view}.today", lambda: TODAY)


@pytest.fixture(params=[False, True], ids=["known", "protected"])
def kim(request):
    return ParticipantFactory(key="P00012", name="Kim Hemlig", sex="woman", is_protected=request.param)


@pytest.mark.parametrize(("name", "sex"), [
    ("", ""), ("Kim Hemlig", "woman"), (" kim  HEMLIG ", ""), ("", "woman"),
])  # fmt: skip
def test_who_is_meant_by_the_key_is_used_as_the_register_has_it(kim, name, sex):
    assert participant_of(key="P00012", name=name, sex=sex, is_protected=False) == kim
    assert Participant.objects.get().name == "Kim Hemlig"


def test_what_the_register_does_not_know_differs_from_nothing():
    one = ParticipantFactory(key="P00012", name="", sex="")
    assert participant_of(key="P00012", name="Eva Prov", sex="woman", is_protected=False) == one


@pytest.mark.parametrize(("name", "sex"), [("Eva Prov", "woman"), ("Eva Prov", ""), ("Kim Hemlig", "man"), ("", "man")])
def test_another_name_or_sex_is_another_person(kim, name, sex):
    with pytest.raises(KeyOfAnother, match=REFUSED) as refused:
        participant_of(key="P00012", name=name, sex=sex, is_protected=True)
    assert "Hemlig" not in str(refused.value)
    assert Participant.objects.get().is_protected == kim.is_protected


def test_no_employment_is_put_on_another_person(kim, login_as):
    given = {
        "participant_key": "P00012", "name": "Eva Prov", "sex": "woman", "type": EmploymentTypeFactory().pk,
        "employed_from": "2021-02-01", "department": DepartmentFactory().pk, "kind": "external",
        "working_share": "100", "reason": "Ny",
    }  # fmt: skip
    client = login_as("asf_administrator")
    response = client.post(reverse("placements:employment_new"), given)
    assert response.status_code == 422
    assert REFUSED in response.text
    assert "Hemlig" not in response.text
    assert not Employment.objects.exists()
    assert client.post(reverse("placements:employment_new"), {**given, "name": "", "sex": ""}).status_code == 302
    assert Employment.objects.get().participant == kim


@pytest.mark.parametrize("is_protected", ["", "on"])
def test_nobody_else_is_booked(kim, login_as, is_protected):
    url = reverse("placements:booking_new", args=[PlaceFactory(state="approved").pk])
    given = {
        "participant_key": "P00012", "name": "Eva Prov", "starts_on": "2021-07-01", "working_share": "100",
        "is_protected": is_protected,
    }  # fmt: skip
    response = login_as("asf_administrator").post(url, given)
    assert response.status_code == 422
    assert REFUSED in response.text
    assert not Booking.objects.exists()
    assert Participant.objects.get().is_protected == kim.is_protected
