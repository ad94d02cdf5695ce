"""The pages of bookings: the way from a free opening to a start, who answers, and whose name is shown to whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from foundation.models import AccessLogEntry
from placements.models import Booking, Participant, Placement
from placements.operations.bookings import accept, book, decline
from placements.operations.starting import confirm_start
from placements.queries.bookings import declines
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import (
    EmploymentFactory,
    EmploymentTypeFactory,
    ParticipantFactory,
    PlaceFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db
LIST, ACTS = reverse("placements:bookings"), reverse("placements:booking_acts")
TODAY = date(2021, 3, 1)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(TODAY):
        yield


def url(name, one):
    return reverse(f"placements:{name}", args=[one.pk])


def proposed(place=None, **person) -> Booking:
    return book(
        place=place or PlaceFactory(state="approved"), participant=ParticipantFactory(**person), period=(TODAY, None),
        working_share=100, presentation="Van vid kök.", by=None, today=TODAY,
    )  # fmt: skip


def form_of(**given):
    return {"participant_key": "P1", "starts_on": "2021-03-01", "ends_on": "", "working_share": 100, **given}


@pytest.mark.parametrize(
    ("counts", "told"),
    [(True, "personen räknas från första dagen"), (False, "Arbetspraktik räknas inte mot målet")],
)
def test_a_start_says_whether_the_person_counts_by_the_types_own_rule(login_as, counts, told):
    one, officer = proposed(), login_as("case_officer")
    Booking.objects.filter(pk=one.pk).update(state="planned", answered_on=TODAY)
    assert "om anställningstypen gör det" in officer.get(url("booking", one)).text
    kind = EmploymentTypeFactory(code="praktik", name="Arbetspraktik", counts=counts)
    page = officer.post(url("booking_start", one), {"type": kind.pk, "employed_to": "", "key": ""}, follow=True).text
    assert told in page


@pytest.mark.parametrize(("counts", "told"), [(True, "och räknas mot målet"), (False, "räknas inte mot målet")])
def test_before_the_start_of_someone_employed_the_page_says_whether_the_type_counts(login_as, counts, told):
    person = EmploymentFactory(type__code="praktik", type__counts=counts).participant
    one = book(
        place=PlaceFactory(state="approved"), participant=person, period=(TODAY, None), working_share=50,
        presentation="", by=None, today=TODAY,
    )  # fmt: skip
    Booking.objects.filter(pk=one.pk).update(state="planned", answered_on=TODAY)
    assert told in login_as("case_officer").get(url("booking", one)).text


def test_logs_are_in_swedish_whatever_language_the_reader_has_chosen(login_as):
    proposed()
    officer = login_as("case_officer")
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert 'lang="en"' in officer.get(LIST).text
    PlacementFactory()
    officer.get(reverse("placements:employments") + "?state=all")
    subjects = list(AccessLogEntry.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["1 bokningar", "läge alla, 1 rader"]


def test_someone_is_found_booked_answered_planned_and_started(login_as):
    place = PlaceFactory(state="approved", openings=1)
    person = ParticipantFactory(key="P1")
    officer, hr = login_as("case_officer"), login_as("department_hr", place.department)
    assert "P1" in officer.get(url("booking_new", place)).text
    officer.post(url("booking_new", place), form_of(presentation="Van vid kök."))
    one = Booking.objects.get()
    assert (one.participant, one.state) == (person, "proposed")
    hr.post(url("booking_acceptance", one))
    officer.post(url("booking_plan", one), {"starts_on": "2021-03-01", "ends_on": "2021-08-31", "working_share": 75})
    kind = EmploymentTypeFactory()
    response = officer.post(url("booking_start", one), {"type": kind.pk, "employed_to": "", "key": ""})
    assert response.url == url("booking", one)
    made = Placement.objects.get()
    assert (made.employment.participant, made.department, made.working_share) == (person, place.department, 75)
    assert "har börjat" in officer.get(url("booking", one)).text


def test_a_person_unknown_to_the_register_needs_a_name(login_as):
    place = PlaceFactory(state="approved")
    officer = login_as("case_officer")
    refused = officer.post(url("booking_new", place), form_of(participant_key="P77"))
    assert refused.status_code == 422
    assert "P77 finns inte i registret" in refused.text
    officer.post(url("booking_new", place), form_of(participant_key="P77", name="Ny Person"))
    assert Booking.objects.get().participant.name == "Ny Person"


def test_a_refused_booking_makes_no_participant(login_as):
    place = PlaceFactory()  # not approved
    response = login_as("case_officer").post(url("booking_new", place), form_of(participant_key="P77", name="Ny"))
    assert response.status_code == 422
    assert "Bara en godkänd plats" in response.text
    assert not Participant.objects.filter(key="P77").exists()


def test_the_host_learns_the_name_when_it_has_said_yes_and_not_before(login_as):
    one = proposed(name="Kim Synlig")
    hr = login_as("department_hr", one.opening.place.department)
    for page in (LIST, url("booking", one), url("place", one.opening.place)):
        assert "Kim Synlig" not in hr.get(page).text
    assert "Van vid kök." in hr.get(url("booking", one)).text
    accept(booking=one, by=None, today=TODAY)
    assert "Kim Synlig" in hr.get(url("booking", one)).text
    assert AccessLogEntry.objects.filter(act="booking_shown").count() == 1
    decline(booking=one, cause="other", note="", by=None, today=TODAY)
    assert "Kim Synlig" not in hr.get(url("booking", one)).text


def test_protected_identity_is_hidden_also_after_a_yes(login_as):
    one = accept(booking=proposed(name="Hemlig", is_protected=True), by=None, today=TODAY)
    department = one.opening.place.department
    for role, where in (("department_hr", department), ("asf_head", None), ("auditor", None)):
        client = login_as(role, where)
        for page in (LIST, LIST + "?state=accepted&format=csv", url("booking", one), url("place", one.opening.place)):
            assert "Hemlig" not in client.get(page).content.decode(), (role, page)
    assert "Hemlig" in login_as("case_officer").get(url("booking", one)).text


def test_a_host_reads_no_more_of_who_has_left(login_as):
    """Started 1 March, there to the 31st: on 1 April the host's own list, file and page say nothing of the person."""
    one, last = proposed(), date(2021, 3, 31)
    Booking.objects.filter(pk=one.pk).update(state="planned", answered_on=TODAY, ends_on=last)
    confirm_start(booking=one, type=EmploymentTypeFactory(), employed_to=last, key="", today=TODAY)
    key, started = one.participant.key, LIST + "?state=started"
    for day, sees in ((last, True), (date(2021, 4, 1), False)):
        with clock_from(day):
            hr = login_as("department_hr", one.opening.place.department)
            for page in (started, started + "&format=csv"):
                assert (key in hr.get(page).content.decode()) is sees, (day, page)
            assert hr.get(url("booking", one)).status_code == (200 if sees else 404)
            assert key in login_as("case_officer").get(started).text


def test_nobody_proposes_and_answers_but_for_asfs_own_teams_and_companies(login_as):
    asf = login_as("asf_administrator")
    assert asf.post(url("booking_acceptance", proposed())).status_code == 403
    own = PlaceFactory(state="approved", department=DepartmentFactory(provider=True))
    company = PlaceFactory(state="approved", department=DepartmentFactory(company=True))
    for place in (own, company):
        one = proposed(place)
        asf.post(url("booking_acceptance", one))
        one.refresh_from_db()
        assert one.state == "accepted"


def test_a_host_gives_only_a_hosts_causes(login_as):
    one = proposed()
    hr = login_as("department_hr", one.opening.place.department)
    assert hr.post(url("booking_refusal", one), {"cause": "support_refused", "note": ""}).status_code == 422
    hr.post(url("booking_refusal", one), {"cause": "no_supervisor", "note": "Från maj."})
    one.refresh_from_db()
    assert (one.state, one.cause, one.note) == ("declined", "no_supervisor", "Från maj.")


def test_chosen_bookings_are_reminded_of_and_each_says_what_happened(login_as):
    ones = [proposed(), accept(booking=proposed(), by=None, today=TODAY)]
    told = login_as("case_officer").post(ACTS, {"chosen": [one.pk for one in ones], "act": "remind"}).text
    assert "Gjort för 1 av 2" in told
    ones[0].refresh_from_db()
    assert ones[0].reminded_on == TODAY
    hr = login_as("department_hr", ones[0].opening.place.department)
    assert "ASF har påmint om 1" in hr.get(reverse("home")).text


def test_the_list_shows_those_on_the_way_and_others_when_asked(login_as):
    one, over = proposed(), proposed()
    decline(booking=over, cause="place_gone", note="", by=None, today=TODAY)
    officer = login_as("case_officer")

    def keys(query, client=officer):
        return [row.booking.participant.key for row in client.get(LIST + query).context["rows"]]

    assert keys("") == keys("?state=proposed") == keys(f"?q={one.participant.key}") == [one.participant.key]
    assert keys("?state=declined") == [over.participant.key]
    assert keys("?mine=on") == []
    with clock_from(date(2021, 3, 16)):
        later = login_as("case_officer")  # the first one's session is over
        assert keys("", later) == []
        assert keys("?state=expired", later) == [one.participant.key]


def test_noes_are_counted_by_host_and_cause():
    place = PlaceFactory(state="approved", openings=3)
    for cause in ("place_gone", "place_gone", "person_declined"):
        decline(booking=proposed(place), cause=cause, note="", by=None, today=TODAY)
    pk = place.department_id
    found = declines(departments=[pk], first=TODAY, last=date(2021, 3, 31))
    assert found == {pk: {"place_gone": 2, "person_declined": 1}}
    assert declines(departments=[pk], first=date(2021, 4, 1), last=date(2021, 4, 30)) == {pk: {}}


def test_an_identity_number_is_no_key_of_a_newcomer(login_as):
    place = PlaceFactory(state="approved")
    client = login_as("case_officer")
    response = client.post(url("booking_new", place), form_of(participant_key="900101-9802", name="Ny Person"))
    assert response.status_code == 422
    assert "Det ser ut som ett personnummer." in response.text
    assert not Participant.objects.exists()
