"""Many bookings at once: a host answers all its proposals, a case officer plans and confirms many starts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.models import AccessLogEntry
from placements.models import Booking, Placement
from placements.operations.bookings import accept, book, plan_start
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db
LIST, ACTS = reverse("placements:bookings"), reverse("placements:booking_acts")
TODAY, LAST = date(2021, 3, 1), date(2021, 8, 31)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


@pytest.fixture
def place():
    return PlaceFactory(state="approved", openings=3, available_to=date(2021, 12, 31))


def proposed(place, *, share: int = 100, participant=None) -> Booking:
    return book(
        place=place, participant=participant or ParticipantFactory(), period=(TODAY, LAST), working_share=share,
        presentation="Van vid kök.", by=None, today=TODAY,
    )  # fmt: skip


def accepted(place, **given) -> Booking:
    return accept(booking=proposed(place, **given), by=None, today=TODAY)


def planned(place, **given) -> Booking:
    one = accepted(place, **given)
    return plan_start(booking=one, period=(TODAY, LAST), working_share=one.working_share, today=TODAY)


def post(client, act, *ones, **given):
    return client.post(ACTS, {"act": act, "chosen": [one.pk for one in ones], **given})


def states(*ones) -> list[str]:
    return [Booking.objects.get(pk=one.pk).state for one in ones]


def test_a_host_says_yes_to_all_that_it_has_chosen_and_nothing_happens_before_it_has_looked(login_as, place):
    ones = [proposed(place), proposed(place)]
    hr = login_as("department_hr", place.department)
    assert 'value="accept"' in hr.get(LIST).text and 'value="plan"' not in hr.get(LIST).text
    page = hr.get(ACTS, {"act": "accept", "chosen": [one.pk for one in ones]}).text
    assert "2 bokningar är valda" in page and "Van vid kök." in page
    assert states(*ones) == ["proposed", "proposed"]
    assert "Gjort för 2 av 2" in post(hr, "accept", *ones).text
    assert states(*ones) == ["accepted", "accepted"]
    assert {one.answered_by for one in Booking.objects.all()} == {hr.user}


def test_a_no_to_many_needs_one_of_the_hosts_causes(login_as, place):
    ones = [proposed(place), proposed(place)]
    hr = login_as("department_hr", place.department)
    for cause in ("", "support_refused"):
        assert post(hr, "decline", *ones, cause=cause).status_code == 422
    assert states(*ones) == ["proposed", "proposed"]
    post(hr, "decline", *ones, cause="no_supervisor", note="Från maj.")
    assert {(one.state, one.cause, one.note) for one in Booking.objects.all()} == {
        ("declined", "no_supervisor", "Från maj.")
    }


def test_each_row_says_why_it_was_left_as_it_was(login_as, place):
    ones = [proposed(place), accepted(place)]
    told = post(login_as("department_hr", place.department), "accept", *ones).text
    assert "Gjort för 1 av 2" in told and "Bokningen är i läget ”" in told


def test_another_departments_proposal_is_not_answered_for(login_as, place):
    one = proposed(place)
    answer = post(login_as("department_hr", DepartmentFactory()), "accept", one)
    assert answer.url == LIST and states(one) == ["proposed"]


def test_asf_answers_for_its_own_teams_and_companies_and_not_for_a_department(login_as, place):
    own = PlaceFactory(state="approved", department=DepartmentFactory(provider=True))
    ones = [proposed(place), proposed(own)]
    told = post(login_as("asf_administrator"), "accept", *ones).text
    assert "Förvaltningen svarar själv" in told
    assert states(*ones) == ["proposed", "accepted"]


@pytest.mark.parametrize("act", ["plan", "start", "remind", "extend", "cancel"])
def test_a_host_only_answers(login_as, place, act):
    hr = login_as("department_hr", place.department)
    assert post(hr, act, proposed(place)).status_code == 403
    assert hr.get(ACTS, {"act": act, "chosen": 1}).status_code == 403


def test_nothing_chosen_or_an_act_that_is_not_goes_back_to_the_list(login_as, place):
    officer, one = login_as("case_officer"), proposed(place)
    for given in ({"act": "plan"}, {"act": "dance", "chosen": one.pk}, {"act": "plan", "chosen": "x" * 20}):
        assert officer.get(ACTS, given).url == LIST
    assert "Inget är valt" in officer.get(LIST).text


def test_starts_are_planned_as_booked_or_on_one_day_for_all(login_as, place):
    ones = [accepted(place), accepted(place, share=75)]
    officer = login_as("case_officer")
    post(officer, "plan", *ones, starts_on="", ends_on="", working_share="")
    assert [(one.starts_on, one.ends_on, one.working_share) for one in Booking.objects.order_by("pk")] == [
        (TODAY, LAST, 100), (TODAY, LAST, 75)
    ]  # fmt: skip
    post(officer, "plan", *ones, starts_on="2021-04-12", ends_on="", working_share="80")
    assert {(one.state, one.starts_on, one.ends_on, one.working_share) for one in Booking.objects.all()} == {
        ("planned", date(2021, 4, 12), LAST, 80)
    }


def test_a_day_that_is_none_is_refused_by_its_field_for_all(login_as, place):
    one = accepted(place)
    answer = post(login_as("case_officer"), "plan", one, starts_on="i maj", working_share="140")
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"starts_on", "working_share"}
    assert states(one) == ["accepted"]


def test_many_starts_are_confirmed_with_one_type_for_those_who_are_not_employed_yet(login_as, place):
    employed = EmploymentFactory(employed_from=date(2021, 1, 1), employed_to=LAST)
    ones = [planned(place), planned(place, participant=employed.participant)]
    kind = EmploymentTypeFactory(code="extratjanst", name="Extratjänst")
    told = post(login_as("case_officer"), "start", *ones, type=kind.pk, employed_to="").text
    assert "Gjort för 2 av 2" in told
    made = Placement.objects.order_by("booking__pk").select_related("employment")
    assert [(one.employment.type_id, one.placed_to) for one in made] == [(kind.pk, LAST), (employed.type_id, LAST)]
    assert made[1].employment == employed


def test_without_a_type_only_those_already_employed_start(login_as, place):
    employed = EmploymentFactory(employed_from=date(2021, 1, 1), employed_to=LAST)
    ones = [planned(place), planned(place, participant=employed.participant)]
    told = post(login_as("case_officer"), "start", *ones, type="", employed_to="").text
    assert "Gjort för 1 av 2" in told and "Välj vilken anställningstyp det blir" in told
    assert states(*ones) == ["planned", "started"]


def test_looking_at_the_chosen_is_logged_where_names_are_shown(login_as, place):
    one = proposed(place)
    login_as("department_hr", place.department).get(ACTS, {"act": "accept", "chosen": one.pk})
    assert not AccessLogEntry.objects.exists(), "a host sees no names before it has said yes"
    login_as("case_officer").get(ACTS, {"act": "plan", "chosen": one.pk})
    assert AccessLogEntry.objects.get().people == [one.participant_id]


def test_the_page_asks_the_database_as_often_for_three_as_for_one(login_as, place):
    ones = [accepted(place) for _ in range(3)]
    officer = login_as("case_officer")
    officer.get(ACTS, {"act": "plan", "chosen": ones[0].pk})

    def queries(*chosen: Booking) -> int:
        with CaptureQueriesContext(connection) as asked:
            officer.get(ACTS, {"act": "plan", "chosen": [one.pk for one in chosen]})
        return len(asked)

    assert queries(*ones) == queries(ones[0])
