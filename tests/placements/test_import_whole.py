"""An import to the end: own headings, decisions, some of the rows, and taken back again."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
import pytest
from django.urls import reverse

from agreements import closed_months
from foundation.periods import Month
from foundation.tables import read_table
from placements.employment_file import read_employments
from placements.models import (
    Employment,
    EmploymentImport,
    Leave,
    Participant,
    Placement,
    SupportDecision,
)
from placements.operations.employments import end_employment
from placements.operations.imports import NothingChosen, accept_import, propose_import
from placements.operations.register_rows import save_employment_rows
from placements.operations.undo_import import (
    ChangedSince,
    MonthClosedSince,
    NotToBeTakenBack,
    SomethingRestsOnIt,
    undo_import,
)
from placements.queries.import_comparison import comparison
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentTypeFactory, employment_row
from tests.placements.job_factories import SupervisorFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
NEW = reverse("placements:employment_import_new")
DECIDED = {"decision": "AF-1", "decision_from": date(2021, 1, 11), "decision_to": date(2021, 12, 31)}


@pytest.fixture
def host():
    EmploymentTypeFactory(support_kind="wage_share")
    return DepartmentFactory(code="101", name="Fritidsförvaltningen")


@pytest.fixture
def by(host):
    return UserFactory(role="asf_administrator")


@pytest.fixture
def client(login_as, host):
    return login_as("asf_administrator")


def accepted(by, *rows, content=b"file", **how):
    made = propose_import(content=content, file_name="anst.csv", rows=rows, kept=(), by=by)
    accept_import(employment_import=made, by=by, **how)
    made.refresh_from_db()
    return made


def register():
    """Everything that a file may touch, as it stands."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Participant, Employment, Placement, SupportDecision)
    ]


def read(text):
    return read_employments(read_table(file=text.encode(), name="a.csv"), today=TODAY)


HEAD = "employment;participant;type;employed_from;department;placement_kind;placed_from"
ROW = "E1;P1;extratjanst;2021-01-11;101;external;2021-01-11"


# what a file may bring


def test_a_file_brings_decision_title_supervisor_and_checklist(by, host):
    siv = SupervisorFactory(key="H7", department=host)
    text = f"{HEAD};job_title;supervisor;onboarding_on;decision;decision_from;decision_to\n"
    reading = read(text + f"{ROW};Badvärd;H7;2021-01-12;AF-1;2021-01-11;2021-12-31\n")
    assert reading.errors == []
    accepted(by, *reading.rows)
    one = Placement.objects.get()
    assert (one.job_title, one.supervisor, one.onboarding_on) == ("Badvärd", siv, date(2021, 1, 12))
    decision = SupportDecision.objects.get()
    assert (decision.number, decision.valid_to, decision.type.code) == ("AF-1", date(2021, 12, 31), "extratjanst")


def test_a_decision_that_the_register_has_is_changed_by_its_number(by):
    accepted(by, employment_row(1, **DECIDED))
    later = employment_row(1, **DECIDED | {"decision_to": date(2022, 6, 30)})
    made = propose_import(content=b"2", file_name="b.csv", rows=[later], kept=(), by=by)
    group = comparison(made, today=TODAY).groups[0]
    assert [(one.label, one.after) for one in group.rows[0].differences] == [("Beslut till och med", "2022-06-30")]
    accept_import(employment_import=made, by=by)
    assert SupportDecision.objects.get().valid_to == date(2022, 6, 30)
    accepted(by, employment_row(1, **DECIDED | {"decision": "AF-2", "decision_from": date(2022, 7, 1),
                                                "decision_to": date(2022, 8, 1)}), content=b"3")  # fmt: skip
    assert SupportDecision.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("AF-1;;2021-12-31", "Skriv beslutets hela period"),
        ("AF-1;2021-12-31;2021-01-11", "2021-12-31 eller senare"),
        ("AF-9;2021-12-31;2022-06-30", "som också är beslut AF-1"),
    ],
)
def test_a_decision_that_cannot_be_is_an_error_in_its_cell(by, cells, words):
    save_employment_rows(rows=[employment_row(1, employment="E1", participant="P1", **DECIDED)])
    (error,) = read(f"{HEAD};decision;decision_from;decision_to\n{ROW};{cells}\n").errors
    assert words in error.text


def test_two_decisions_of_one_file_do_not_lie_over_each_other(by):
    rows = f"{ROW};AF-1;2021-01-11;2021-06-30\n{ROW[:-10]}2021-05-01;AF-2;2021-06-30;2021-12-31\n"
    (error,) = read(f"{HEAD};decision;decision_from;decision_to\n{rows}").errors
    assert (error.row, error.name) == (3, "decision_from")


def test_a_supervisor_of_another_department_is_an_error(by):
    SupervisorFactory(key="H8")
    (error,) = read(f"{HEAD};supervisor\n{ROW};H8\n").errors
    assert "en handledare på den förvaltningen" in error.text


# some of the rows


def test_rows_are_left_out_by_number_and_rows_of_one_employment_go_together(by):
    rows = [
        employment_row(1, number=2),
        employment_row(1, number=3, placed_from=date(2021, 3, 1)),
        employment_row(2, number=4),
    ]
    made = accepted(by, *rows, without=[3])
    assert set(Employment.objects.values_list("key", flat=True)) == {"E0002"}
    assert made.state == "accepted"


def test_only_rows_of_some_kinds_are_taken(by):
    save_employment_rows(rows=[employment_row(1)])
    rows = [employment_row(1, working_share=50, number=2), employment_row(2, number=3)]
    accepted(by, *rows, states=["changed"])
    assert list(Placement.objects.values_list("working_share", flat=True)) == [50]


def test_nothing_chosen_is_refused_and_the_file_waits(by):
    made = propose_import(content=b"1", file_name="a.csv", rows=[employment_row(1, number=2)], kept=(), by=by)
    with pytest.raises(NothingChosen):
        accept_import(employment_import=made, by=by, without=[2])
    made.refresh_from_db()
    assert made.is_waiting and not Employment.objects.exists()


def test_the_page_takes_what_was_ticked(by, client):
    save_employment_rows(rows=[employment_row(1)])
    rows = [employment_row(1, working_share=50, number=2), employment_row(2, number=3), employment_row(3, number=4)]
    made = propose_import(content=b"1", file_name="a.csv", rows=rows, kept=(), by=by)
    address = reverse("placements:import_acceptance", args=[made.pk])
    wrong = client.post(address, {"take": ["new"], "without": "tre"}, follow=True)
    assert "Skriv radernas nummer" in wrong.text
    told = client.post(address, {"take": ["new"], "without": "4-4", "leave": ["9"]}, follow=True).text
    assert "1 nya rader, 0 ändrade" in told
    assert set(Employment.objects.values_list("key", flat=True)) == {"E0001", "E0002"}


# taken back


def test_an_import_taken_back_leaves_the_register_as_it_was(by):
    save_employment_rows(rows=[employment_row(1, identity_number="199001172395", name="Eva", **DECIDED)])
    before = register()
    made = accepted(
        by,
        employment_row(
            1, number=2, identity_number="198507089806", name="Eva Ny", sex="man", working_share=50,
            employed_to=date(2021, 8, 31), **DECIDED | {"decision_to": date(2022, 1, 31)},
        ),
        employment_row(1, number=3, placed_from=date(2021, 4, 1)),
        employment_row(2, number=4, decision="AF-5", decision_from=TODAY, decision_to=TODAY),
        content=b"2",
    )  # fmt: skip
    assert register() != before
    undo_import(employment_import=made, by=by)
    assert register() == before
    made.refresh_from_db()
    assert (made.state, bytes(made.undo), made.undone_by) == ("undone", b"", by)
    with pytest.raises(NotToBeTakenBack):
        undo_import(employment_import=made, by=by)


def test_the_file_can_be_read_in_again_after_it_was_taken_back(by):
    undo_import(employment_import=accepted(by, employment_row(1)), by=by)
    accepted(by, employment_row(1))
    assert Employment.objects.count() == 1


def test_changes_that_were_taken_back_themselves_hold_nothing(by):
    save_employment_rows(rows=[employment_row(1, name="Eva")])
    before = register()
    first = accepted(by, employment_row(1, working_share=75, name="Eva Ny"), employment_row(2))
    between = register()
    second = accepted(by, employment_row(1, working_share=50, name="Eva Ännu"), content=b"2")
    third = accepted(by, employment_row(2, employed_to=TODAY, end_cause="work"), content=b"3")
    with pytest.raises(ChangedSince, match="E0001, E0002"):
        undo_import(employment_import=first, by=by)
    undo_import(employment_import=third, by=by)
    undo_import(employment_import=second, by=by)
    assert register() == between
    undo_import(employment_import=first, by=by)
    assert register() == before


def test_what_was_changed_after_another_file_was_taken_back_still_holds(by):
    first = accepted(by, employment_row(1))
    undo_import(employment_import=accepted(by, employment_row(1, working_share=50), content=b"2"), by=by)
    end_employment(employment=Employment.objects.get(), on=TODAY, cause="work", reason="Jobb")
    with pytest.raises(ChangedSince, match="E0001"):
        undo_import(employment_import=first, by=by)


def test_a_waiting_or_cancelled_file_is_not_taken_back(by):
    made = propose_import(content=b"1", file_name="a.csv", rows=[employment_row(1)], kept=(), by=by)
    with pytest.raises(NotToBeTakenBack):
        undo_import(employment_import=made, by=by)


def test_what_was_changed_since_is_not_taken_back(by):
    made = accepted(by, employment_row(1), employment_row(2))
    one = Employment.objects.get(key="E0001")
    end_employment(employment=one, on=TODAY, cause="work", reason="Jobb")
    before = register()
    with pytest.raises(ChangedSince, match="E0001"):
        undo_import(employment_import=made, by=by)
    assert register() == before


def test_a_person_changed_since_holds_the_import(by):
    made = accepted(by, employment_row(1))
    with pghistory.context(reason="en annan dag"):
        Participant.objects.filter(key="P0001").update(name="Ny")
    with pytest.raises(ChangedSince, match="E0001"):
        undo_import(employment_import=made, by=by)


def test_what_something_rests_on_is_not_taken_back(by):
    made = accepted(by, employment_row(1))
    Leave.objects.create(employment=Employment.objects.get(), first_day=TODAY)
    before = register()
    with pytest.raises(SomethingRestsOnIt):
        undo_import(employment_import=made, by=by)
    assert register() == before


@pytest.mark.parametrize(("month", "is_refused"), [("2021-02", True), ("2020-12", False)])
def test_a_closed_month_that_the_rows_have_days_in_holds_the_import(by, host, monkeypatch, month, is_refused):
    made = accepted(by, employment_row(1))
    monkeypatch.setattr(closed_months._Register, "source", lambda ids: [(host.pk, Month.parse(month))])
    if is_refused:
        with pytest.raises(MonthClosedSince, match="Februari 2021 är stängd för Fritidsförvaltningen"):
            undo_import(employment_import=made, by=by)
    else:
        undo_import(employment_import=made, by=by)
    assert Employment.objects.exists() is is_refused


def test_the_page_takes_back_and_says_what_holds_it(by, client):
    made = accepted(by, employment_row(1))
    page = reverse("placements:employment_import", args=[made.pk])
    assert "Ångra inläsningen" in client.get(page).text
    told = client.post(reverse("placements:import_undoing", args=[made.pk]), follow=True).text
    assert "Inläsningen är ångrad" in told and "Ångra inläsningen" not in told
    with pgtrigger.ignore("placements.EmploymentImport:employment_import_settled"):
        EmploymentImport.objects.update(undone_at="2021-06-15 12:34+02:00")
    assert "Filen är ångrad 2021-06-15 12:34" in client.get(page).text
    assert not Employment.objects.exists()
