"""Places whose time is out, and days that cannot be meant."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from placements.models import Place
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlaceFactory
from tests.placements.test_places import FEB, JAN, LIST, OFFERS, form_of, titles_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(FEB):
        yield


def test_a_place_whose_last_day_has_been_is_not_free_and_shown_only_when_asked_for(login_as):
    """On 1 February: one that ended the day before, one that ends today, one without an end; two openings each."""
    gone = PlaceFactory(job_title="Kock", state="approved", available_from=JAN, available_to=date(2021, 1, 31))
    PlaceFactory(job_title="Målare", state="approved", available_from=JAN, available_to=FEB)
    PlaceFactory(job_title="Skräddare", state="approved")
    client = login_as("case_officer")
    titles = titles_for(client)
    assert titles("?sort=job_title") == titles("?only_free=on&sort=job_title") == ["Målare", "Skräddare"]
    assert "med 4 platser (lediga: 4, bokade: 0, tillsatta: 0)" in client.get(LIST).text
    assert titles("?state=over") == ["Kock"]
    assert "med 2 platser (lediga: 0, bokade: 0, tillsatta: 0)" in client.get(LIST + "?state=over").text
    assert "Tiden är ute" in client.get(LIST + "?state=over&view=board").text
    page = client.get(reverse("placements:place", args=[gone.pk])).text
    assert "platsen fanns till och med 2021-01-31" in page
    assert "ledig" not in page and "Boka någon" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"available_from": "2021-01-01", "available_to": "2021-01-31"}, "Dagen har varit"),
        ({"union_on": "2021-02-02", "union_name": "Kommunal", "union_outcome": "agreed"}, "har inte varit än"),
        ({"available_from": "0021-02-01"}, "Året 0021 kan inte stämma"),
        ({"available_to": "9999-12-31"}, "Året 9999 kan inte stämma"),
    ],
)
def test_days_that_cannot_be_meant_are_refused_by_their_field(login_as, given, told):
    answer = login_as("asf_administrator").post(OFFERS, form_of(DepartmentFactory(), **given))
    assert answer.status_code == 422
    assert told in answer.text
    assert not Place.objects.exists()


def test_a_place_in_the_address_that_is_no_number_is_passed_over(login_as):
    PlaceFactory()
    assert login_as("case_officer").get(LIST + "?place=²").context["chosen"] is None
