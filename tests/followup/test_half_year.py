"""The half-year in five steps: which one is at hand, what waits, what stops, and whose turn it is."""

from __future__ import annotations

from datetime import date

from billing.ledger_files import LedgerForm
from billing.operations import months
from billing.operations.claim_all import claim_all
from billing.operations.half_years import rehearse
from billing.operations.hand_overs import hand_over
from followup.queries.half_year import half_year_now
from followup.queries.tasks import step_tasks
from foundation.models import PieceState, RunPiece
from foundation.periods import HalfYear, Month
from organisation.access import acts_of
from organisation.roles import Act
from tests.billing.city import FIRST_HALF, TODAY
from tests.billing.steps import issued, rehearsed, with_codings
from tests.organisation.factories import UserFactory

JULY_5 = date(2021, 7, 5)


def now(city, today=JULY_5):
    return half_year_now(model_year=city.year, today=today)


def words(city):
    return [(step.name, step.tone, step.word) for step in now(city).steps]


def test_an_open_month_is_said_to_hold_its_board_back(city):
    months.close_months(months=[Month(2021, 4)], by=None)
    first = now(city).steps[0]
    assert first.stop == "2 nämnder hålls tillbaka av månader som inte är stängda"
    assert first.stop_url == "/reconciliations/?year=2021"


def test_when_all_is_closed_the_boards_wait_for_rehearsal_and_decision(closed_city):
    assert words(closed_city) == [
        ("Repetera", "waits", "inte gjort"),
        ("Besluta", "waits", "2 nämnder väntar på beslut"),
        ("Fakturera", "neutral", "kan inte göras än"),
        ("Dokument", "neutral", "inga än"),
        ("Lämna över", "neutral", "inget än"),
    ]
    issuing = now(closed_city).steps[2]
    assert issuing.stop == "Väntar på beslut i steg 2"
    assert issuing.stop_url.endswith("2021-H1/#decide")


def test_what_is_decided_after_the_rehearsal_must_be_rehearsed_again(closed_city):
    with_codings(closed_city.leisure, closed_city.environment, closed_city.provider)
    rehearse(half_year=FIRST_HALF, by=UserFactory(role="finance"), today=TODAY)
    claim_all(half_year=FIRST_HALF, delegation="4.2", by=UserFactory(role="claim_decision_maker"))
    assert words(closed_city)[:3] == [
        ("Repetera", "waits", "har ändrats sedan dess"),
        ("Besluta", "done", "beslutat"),
        ("Fakturera", "stopped", "2 fakturor att utfärda"),
    ]
    assert now(closed_city).steps[2].stop == "Repetera först, så att utkasten stämmer"


def test_a_rehearsed_half_year_waits_for_finance_and_not_for_the_decision_maker(city):
    rehearsed(city)
    half_year = now(city)
    finance, decider = UserFactory(role="finance"), UserFactory(role="claim_decision_maker")
    assert half_year.next_for(acts_of(finance)).act == Act.ISSUE_INVOICES
    assert half_year.next_for(acts_of(decider)) is None
    assert [task.text for task in step_tasks(half_year, acts_of(finance))] == [
        "Första halvåret 2021: fakturera – 2 fakturor att utfärda"
    ]
    assert step_tasks(half_year, acts_of(decider)) == []


def test_failed_documents_stop_the_fourth_step(city, quick_reports):
    run = issued(city)
    piece = RunPiece.objects.filter(run=run.documents_run).first()
    RunPiece.objects.filter(pk=piece.pk).update(state=PieceState.FAILED, fault="KeyError")
    step = now(city).steps[3]
    assert (step.tone, step.word, step.stop) == ("stopped", "0 av 2 klara", "1 misslyckades")
    assert step.stop_url == f"/runs/{run.documents_run_id}/"
    assert words(city)[4] == ("Lämna över", "waits", "2 fakturor att lämna över")


def test_the_first_half_year_is_at_hand_until_it_is_handed_over(city, quick_reports):
    issued(city)
    months.open_month(month=Month(2021, 7), by=None)
    assert now(city).half_year == FIRST_HALF
    hand_over(form=LedgerForm.CSV, by=UserFactory(role="finance"), today=TODAY)
    assert now(city).half_year == HalfYear(2021, 2)


def test_before_anything_is_opened_the_calendar_decides(city):
    assert now(city, date(2021, 3, 1)).half_year == FIRST_HALF
    assert now(city, date(2021, 8, 1)).half_year == FIRST_HALF
    assert now(city, date(2022, 3, 1)).half_year == HalfYear(2021, 2)
