"""Whom a file speaks of: protected from the first moment, and found by identity number where no key is given."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from foundation.tables import read_table
from placements.employment_file import read_employments
from placements.identity import identity_hash
from placements.models import Booking, Employment, JobParameters, Participant
from placements.operations.imports import accept_import, propose_import
from placements.operations.register_rows import save_employment_rows
from placements.operations.undo_import import undo_import
from placements.queries.import_comparison import comparison
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentTypeFactory, ParticipantFactory, PlaceFactory, employment_row

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
HEAD = "employment;type;employed_from;department;placement_kind;placed_from"
ROW = "extratjanst;2021-01-11;101;external;2021-01-11"
NUMBER, OTHER = "199001019802", "199001172395"


@pytest.fixture(autouse=True)
def by(db):
    EmploymentTypeFactory()
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    return UserFactory(role="asf_administrator")


def read(*lines, headings):
    table = read_table(file="\n".join([f"{HEAD};{headings}", *lines]).encode(), name="a.csv")
    return read_employments(table, today=TODAY)


def accepted(by, reading):
    assert reading.errors == []
    made = propose_import(content=b"1", file_name="a.csv", rows=reading.rows, kept=reading.kept, by=by)
    accept_import(employment_import=made, by=by)
    made.refresh_from_db()
    return made


# protected


def test_a_new_person_is_protected_before_anyone_sees_the_name(by):
    accepted(
        by, read(f"E1;{ROW};P1;Hemlig;ja", f"E2;{ROW};P2;Eva;", headings="participant;name;Skyddade personuppgifter")
    )
    assert dict(Participant.objects.values_list("key", "is_protected")) == {"P1": True, "P2": False}
    history = Participant.pgh_event_model.objects.filter(key="P1")
    assert [event.is_protected for event in history] == [True]


def test_a_file_puts_protection_on_someone_known_and_it_can_be_taken_back(by):
    save_employment_rows(rows=[employment_row(1, employment="E1", participant="P1")])
    reading = read(f"E1;{ROW};P1;ja", headings="participant;is_protected")
    told = comparison(
        propose_import(content=b"1", file_name="a.csv", rows=reading.rows, kept=reading.kept, by=by), today=TODAY
    )
    (row,) = told.groups[0].rows
    assert [(one.label, one.before, one.after) for one in row.differences] == [
        ("Skyddade personuppgifter", "nej", "ja")
    ]
    assert row.is_protected
    made = accepted(by, reading)
    assert Participant.objects.get().is_protected
    undo_import(employment_import=made, by=by)
    assert not Participant.objects.get().is_protected


def test_a_file_never_takes_protection_off(by):
    ParticipantFactory(key="P1", is_protected=True)
    (error,) = read(f"E1;{ROW};P1;nej", headings="participant;is_protected").errors
    assert error.name == "is_protected" and "tas bort för hand" in error.text


def test_a_row_of_a_protected_person_is_an_error_where_the_setting_refuses(by):
    JobParameters.objects.create(valid_from=date(2021, 1, 1), protected_in_files="refuse", source="prov")
    (error,) = read(f"E1;{ROW};P1;ja", headings="participant;is_protected").errors
    assert error.name == "is_protected" and "för hand" in error.text
    ParticipantFactory(key="P9", is_protected=True, identity_hash=identity_hash(NUMBER))
    (error,) = read(f"E1;{ROW};{NUMBER}", headings="identity_number").errors
    assert "utan skyddade personuppgifter" in error.text and "9802" not in error.text


def test_someone_is_protected_from_the_beginning_when_added_or_booked(login_as):
    client, place = login_as("case_officer"), PlaceFactory(state="approved")
    new = {
        "participant_key": "P1", "name": "Hemlig", "sex": "", "is_protected": "on", "key": "", "employed_to": "",
        "type": EmploymentTypeFactory(code="x", name="X").pk, "employed_from": "2021-02-01", "reason": "Ny",
        "department": place.department.pk, "kind": "external", "placed_from": "", "working_share": "50",
    }  # fmt: skip
    client.post(reverse("placements:employment_new"), new)
    booked = {"participant_key": "P2", "name": "Hemlig", "is_protected": "on", "starts_on": "2027-03-01",
              "ends_on": "", "working_share": 100}  # fmt: skip
    client.post(reverse("placements:booking_new", args=[place.pk]), booked)
    assert dict(Participant.objects.values_list("key", "is_protected")) == {"P1": True, "P2": True}
    assert all(len(set(Participant.pgh_event_model.objects.filter(key=key))) == 1 for key in ("P1", "P2"))


def test_who_is_known_is_protected_by_the_tick_of_a_booking(login_as):
    ParticipantFactory(key="P2")
    booked = {"participant_key": "P2", "is_protected": "on", "starts_on": "2027-03-01", "working_share": 100}
    url = reverse("placements:booking_new", args=[PlaceFactory(state="approved").pk])
    login_as("case_officer").post(url, booked)
    assert Booking.objects.get().participant.is_protected


def test_rows_of_protected_people_are_refused_where_the_setting_says_so(by):
    ParticipantFactory(key="P1", is_protected=True)
    assert read(f"E1;{ROW};P1", headings="participant").errors == []
    JobParameters.objects.create(valid_from=date(2021, 1, 1), protected_in_files="refuse", source="prov")
    (error,) = read(f"E1;{ROW};P1", headings="participant").errors
    assert "utan skyddade personuppgifter" in error.text and "för hand" in error.text


def test_rows_of_protected_people_are_flagged_before_they_are_accepted(login_as):
    save_employment_rows(rows=[employment_row(1), employment_row(2)])
    Participant.objects.filter(key="P0001").update(is_protected=True)
    changed = [employment_row(n, working_share=50) for n in (1, 2)]
    client = login_as("asf_administrator")
    made = propose_import(content=b"1", file_name="a.csv", rows=changed, kept=(), by=client.user)
    assert [row.is_protected for row in comparison(made, today=TODAY).groups[0].rows] == [True, False]
    page = client.get(reverse("placements:employment_import", args=[made.pk])).text
    assert page.count("skyddade personuppgifter") == 1


# without a key


def test_someone_is_found_by_identity_number(by):
    ParticipantFactory(key="P9", identity_hash=identity_hash(NUMBER))
    accepted(by, read(f"E1;{ROW};{NUMBER}", headings="identity_number"))
    assert Employment.objects.get().participant.key == "P9"


def test_someone_new_gets_a_key_of_the_systems_own_the_same_on_all_rows(by):
    ParticipantFactory()
    made = accepted(by, read(
        f"E1;{ROW};{NUMBER};Eva;50", f"E2;{ROW};900101-9802;;50", f"E3;{ROW};{OTHER};Bo;",
        headings="identity_number;name;working_share",
    ))  # fmt: skip
    people = {one.key: one.participant for one in Employment.objects.select_related("participant")}
    assert people["E1"] == people["E2"] != people["E3"]
    assert [one.key[0] + str(len(one.key)) for one in people.values()] == ["D7"] * 3
    assert people["E1"].name == "Eva"
    again = read(f"E1;{ROW};{NUMBER};50", headings="identity_number;working_share")
    assert propose_states(again) == ["unchanged"]
    undo_import(employment_import=made, by=by)
    assert Participant.objects.count() == 1


def propose_states(reading):
    from placements.operations.register_rows import compare_with_register

    return [one.state.value for one in compare_with_register(reading.rows, kept=reading.kept)]


def test_the_person_of_a_known_employment_gets_the_number(by):
    save_employment_rows(rows=[employment_row(1, employment="E1", participant="P1")])
    made = accepted(by, read(f"E1;{ROW};{NUMBER}", headings="identity_number"))
    assert Participant.objects.get().identity_hash == identity_hash(NUMBER)
    undo_import(employment_import=made, by=by)
    assert Participant.objects.get().identity_number is None


def test_a_row_with_neither_key_nor_number_is_a_fault():
    (error,) = read(f"E1;{ROW};;", headings="participant;identity_number").errors
    assert (error.name, "eller ett personnummer" in error.text) == ("participant", True)


def test_rows_of_one_employment_speak_of_one_person():
    later = ROW.replace("external;2021-01-11", "external;2021-03-01")
    (error,) = read(f"E1;{ROW};{NUMBER}", f"E1;{later};{OTHER}", headings="identity_number").errors
    assert (error.row, error.name) == (3, "participant")
    assert "2395" not in error.text and "9802" not in error.text


def test_a_file_without_numbers_has_keys(by):
    assert "participant" in {error.name for error in read(f"E1;{ROW};Eva", headings="name").errors}
