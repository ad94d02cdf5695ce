"""A later folder on a register whose months are closed: the books stay, the difference becomes a proposal."""

import io

import pytest
from django.core.management import call_command

from billing.models import Correction, Reconciliation
from register.faults import FolderRefused
from register.operations.load import load_register
from tests.register.folders import EXAMPLE, example_with, lines_of, text_of, with_files

pytestmark = pytest.mark.django_db

TRANSFERS = "from_department;to_department;number;first_month;last_month;signed_on\n"


@pytest.fixture
def closed_half_year():
    load_register(path=EXAMPLE)
    call_command("close_months", "2021-01", "2021-06", stdout=io.StringIO(), stderr=io.StringIO())


def test_an_employment_changed_in_a_closed_month_becomes_a_proposed_correction(closed_half_year, tmp_path):
    employments = text_of("employments.csv").replace(  # placed in April already, not in May
        "E0016;P0016;man;extratjanst;2021-05-10;;101;external;2021-05-10",
        "E0016;P0016;man;extratjanst;2021-04-26;;101;external;2021-04-26",
    )
    counts = load_register(path=with_files(tmp_path / "later", employments=employments)).counts["employments.csv"]
    assert (counts.new, counts.changed, counts.unchanged) == (0, 1, 31)
    april = Reconciliation.objects.get(department__code="101", month="2021-04")
    assert (april.counted, april.fee) == (15, 30000)
    call_command("propose_corrections", stdout=io.StringIO(), stderr=io.StringIO())
    correction = Correction.objects.get()
    assert correction.reconciliation == april
    assert (correction.fee_then, correction.fee_now) == (30000, 22500)


def test_a_signed_transfer_into_a_closed_month_is_refused(closed_half_year, tmp_path):
    folder = with_files(tmp_path / "later", transfers=TRANSFERS + "102;101;2;2021-06;;2021-07-01\n")
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=folder)
    assert lines_of(refusal) == [
        "transfers.csv:2:first_month: väntade en månad efter 2021-06, som är stängd för 101, fann 2021-06"
    ]


def test_a_signed_transfer_after_the_closed_months_is_taken(closed_half_year, tmp_path):
    folder = with_files(tmp_path / "later", transfers=TRANSFERS + "102;101;2;2021-07;;2021-07-01\n")
    assert load_register(path=folder).counts["transfers.csv"].new == 1


def test_staff_is_not_moved_under_closed_months(closed_half_year, tmp_path):
    head = "predecessor;successor;first_month;share;decision\n"
    successors = f"{head}101;102;2021-06;0.5;KF § 7\n"
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", successors=successors))
    assert lines_of(refusal) == [
        "successors.csv:2:first_month: väntade en månad efter 2021-06, som är stängd för 101, fann 2021-06"
    ]
    loaded = load_register(path=with_files(tmp_path / "open", successors=f"{head}101;102;2021-07;0.5;KF § 7\n"))
    assert loaded.counts["successors.csv"].new == 1


def test_staff_is_not_moved_under_what_is_signed_on_it(tmp_path):
    """The example's agreements are signed from January on staff that was counted in November."""
    load_register(path=EXAMPLE)
    successors = "predecessor;successor;first_month;share;decision\n101;102;2021-01;0.5;KF § 7\n"
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", successors=successors))
    assert lines_of(refusal) == [
        "successors.csv:2:first_month: väntade en månad efter 2021-01, som 101 har undertecknat på de anställda som "
        "de är räknade, fann 2021-01"
    ]


def test_the_board_of_closed_months_is_not_changed(closed_half_year, tmp_path):
    departments = text_of("departments.csv").replace("Miljönämnden", "Kulturnämnden")
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", departments=departments))
    assert lines_of(refusal) == [
        "departments.csv:3:board: väntade ”Miljönämnden”, som står för stängda månader, fann ”Kulturnämnden”"
    ]


def test_a_transfer_is_not_ended_in_a_closed_month(tmp_path):
    endings = "from_department;to_department;first_month;from_month;signed_on\n102;101;2021-05;2021-06;2021-07-01\n"
    load_register(path=example_with(tmp_path, transfers=TRANSFERS + "102;101;2;2021-05;;2021-04-01\n"))
    call_command("close_months", "2021-01", "2021-06", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", transfer_endings=endings))
    assert lines_of(refusal) == [
        "transfer_endings.csv:2:from_month: väntade en månad efter 2021-06, som är stängd för 102, fann 2021-06"
    ]
    open_month = endings.replace("2021-06;", "2021-07;")
    loaded = load_register(path=with_files(tmp_path / "open", transfer_endings=open_month))
    assert loaded.counts["transfer_endings.csv"].new == 1


def test_the_example_onto_its_own_closed_months_changes_nothing(closed_half_year):
    assert load_register(path=EXAMPLE).changed_nothing
