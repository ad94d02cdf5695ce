"""Employment files: what is read, and what is said about each fault, by row and cell."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.tables import read_table
from placements.employment_file import read_employments
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
HEADINGS = "employment;participant;type;employed_from;employed_to;department;placement_kind;placed_from;placed_to"
ROW = "E1;P1;extratjanst;2021-01-11;;101;external;2021-01-11;"


@pytest.fixture(autouse=True)
def codes():
    EmploymentTypeFactory()
    EmploymentTypeFactory(code="nystartsjobb", name="Nystartsjobb")
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    DepartmentFactory(code="0102", name="Miljöförvaltningen")


def read(*lines: str, headings: str = HEADINGS):
    table = read_table(file="\n".join([headings, *lines]).encode(), name="anställningar.csv")
    return read_employments(table, today=TODAY)


def said(*lines: str, headings: str = HEADINGS) -> list[tuple[int, str, str]]:
    return [(error.row, error.name, error.text) for error in read(*lines, headings=headings).errors]


def test_a_row_is_read_with_its_defaults():
    (row,) = read(ROW).rows
    assert (row.employment, row.department, row.working_share, row.sex, row.number) == ("E1", "101", 100, "", 2)
    assert (row.employed_from, row.employed_to) == (date(2021, 1, 11), None)


def test_fields_without_a_column_are_kept():
    assert set(read(ROW).kept) == {
        "working_share", "end_cause", "job_title", "supervisor", "onboarding_on", "responsibility_on",
    }  # fmt: skip


def test_swedish_headings_names_and_choices_are_read():
    headings = (
        "Anställning;Deltagare;Kön;Anställningstyp;Anställd från och med;Förvaltning;Slag av plats;"
        "Placerad från och med;Avslutsorsak;Personnummer;Namn"
    )
    line = (
        "E1;P1;Kvinna;Extratjänst;2021-01-11;fritidsförvaltningen;Särskilt arbetslag;2021-01-11;arbete;900101-9802;Eva"
    )
    (row,) = read(line, headings=headings).rows
    assert (row.sex, row.type, row.department, row.placement_kind) == ("woman", "extratjanst", "101", "own_team")
    assert (row.end_cause, row.identity_number, row.name) == ("work", "199001019802", "Eva")


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (ROW.replace("101", "999"), "department", ["”999”", "en förvaltning i registret", "0102, 101"]),
        (ROW.replace("extratjanst", "praktik"), "type", ["”praktik”", "extratjanst, nystartsjobb"]),
        (ROW.replace("101", "102"), "department", ["tagit bort nollor", "Menade ni 0102?"]),
        (ROW.replace("2021-01-11;;", "2021-01-11;2020-01-01;"), "employed_to", ["är inte 2021-01-11 eller senare"]),
        (ROW + "2021-01-01", "placed_to", ["”2021-01-01”", "Rätta första eller sista dagen."]),
        (ROW.replace("2021-01-11", "11/1 2021", 1), "employed_from", ["”11/1 2021” är inte ett datum", "2021-04-30"]),
        (ROW.replace("external", "kontor"), "placement_kind", ["extern plats, särskilt arbetslag"]),
        (ROW.replace("E1", ""), "employment", ["cellen är tom"]),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_cell_and_remedy(line, column, words):
    ((row, name, text),) = said(line)
    assert (row, name) == (2, column)
    for word in words:
        assert word in text


def test_all_faults_come_at_once():
    faults = said(
        ROW.replace("101", "999"), ROW.replace("E1", "E2").replace("2021-01-11;;", "x;;"), ROW.replace("E1", "E3")
    )
    assert [(row, name) for row, name, _text in faults] == [(2, "department"), (3, "employed_from")]


def test_the_same_placement_twice_is_a_fault():
    ((row, _name, text),) = said(ROW, ROW)
    assert row == 3
    assert "samma uppgift som på rad 2" in text


def test_rows_of_one_employment_must_agree():
    other = ROW.replace("P1", "P2").replace("101;external;2021-01-11", "101;external;2021-03-01")
    ((row, name, text),) = said(ROW, other)
    assert (row, name) == (3, "participant")
    assert "detsamma som på rad 2, som också gäller E1" in text


def test_a_working_share_over_a_hundred_is_a_fault():
    ((_row, name, _text),) = said(ROW + ";150", headings=HEADINGS + ";working_share")
    assert name == "working_share"


def test_lost_zeros_of_known_keys_are_noticed():
    EmploymentFactory(key="0017", participant=ParticipantFactory(key="00042"))
    faults = said(ROW.replace("E1", "17").replace("P1", "42"))
    assert [(name, "0017" in text or "00042" in text) for _row, name, text in faults] == [
        ("employment", True), ("participant", True)
    ]  # fmt: skip


WITH_NUMBER = HEADINGS + ";identity_number"


def test_an_identity_number_belongs_to_one_person_and_is_never_shown():
    second = ROW.replace("E1", "E2").replace("P1", "P2")
    ((row, name, text),) = said(ROW + ";19900101-9802", second + ";199001019802", headings=WITH_NUMBER)
    assert (row, name) == (3, "identity_number")
    assert "deltagare P1" in text
    assert "9802" not in text


def test_an_identity_number_that_the_register_has_for_another_is_a_fault():
    from placements.identity import identity_hash

    ParticipantFactory(key="P9", identity_hash=identity_hash("199001019802"))
    ((_row, _name, text),) = said(ROW + ";199001019802", headings=WITH_NUMBER)
    assert "deltagare P9" in text


def test_a_wrong_identity_number_is_not_repeated_in_the_fault():
    ((_row, _name, text),) = said(ROW + ";199001019803", headings=WITH_NUMBER)
    assert "9803" not in text


def test_as_many_queries_for_fifty_rows_as_for_two(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        read(*(ROW.replace("E1", f"E{n}") for n in (1, 2)))
    with django_assert_num_queries(len(few)):
        read(*(ROW.replace("E1", f"E{n}") for n in range(50)))


@pytest.mark.parametrize("number", ["19900101-9802", "900101-9802", "9001019802", "199001019802", "900101+9803"])
@pytest.mark.parametrize("column", ["employment", "participant"])
def test_an_identity_number_is_no_key_and_is_not_shown(number, column):
    line = ROW.replace("E1", number) if column == "employment" else ROW.replace("P1", number)
    ((row, name, text),) = said(line)
    assert (row, name) == (2, column)
    assert "personnummer (som inte visas här)" in text
    assert number[-4:] not in text


def test_an_identity_number_as_key_is_told_also_where_another_cell_is_faulty():
    assert {name for _row, name, _text in said(ROW.replace("P1", "900101-9802").replace("external", "x"))} == {
        "participant", "placement_kind",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "column", "words"),
    [
        ("placed_to;2021-01-01", "placed_to", "”2021-01-01” är inte 2021-01-11 eller senare"),
        ("working_share;150", "working_share", "1–100 procent"),
        ("supervisor;H9", "supervisor", "en handledare på den förvaltningen"),
        ("decision;AF-1", "decision_from", "Skriv beslutets hela period."),
    ],
)
def test_a_row_with_a_cell_that_cannot_be_read_is_told_of_its_other_faults_too(more, column, words):
    heading, value = more.split(";")
    headings = "employment;participant;type;employed_from;department;placement_kind;placed_from;sex;decision_to"
    line = f"E1;P1;extratjanst;2021-01-11;101;external;2021-01-11;okänt;2021-02-01;{value}"
    if column == "decision_from":
        headings, line = f"{headings};decision_from", line.replace(f";{value}", f";;{value}")
    faults = said(line, headings=f"{headings};{heading}")
    assert [name for _row, name, _text in faults if name != column] == ["sex"]
    assert [words in text for _row, name, text in faults if name == column] == [True]


def test_what_rests_on_a_cell_that_cannot_be_read_is_not_told():
    line = ROW.replace("2021-01-11;;101", "i går;2020-12-31;101")
    assert [name for _row, name, _text in said(line)] == ["employed_from"]
