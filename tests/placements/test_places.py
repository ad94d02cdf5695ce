"""The place bank: offered, approved, withdrawn, and by whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from placements.models import Place
from placements.operations.places import (
    AlreadyWithdrawn,
    NotOffered,
    PlaceEndsBeforeStart,
    approve_place,
    offer_place,
    withdraw_place,
)
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlaceFactory

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("placements:places"), reverse("placements:place_new")
FEB, JAN = date(2021, 2, 1), date(2021, 1, 1)


def form_of(department, **given):
    values = {
        "department": department.pk, "kind": "external", "workplace": "Simhallen",
        "job_title": "Vaktmästare", "tasks": "", "openings": 2, "available_from": "2021-02-01", "available_to": "",
        "value_for_person": "Lär sig", "value_for_service": "",
    }  # fmt: skip
    return {**values, **given}


def test_a_department_offers_its_own_places_only(login_as):
    own, other = DepartmentFactory(), DepartmentFactory()
    client = login_as("department_hr", own)
    response = client.post(NEW, form_of(own))
    place = Place.objects.get()
    assert response.url == reverse("placements:place", args=[place.pk])
    assert (place.state, place.openings, place.department) == ("offered", 2, own)
    assert client.post(NEW, form_of(other)).status_code == 422
    assert Place.objects.count() == 1


def test_what_the_place_gives_the_person_is_required(login_as):
    own = DepartmentFactory()
    assert login_as("department_hr", own).post(NEW, form_of(own, value_for_person="")).status_code == 422


def test_a_place_that_ends_before_it_begins_is_refused_in_the_form(login_as):
    own = DepartmentFactory()
    response = login_as("asf_administrator").post(NEW, form_of(own, available_to="2021-01-01"))
    assert response.status_code == 422
    assert "före den första, 2021-02-01" in response.text
    with pytest.raises(PlaceEndsBeforeStart):
        offer_place(
            department=own, kind="external", workplace="a", job_title="b", tasks="", openings=1, available=(FEB, JAN),
            value_for_person="c", value_for_service="", today=JAN,
        )  # fmt: skip


def test_approval_is_once_and_by_asf(login_as):
    place = PlaceFactory()
    assert approve_place(place=place).state == "approved"
    with pytest.raises(NotOffered, match="godkänd"):
        approve_place(place=place)
    other = PlaceFactory()
    url = reverse("placements:place_approval", args=[other.pk])
    assert login_as("department_hr", other.department).post(url).status_code == 403
    login_as("asf_administrator").post(url)
    other.refresh_from_db()
    assert other.state == "approved"


def test_withdrawal_is_once_and_says_why(login_as):
    place = PlaceFactory()
    url = reverse("placements:place_withdrawal", args=[place.pk])
    client = login_as("department_hr", place.department)
    client.post(url, {"reason": ""})
    place.refresh_from_db()
    assert place.state == "offered"
    client.post(url, {"reason": "Ombyggnad"})
    place.refresh_from_db()
    assert place.state == "withdrawn"
    assert Place.pgh_event_model.objects.order_by("pgh_id").last().pgh_context.metadata["reason"] == "Ombyggnad"
    with pytest.raises(AlreadyWithdrawn):
        withdraw_place(place=place, reason="igen")


def test_strangers_find_no_place_and_readers_may_not_withdraw(login_as):
    place = PlaceFactory()
    page, url = (reverse(f"placements:{name}", args=[place.pk]) for name in ("place", "place_withdrawal"))
    assert login_as("department_hr").get(page).status_code == 404
    assert login_as("department_hr").post(url, {"reason": "a"}).status_code == 404
    assert login_as("department_head", place.department).get(page).status_code == 200
    assert login_as("department_head", place.department).post(url, {"reason": "a"}).status_code == 403
    for role in ("finance", "steering_group_member", "system_administrator"):
        assert login_as(role).get(LIST).status_code == 403
    assert login_as("department_head").get(NEW).status_code == 403


def test_the_list_searches_filters_and_sorts(login_as):
    host = DepartmentFactory(name="Fritidsförvaltningen")
    PlaceFactory(department=host, job_title="Vaktmästare", openings=1, kind="own_team")
    PlaceFactory(job_title="Kock", openings=5, state="approved")
    PlaceFactory(job_title="Målare", state="withdrawn")
    client = login_as("asf_administrator")

    def titles(query):
        return [place.job_title for place in client.get(LIST + query).context["page"].object_list]

    assert titles("?sort=job_title") == ["Kock", "Vaktmästare"]
    assert titles("?sort=-openings") == ["Kock", "Vaktmästare"]
    assert titles("?q=fritid") == titles("?kind=own_team") == titles(f"?department={host.pk}") == ["Vaktmästare"]
    assert titles("?state=withdrawn") == ["Målare"]
    assert titles("?q=finns+inte") == []
    assert "6 platser stämmer" in client.get(LIST).text
    assert "Kock;Simhallen" in client.get(LIST + "?state=approved&format=csv").content.decode("utf-8-sig")
    assert client.get(LIST, headers={"HX-Request": "true"}).text.startswith('<div id="places">')


@pytest.mark.parametrize("number", [2, 50])
def test_the_list_asks_the_database_as_often_for_fifty_rows_as_for_two(login_as, django_assert_num_queries, number):
    PlaceFactory.create_batch(number)
    client = login_as("asf_administrator")
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_database_refuses_a_place_without_openings_or_with_dates_out_of_order():
    PlaceFactory()
    with pytest.raises(IntegrityError, match="place_has_openings"), transaction.atomic():
        Place.objects.update(openings=0)
    with pytest.raises(IntegrityError, match="place_ends_after_start"), transaction.atomic():
        Place.objects.update(available_to=JAN)
