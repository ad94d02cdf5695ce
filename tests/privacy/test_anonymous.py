"""What is left of an anonymous person, where it is not shown, and that nothing more is done with it (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from billing.models import Reconciliation
from billing.operations.months import close_months
from foundation.models import AccessLogEntry
from foundation.periods import Month
from foundation.tables import read_table
from organisation.models import User
from placements.anonymous import PersonIsAnonymous, is_anonymous
from placements.employment_file import read_employments
from placements.models import (
    Booking,
    CaseOfficerAssignment,
    Employment,
    EmploymentType,
    Participant,
    Placement,
    RetiredKey,
    SupportDecision,
    Training,
)
from placements.operations.bookings import book, book_newcomer
from placements.operations.case_officers import assign
from placements.operations.employments import add_employment, end_employment
from placements.operations.retired_keys import KeyRetired
from placements.queries.bookings import participants_without_place
from privacy.operations.anonymising import anonymise
from tests.clock import clock_from
from tests.conftest import SmallCity
from tests.organisation.factories import UserFactory
from tests.placements.factories import ParticipantFactory, PlaceFactory, PlacementFactory

TODAY, ENDED = date(2024, 6, 1), date(2021, 2, 14)


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(role="case_officer")


@pytest.fixture
def gone(officer: User, small_city: SmallCity) -> Employment:
    """Placed at leisure to 14 February 2021, with everything that an employment can have; January is closed."""
    place = PlaceFactory(department=small_city.leisure, state="approved")
    placement = PlacementFactory(
        department=small_city.leisure, employment__key="E77", employment__participant__key="P77",
        employment__employed_from=date(2021, 1, 4), employment__employed_to=ENDED, placed_to=ENDED,
        job_title="Vaktmästare hos Ärla", onboarding_on=date(2021, 1, 5), responsibility_on=date(2021, 1, 5),
    )  # fmt: skip
    employment = placement.employment
    CaseOfficerAssignment.objects.create(
        participant=employment.participant, officer=officer, valid_from=date(2021, 1, 4)
    )
    Training.objects.create(employment=employment, module="civics", offered_on=date(2021, 1, 11))
    SupportDecision.objects.create(
        employment=employment, number="AF-4711", type=employment.type, valid_from=date(2021, 1, 4), valid_to=ENDED
    )
    Booking.objects.create(
        opening=place.opening_rows.get(number=1), participant=employment.participant, state="started",
        placement=placement, starts_on=date(2021, 1, 4), ends_on=ENDED, proposed_on=date(2020, 12, 1),
        proposed_by=officer, expires_on=date(2020, 12, 15), answered_on=date(2020, 12, 2), answered_by=officer,
    )  # fmt: skip
    close_months(months=[Month(2021, 1)], by=None)
    for subject in ("E77", "P77", "E78"):
        AccessLogEntry.objects.create(
            user=officer, act="employment_shown", subject=subject, people=[employment.participant_id]
        )
    anonymise([employment.participant_id])
    employment.refresh_from_db()
    return employment


def test_what_no_report_needs_is_gone_and_what_they_need_stays(gone):
    placement = gone.placements.get()
    assert (placement.job_title, placement.supervisor, placement.onboarding_on, placement.responsibility_on) == (
        "", None, None, None,
    )  # fmt: skip
    assert (placement.placed_from, placement.placed_to, placement.department.name) == (
        date(2021, 1, 4), ENDED, "Fritidsförvaltningen",
    )  # fmt: skip
    assert not CaseOfficerAssignment.objects.exists() and not Training.objects.exists()
    booking = gone.participant.bookings.get()
    assert (booking.proposed_by, booking.answered_by, booking.state) == (None, None, "started")
    for model, fields in ((Placement, {"job_title": ""}), (Booking, {"proposed_by": None})):
        assert not model.pgh_event_model.objects.exclude(**fields).exists(), "the history tells it still"
    assert not CaseOfficerAssignment.pgh_event_model.objects.exists()
    assert not SupportDecision.pgh_event_model.objects.filter(number="AF-4711").exists()


def test_a_new_key_is_known_as_one_and_the_ones_of_the_register_are_not(gone):
    assert is_anonymous(gone.key) and is_anonymous(gone.participant.key)
    assert not any(is_anonymous(key) for key in ("E77", "A000123", "A" + "f" * 31, "A" + "g" * 32))


def test_the_log_of_looks_says_the_old_keys_no_more(gone):
    assert sorted(AccessLogEntry.objects.values_list("subject", flat=True)) == ["", "", "E78"]


def test_the_list_shows_numbers_of_people_only_and_no_anonymous_rows(gone, login_as):
    client = login_as("asf_administrator")
    for state in ("ended", "all"):
        page = client.get(reverse("placements:employments") + f"?state={state}").text
        assert gone.key not in page
    assert participants_without_place(user=client.user, today=TODAY) == []


def test_a_closed_month_shows_its_line_and_leads_to_nobody(gone, login_as):
    row = Reconciliation.objects.get(department__name="Fritidsförvaltningen", month=date(2021, 1, 1))
    page = login_as("asf_administrator").get(reverse("billing:reconciliation", args=[row.pk])).text
    assert "E77" in page, "frozen"
    assert reverse("placements:employment", args=[gone.pk]) not in page and gone.key not in page


def test_the_page_says_that_it_is_anonymous_and_every_act_is_refused(gone, login_as):
    client = login_as("asf_administrator")
    page = client.get(reverse("placements:employment", args=[gone.pk])).text
    assert "avidentifierad genom gallring" in page
    for name in ("employment_end", "employment_change", "employment_extension", "employment_officer"):
        address = reverse(f"placements:{name}", args=[gone.pk])
        assert address not in page
        assert "avidentifierad genom gallring" in client.get(address, follow=True).text


def test_the_operations_refuse_an_anonymous_person(gone, officer):
    person = gone.participant
    with pytest.raises(PersonIsAnonymous):
        end_employment(employment=gone, on=ENDED, cause="work", reason="")
    with pytest.raises(PersonIsAnonymous):
        assign(participant=person, officer=officer, on=TODAY, note="")
    with pytest.raises(PersonIsAnonymous):
        book(**proposal(officer), participant=person)


def proposal(by: User) -> dict[str, object]:
    place = PlaceFactory(state="approved")
    return {
        "place": place, "period": (date(2024, 7, 1), None), "working_share": 100, "presentation": "", "by": by,
        "today": TODAY,
    }  # fmt: skip


def test_nobody_else_gets_the_keys(gone, officer, small_city):
    """P77 and E77 are taken for ever, in capitals or not; E77 as a participant's key is another thing."""
    for key in ("P77", "p77"):
        with pytest.raises(KeyRetired, match="gallrad"):
            book_newcomer(**proposal(officer), key=key, name="Någon", sex="woman")
    values = {
        "name": "Någon", "sex": "woman", "type": EmploymentType.objects.get(), "employed": (TODAY, None),
        "department": small_city.leisure, "kind": "external", "placed_from": TODAY, "working_share": 100, "reason": "",
    }  # fmt: skip
    with pytest.raises(KeyRetired):
        add_employment(key="E77", participant_key="P78", **values)
    with pytest.raises(KeyRetired):
        add_employment(key="E78", participant_key="P77", **values)
    add_employment(key="P77", participant_key="E77", **values)
    assert not Participant.objects.filter(key="P78").exists()


def test_no_file_gives_the_keys_to_somebody_else(gone, small_city):
    """P77 and E77 are whose time is out; the anonymous keys of today are refused as well."""
    code, kind = small_city.leisure.code, gone.type.code
    rows = [("E77", "P80"), ("E80", "P77"), (gone.key, "P81"), ("E82", "P82")]
    lines = [f"{one};{who};{kind};2024-01-08;{code};external;2024-01-08" for one, who in rows]
    headings = "employment;participant;type;employed_from;department;placement_kind;placed_from"
    table = read_table(file="\n".join([headings, *lines]).encode(), name="anst.csv")
    errors = read_employments(table, today=TODAY).errors
    assert [(one.row, one.column) for one in errors] == [(2, "Anställning"), (3, "Deltagare"), (4, "Anställning")]


def test_the_keys_that_are_kept_back_are_not_to_be_read(gone):
    assert RetiredKey.objects.count() == 2
    assert all(len(digest) == 64 for digest in RetiredKey.objects.values_list("digest", flat=True))
    anonymise([gone.participant_id])
    assert RetiredKey.objects.count() == 2, "an anonymous key is not kept back"


def test_candidates_are_found_on_the_server_by_key_or_by_a_name_that_is_not_protected(db, login_as):
    ParticipantFactory(key="P1", name="Ärla Prov")
    ParticipantFactory(key="P2", name="Ärla Skyddad", is_protected=True)
    client, place = login_as("case_officer"), PlaceFactory(state="approved", available_from=date(2021, 2, 1))
    address = reverse("placements:booking_new", args=[place.pk])
    with clock_from(date(2021, 3, 1)):
        page = client.get(address + "?q=ärla").text
        assert 'value="P1"' in page and 'value="P2"' not in page and "1 person föreslås" in page
        assert 'value="P2"' in client.get(address + "?q=p2").text
