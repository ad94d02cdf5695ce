"""Long work: claimed once, failure noted and resumed, nothing lost with the broker, swept up, and counted."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation import runs, tasks
from foundation.documents.archive import archive
from foundation.models import Document, PieceState, Run, RunPiece
from foundation.refusals import Refusal
from tests.organisation.factories import UserFactory

KIND = "test_work"


class Work:
    """A worker that notes what it did; `breaks` says for which subjects it raises, and what."""

    def __init__(self) -> None:
        self.did: list[int] = []
        self.breaks: dict[int, Exception] = {}

    def __call__(self, subject_id: int) -> Document | None:
        self.did.append(subject_id)
        if subject_id in self.breaks:
            raise self.breaks[subject_id]
        return archive(kind="test", name=f"{subject_id}.pdf", content=b"%PDF-")


@pytest.fixture
def work(monkeypatch):
    made = Work()
    monkeypatch.setitem(runs._workers, KIND, made)
    return made


@pytest.fixture
def sent(monkeypatch):
    """The pieces that are handed to the broker."""
    found: list[int] = []
    monkeypatch.setattr(
        "foundation.runs.current_app.send_task", lambda name, args, retry: found.append(args[0]), raising=True
    )
    return found


def start(*subjects: int, by=None) -> Run:
    labels = [(subject, f"Nummer {subject}") for subject in subjects]
    return runs.start_run(kind=KIND, title="Prov", subjects=labels, asked_by_id=by.pk if by else None)


def pieces(run: Run) -> list[RunPiece]:
    return list(run.pieces.order_by("id"))


@pytest.mark.django_db
def test_the_pieces_are_sent_when_the_asking_is_committed(work, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = start(7, 8)
        assert sent == []
    assert sent == [piece.pk for piece in pieces(run)]
    assert [piece.state for piece in pieces(run)] == [PieceState.WAITING] * 2


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_for_and_undone_is_never_sent(work, sent):
    with pytest.raises(RuntimeError), transaction.atomic():
        start(7)
        raise RuntimeError
    assert sent == []
    assert not Run.objects.exists()


@pytest.mark.django_db
def test_a_run_without_pieces_is_finished_at_once(work, sent):
    run = start()
    assert run.finished_at is not None
    assert runs.progress(run).finished
    assert runs.progress(run).percent == 100


@pytest.mark.django_db
def test_a_piece_is_done_once(work, sent):
    run = start(7)
    [piece] = pieces(run)
    assert runs.work_piece(piece.pk) is True
    assert tasks.work_piece(piece.pk) is False
    assert work.did == [7]
    [piece] = pieces(run)
    assert (piece.state, piece.tries, piece.document.name) == ("done", 1, "7.pdf")
    run.refresh_from_db()
    assert run.finished_at is not None
    assert not Run.objects.unfinished().exists()


@pytest.mark.django_db
def test_a_piece_that_is_no_more_is_passed_by(work, sent):
    assert runs.work_piece(123456) is False


@pytest.mark.django_db
def test_the_run_is_finished_only_with_its_last_piece(work, sent):
    run = start(7, 8)
    first, last = pieces(run)
    runs.work_piece(first.pk)
    run.refresh_from_db()
    assert run.finished_at is None
    assert runs.progress(run) == runs.Progress(total=2, done=1, failed=0)
    assert runs.progress(run).percent == 50
    runs.work_piece(last.pk)
    run.refresh_from_db()
    assert run.finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_noted_and_its_writes_are_undone(work, sent, monkeypatch):
    def write_and_break(subject_id):
        archive(kind="test", name="half.pdf", content=b"%PDF-")
        raise KeyError("innehåller 19900101-2385")

    monkeypatch.setitem(runs._workers, KIND, write_and_break)
    run = start(7)
    [piece] = pieces(run)
    assert runs.work_piece(piece.pk) is False
    [piece] = pieces(run)
    assert (piece.state, piece.fault, piece.tries) == ("failed", "KeyError", 1)  # the kind only: no personal data
    assert not Document.objects.exists()
    assert runs.progress(run) == runs.Progress(total=1, done=0, failed=1)
    assert runs.progress(run).finished
    run.refresh_from_db()
    assert run.finished_at is None


@pytest.mark.django_db
def test_a_refusal_is_noted_in_its_own_words(work, sent):
    work.breaks[7] = Refusal("Fakturan är redan krediterad. Gör en ny.")
    run = start(7)
    runs.work_until_done(run)
    assert pieces(run)[0].fault == "Fakturan är redan krediterad. Gör en ny."


@pytest.mark.django_db
def test_a_failed_piece_does_not_hold_up_the_others_and_can_be_resumed(work, sent, django_capture_on_commit_callbacks):
    work.breaks[8] = KeyError("x")
    run = start(7, 8, 9)
    assert runs.work_until_done(run) == runs.Progress(total=3, done=2, failed=1)
    failed = pieces(run)[1]
    work.breaks.clear()
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert runs.resume(run=run) == 1
    assert sent == [failed.pk]
    assert runs.progress(run) == runs.Progress(total=3, done=2, failed=0)
    runs.work_piece(failed.pk)
    [_first, piece, _last] = pieces(run)
    assert (piece.state, piece.fault, piece.tries) == ("done", "", 3)  # once by each reading of work_until_done
    assert work.did.count(7) == work.did.count(9) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("down"), ConnectionRefusedError()])
def test_a_broker_that_is_down_loses_nothing(work, monkeypatch, django_capture_on_commit_callbacks, error):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr("foundation.runs.current_app.send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        run = start(7)
    assert [piece.state for piece in pieces(run)] == [PieceState.WAITING]
    assert runs.work_until_done(run).done == 1


@pytest.mark.django_db
def test_the_sweep_sends_what_was_never_taken_but_gives_the_broker_time(work, sent, django_capture_on_commit_callbacks):
    run = start(7)
    assert tasks.sweep_runs() == 0
    Run.objects.update(asked_at=timezone.now() - timedelta(seconds=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.sweep_runs() == 1
    assert sent == [piece.pk for piece in pieces(run)]


@pytest.mark.django_db
def test_the_sweep_tries_a_failed_piece_again_in_a_while_but_not_for_ever(work, sent):
    work.breaks[7] = KeyError("x")
    [piece] = pieces(run := start(7))
    runs.work_piece(piece.pk)
    assert runs.sweep() == 0
    long_ago = timezone.now() - runs.STALE - timedelta(seconds=1)
    RunPiece.objects.update(claimed_at=long_ago)
    assert runs.sweep() == 1
    for _ in range(runs.MOST_TRIES - 1):
        runs.work_piece(piece.pk)
    assert pieces(run)[0].tries == runs.MOST_TRIES
    RunPiece.objects.update(claimed_at=long_ago)
    assert runs.sweep() == 0


@pytest.mark.django_db
def test_what_is_done_is_never_swept(work, sent):
    runs.work_until_done(start(7))
    Run.objects.update(asked_at=timezone.now() - timedelta(days=1))
    assert runs.sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_piece(work, sent, monkeypatch):
    """The first holds the piece in the midst of its work; the second passes it by at once, and does the next one."""
    holding, go_on = threading.Event(), threading.Event()

    def slow(subject_id):
        work.did.append(subject_id)
        if subject_id == 7:
            holding.set()
            assert go_on.wait(20)

    monkeypatch.setitem(runs._workers, KIND, slow)
    run = start(7, 8)
    first, second = pieces(run)
    with in_thread(lambda: runs.work_piece(first.pk)) as result:
        assert holding.wait(20)
        assert runs.work_piece(first.pk) is False
        assert runs.work_piece(second.pk) is True
        go_on.set()
    assert result == [True]
    assert work.did == [7, 8]
    assert runs.progress(run) == runs.Progress(total=2, done=2, failed=0)
    run.refresh_from_db()
    assert run.finished_at is not None


@contextmanager
def in_thread(act):
    """Do it in another thread with a connection of its own; what it gave is in the list afterwards."""
    result = []

    def run():
        try:
            result.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield result
    finally:
        thread.join(30)
        assert not thread.is_alive()


@pytest.mark.django_db
def test_a_run_is_seen_by_who_asked_and_by_those_who_see_the_whole_city(work, sent):
    hr, other, asf = UserFactory(role="department_hr"), UserFactory(role="department_hr"), UserFactory(role="asf_head")
    run = start(7, by=hr)
    assert [Run.objects.visible_to(user).filter(pk=run.pk).exists() for user in (hr, other, asf)] == [True, False, True]


@pytest.mark.django_db
def test_the_same_subject_stands_once_in_a_run(work, sent):
    with pytest.raises(Exception, match="run_piece_once_per_subject"):
        start(7, 7)
