"""Hosts short of their target come first in the place bank, with why; noes suggest causes of missing employments."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from billing.queries.declined import suggested_causes
from billing.queries.short_hosts import short_hosts
from foundation.periods import Month
from placements.models import Placement
from placements.operations.bookings import book, decline
from tests.billing.city import build_city
from tests.clock import clock_from
from tests.placements.factories import ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db
LIST = reverse("billing:place_bank")
TODAY = date(2021, 4, 12)


@pytest.fixture
def city():
    """In April leisure has 15 of 19 and lacks 4; environment lacks none, by the register example."""
    with clock_from(TODAY):
        yield build_city()


def test_what_hosts_lack_is_what_the_month_says(city):
    lacking = short_hosts(TODAY)
    assert (lacking[city.leisure.pk], lacking[city.environment.pk]) == (4, 0)
    assert short_hosts(date(2031, 1, 1)) == {}


def test_what_hosts_lack_is_counted_once_until_something_changes(city, django_assert_num_queries):
    """Leisure lacks 4; one of its 15 leaves by the end of March, so in April it lacks 5: seen at once."""
    first = short_hosts(TODAY)
    with django_assert_num_queries(1):
        assert short_hosts(TODAY) == first
    Placement.objects.filter(pk=_one_at(city.leisure)).update(placed_to=date(2021, 3, 31))
    assert short_hosts(TODAY)[city.leisure.pk] == first[city.leisure.pk] + 1 == 5


def _one_at(department):
    there = Placement.objects.filter(department=department).current(date(2021, 4, 30))
    return there.filter(employment__type__counts=True, placed_from__lt=date(2021, 3, 1)).order_by("pk").last().pk


def test_places_of_hosts_that_lack_most_come_first_and_say_so(city, login_as):
    PlaceFactory(department=city.environment, job_title="Miljövärd", state="approved")
    PlaceFactory(job_title="Utan kvot", state="approved", available_from=date(2021, 1, 1))
    PlaceFactory(department=city.leisure, job_title="Badvärd", state="approved")
    client = login_as("case_officer")
    page = client.get(LIST)
    assert [row.place.job_title for row in page.context["rows"]] == ["Badvärd", "Utan kvot", "Miljövärd"]
    assert "saknar 4" in page.text
    short = client.get(LIST + "?only_short=on").context["rows"]
    assert [row.place.job_title for row in short] == ["Badvärd"]


def test_openings_are_counted_free_booked_and_filled_in_list_board_and_panel(city, login_as):
    place = PlaceFactory(department=city.leisure, state="approved", openings=3)
    _booked(place)
    client = login_as("case_officer")
    [row] = client.get(LIST).context["rows"]
    assert (row.filled, row.booked, row.free, row.dots) == (0, 1, 2, "◐○○")
    board = client.get(LIST + "?view=board")
    assert [(name, len(cards)) for name, _label, cards in board.context["columns"]] == [
        ("free", 1), ("booked", 0), ("filled", 0),
    ]  # fmt: skip
    panel = client.get(f"{LIST}?place={place.pk}")
    assert panel.context["chosen"].place == place
    assert "Fritidsförvaltningen saknar 4 anställningar" in panel.text
    PlaceFactory(department=city.leisure, state="approved", openings=1, job_title="Full")
    _booked(client.get(LIST + "?q=Full").context["rows"][0].place)
    assert [row.place.pk for row in client.get(LIST + "?only_free=on").context["rows"]] == [place.pk]


def test_rows_and_openings_are_told_apart_and_summed(city, login_as):
    """3 + 2 + 1 openings on three rows: two are booked; a draft is not among what the officer sees."""
    place = PlaceFactory(department=city.leisure, state="approved", openings=3)
    PlaceFactory(department=city.leisure, state="offered", openings=2)
    PlaceFactory(department=city.leisure, state="draft", openings=4)
    full = PlaceFactory(department=city.leisure, state="approved", openings=1)
    _booked(place)
    _booked(full)
    client = login_as("case_officer")
    page = client.get(LIST)
    totals = page.context["totals"]
    assert (totals.places, totals.openings, totals.free, totals.booked, totals.filled) == (3, 6, 4, 2, 0)
    assert "3 erbjudanden stämmer med filtren, med 6 platser (lediga: 4, bokade: 2, tillsatta: 0)." in page.text
    rows = page.context["rows"]
    assert totals.free == sum(row.free for row in rows) and totals.booked == sum(row.booked for row in rows)
    free = client.get(LIST + "?only_free=on").text
    assert "1 erbjudande stämmer med filtren, med 3 platser (lediga: 2, bokade: 1, tillsatta: 0)." in free


def test_noes_of_a_month_suggest_its_causes(city):
    place = PlaceFactory(department=city.leisure, state="approved", openings=4)
    for cause in ("place_gone", "no_supervisor", "person_declined"):
        decline(booking=_booked(place), cause=cause, note="", by=None, today=TODAY)
    assert suggested_causes(city.leisure, Month(2021, 4)) == [("ingen plats erbjuden", 2), ("tackade nej", 1)]
    assert suggested_causes(city.leisure, Month(2021, 5)) == []


def _booked(place):
    return book(
        place=place, participant=ParticipantFactory(), period=(date(2021, 5, 3), None), working_share=100,
        presentation="", by=None, today=TODAY,
    )  # fmt: skip
