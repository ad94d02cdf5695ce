"""A file is compared first, accepted once and whole, or cancelled."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from foundation.import_refusals import ImportSettled, NothingNew
from placements.import_payload import opened, sealed
from placements.models import Employment, EmploymentImport, Participant, Placement
from placements.operations.imports import (
    NothingToRead,
    accept_import,
    cancel_import,
    propose_import,
)
from placements.operations.register_rows import Saved, save_employment_rows
from placements.queries.import_comparison import comparison
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentTypeFactory, employment_row

pytestmark = pytest.mark.django_db
JUNE = date(2021, 6, 30)


@pytest.fixture
def by(db):
    EmploymentTypeFactory()
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    return UserFactory(role="asf_administrator")


def propose(by, *rows, content=b"file", kept=()):
    return propose_import(content=content, file_name="anst.csv", rows=rows, kept=kept, by=by)


def test_proposing_changes_nothing_in_the_register_and_hides_identity_numbers(by):
    made = propose(by, employment_row(1, identity_number="199001019802", name="Eva Prov"))
    assert not Participant.objects.exists()
    assert b"199001019802" not in bytes(made.rows)
    assert b"Eva" not in bytes(made.rows)


def test_rows_that_wait_are_taken_out_as_they_were_put_in():
    filled = employment_row(
        1, employed_to=date(2021, 12, 31), identity_number="199001019802", decision="AF-1",
        decision_from=date(2021, 1, 11), decision_to=date(2021, 12, 31), onboarding_on=date(2021, 1, 12), number=2,
    )  # fmt: skip
    rows = [filled, employment_row(2, number=3)]
    assert opened(sealed(rows, ["end_cause"])) == (rows, ("end_cause",))
    assert opened(sealed([], [])) == ([], ())


def test_accepting_writes_every_row_and_throws_the_file_away(by):
    made = propose(by, employment_row(1, identity_number="199001019802"), employment_row(2))
    assert accept_import(employment_import=made, by=by) == Saved(new=2, changed=0, unchanged=0)
    made.refresh_from_db()
    assert (made.state, bytes(made.rows)) == ("accepted", b"")
    event = Employment.pgh_event_model.objects.select_related("pgh_context").first()
    assert event.pgh_context.metadata["reason"] == f"Inläst fil nr {made.pk}"


def test_accepting_twice_is_refused(by):
    made = propose(by, employment_row(1))
    accept_import(employment_import=made, by=by)
    with pytest.raises(ImportSettled):
        accept_import(employment_import=made, by=by)


def test_cancelling_leaves_the_register_alone(by):
    made = propose(by, employment_row(1))
    cancel_import(employment_import=made, by=by)
    assert not Employment.objects.exists()
    with pytest.raises(ImportSettled):
        accept_import(employment_import=made, by=by)


def test_the_same_file_twice_is_said_to_be_the_same(by):
    accept_import(employment_import=propose(by, employment_row(1)), by=by)
    with pytest.raises(NothingNew, match=r"Filen är densamma som ni läste in .* Inget ändras"):
        propose(by, employment_row(1))


def test_another_file_that_says_the_same_is_said_to_change_nothing(by):
    save_employment_rows(rows=[employment_row(1)])
    with pytest.raises(NothingNew, match=r"Varje rad i anst\.csv står redan så"):
        propose(by, employment_row(1))


def test_the_same_file_while_it_waits_is_the_one_that_waits(by):
    assert propose(by, employment_row(1)).pk == propose(by, employment_row(1)).pk


def test_a_file_without_rows_is_refused(by):
    with pytest.raises(NothingToRead):
        propose(by)


def test_a_settled_file_cannot_be_changed_in_the_database(by):
    made = propose(by, employment_row(1))
    cancel_import(employment_import=made, by=by)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        EmploymentImport.objects.update(state="waiting", settled_at=None)


def test_the_comparison_tells_new_changed_ended_and_unchanged_apart(by):
    save_employment_rows(rows=[employment_row(n, name="Eva Prov") for n in (1, 2, 3)])
    made = propose(
        by,
        employment_row(1, name="Eva Prov"),
        employment_row(2, working_share=75, name="Eva Test", identity_number="199001019802"),
        employment_row(3, employed_to=JUNE, end_cause="work"),
        employment_row(4),
    )
    told = comparison(made, today=date(2021, 6, 15))
    assert [(g.state, g.count) for g in told.groups] == [("new", 1), ("changed", 1), ("ended", 1)]
    assert told.unchanged == 1
    changed = {d.label: (d.before, d.after) for d in told.groups[1].rows[0].differences}
    assert changed == {
        "Sysselsättningsgrad, procent": ("100", "75"),
        "Namn": ("Eva Prov", "Eva Test"),
        "Personnummer": ("visas inte", "ett annat nummer"),
    }
    ended = {d.label: (d.before, d.after) for d in told.groups[2].rows[0].differences}
    assert ended == {"Anställd till och med": ("–", "2021-06-30"), "Avslutsorsak": ("–", "arbete")}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_the_same_file_one_is_refused(by):
    made = propose(by, employment_row(1), employment_row(2))
    outcomes = []

    def accept() -> None:
        try:
            outcomes.append(accept_import(employment_import=made, by=by))
        except ImportSettled:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["Saved(new=2, changed=0, unchanged=0)", "refused"]
    assert Placement.objects.count() == 2
