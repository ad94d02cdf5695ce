"""Rows of a file that would put someone in more than full time: shown in words, and taken only when ticked."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from placements.doubles import Placed, doubles
from placements.employment_rows import Change, ComparedRow, RowState
from placements.models import Placement
from placements.operations.imports import NothingChosen, accept_import, propose_import
from placements.operations.register_rows import save_employment_rows
from placements.queries.import_comparison import comparison
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, employment_row

JANUARY, MARCH, JUNE = date(2021, 1, 11), date(2021, 3, 1), date(2021, 6, 30)
P1 = {"participant": "P0001"}
KNOWN = Placed(7, "P0001", "E0001", (JANUARY, None), (JANUARY, None), 100, "101")
SHORTENED = ComparedRow(
    employment_row(1, placed_to=date(2021, 2, 28)), RowState.CHANGED, 7, (Change("placed_to", JUNE, None),)
)


def new(n, **values):
    return ComparedRow(employment_row(n, **P1 | values), RowState.NEW, None, ())


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([new(2)], [0]),  # full time beside full time
        ([new(2, working_share=1)], [0]),
        ([new(2, participant="P0002")], []),
        ([new(2, placed_from=date(2020, 1, 1), placed_to=date(2021, 1, 10), employed_from=date(2020, 1, 1))], []),
        ([new(2, employed_to=date(2021, 1, 10))], []),  # only the days that employment and placement both cover
        ([new(2, placed_from=MARCH), SHORTENED], []),  # moves: the old one ends first, wherever it stands in the file
        ([new(2, placed_from=date(2021, 2, 1)), SHORTENED], [0]),
        ([SHORTENED, new(2, placed_from=MARCH), new(3, placed_from=JUNE)], [2]),  # the later of two new
        ([SHORTENED, new(2, placed_from=MARCH, working_share=50), new(3, placed_from=MARCH, working_share=50)], []),
        ([ComparedRow(employment_row(1), RowState.UNCHANGED, 7, ())], []),
    ],
)
def test_what_would_be_more_than_full_time(rows, found):
    assert list(doubles(rows, [KNOWN])) == found


def test_what_the_register_already_has_too_much_of_is_not_told_again():
    other = KNOWN._replace(id=8, employment="E0002")
    name = ComparedRow(employment_row(1), RowState.CHANGED, 7, (Change("job_title", "", "Badvärd"),))
    ended = ComparedRow(employment_row(1, placed_to=JUNE), RowState.ENDED, 7, (Change("placed_to", None, JUNE),))
    assert doubles([name], [KNOWN, other]) == doubles([ended], [KNOWN, other]) == {}


def test_a_changed_row_that_is_too_much_leaves_the_register_as_it_is_for_those_after_it():
    half = KNOWN._replace(share=50)
    raised = ComparedRow(employment_row(1), RowState.CHANGED, 7, (Change("working_share", 50, 100),))
    assert list(doubles([raised, new(3, working_share=1)], [half, half._replace(id=8, employment="E0002")])) == [0, 1]


@pytest.fixture
def client(login_as):
    EmploymentTypeFactory()
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    DepartmentFactory(code="102", name="Miljöförvaltningen")
    save_employment_rows(rows=[employment_row(1)])
    return login_as("asf_administrator")


def proposed(by, *rows):
    return propose_import(content=b"1", file_name="a.csv", rows=rows, kept=(), by=by)


TWICE = [
    employment_row(2, **P1, department="102", number=2),
    employment_row(3, number=3),
    employment_row(4, **P1, department="102", working_share=20, number=4),
]


@pytest.mark.django_db
def test_such_rows_are_shown_in_words_and_left_out(client):
    made = proposed(client.user, *TWICE)
    told = comparison(made, today=date(2021, 6, 15))
    assert [(one.row.number, one.why) for one in told.doubles] == [
        (number, "redan placerad på heltid hos Fritidsförvaltningen samma dagar") for number in (2, 4)
    ]
    assert [(group.state, group.count) for group in told.groups] == [("new", 1)]
    page = client.get(reverse("placements:employment_import", args=[made.pk])).text
    assert "2 rader ger någon mer än heltid" in page and page.count("redan placerad på heltid hos") == 2
    client.post(reverse("placements:import_acceptance", args=[made.pk]), {"take": ["new"]})
    assert set(Placement.objects.values_list("employment__key", flat=True)) == {"E0001", "E0003"}


@pytest.mark.django_db
def test_such_a_row_is_taken_when_it_is_ticked(client):
    made = proposed(client.user, *TWICE)
    client.post(reverse("placements:import_acceptance", args=[made.pk]), {"take": ["new"], "despite": ["2"]})
    assert set(Placement.objects.values_list("employment__key", flat=True)) == {"E0001", "E0002", "E0003"}


@pytest.mark.django_db
def test_a_file_of_nothing_else_waits(client):
    made = proposed(client.user, TWICE[0])
    with pytest.raises(NothingChosen):
        accept_import(employment_import=made, by=client.user)


@pytest.mark.django_db
def test_the_folder_of_a_register_is_taken_as_it_is(client):
    assert save_employment_rows(rows=TWICE).new == 3
