"""Long work: ask for it, do a piece once, sweep up what was left, say how far it has come (DESIGN.md 5).

An app registers a worker for its kind of run: `register("invoice_documents", make_document)`. The worker takes the
subject's id and gives back the archived document (or None); it runs inside the piece's own transaction. With
`shown_at="billing:invoice_document"` the run's page links each finished piece to that address of its subject.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.models import Document, PieceState, Run, RunPiece
from foundation.refusals import Refusal

logger = logging.getLogger(__name__)
Worker = Callable[[int], Document | None]
_workers: dict[str, Worker] = {}
_addresses: dict[str, str] = {}
STALE = timedelta(minutes=6)  # above the task time limit: who claimed it is dead, or it failed long ago
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: pieces by state."""

    total: int
    done: int
    failed: int

    @property
    def finished(self) -> bool:
        return self.done + self.failed >= self.total

    @property
    def percent(self) -> int:
        return 100 if not self.total else (self.done + self.failed) * 100 // self.total


def register(kind: str, worker: Worker, *, shown_at: str = "") -> None:
    """Say who does the pieces of this kind of run, and where its documents are taken. Called from `ready`."""
    _workers[kind] = worker
    _addresses[kind] = shown_at


def address_of(piece: RunPiece) -> str:
    """Where the piece's document is taken; "" while there is none, or when the kind of run shows none."""
    name = _addresses.get(piece.run.kind, "")
    return reverse(name, args=[piece.subject_id]) if name and piece.document_id else ""


@transaction.atomic
def start_run(*, kind: str, title: str, subjects: Iterable[tuple[int, str]], asked_by_id: int | None) -> Run:
    """Write down the run and its pieces (subject id, label) and send each to the workers on commit."""
    run = Run.objects.create(kind=kind, title=title, asked_by_id=asked_by_id)
    pieces = RunPiece.objects.bulk_create(RunPiece(run=run, subject_id=id_, label=label) for id_, label in subjects)
    if not pieces:
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
    _send(pieces)
    return run


def _send(pieces: Iterable[RunPiece]) -> None:
    for piece in pieces:
        transaction.on_commit(partial(_send_one, piece.pk))


def _send_one(piece_id: int) -> None:
    """Hand a piece to the workers. A broker that is down loses nothing: the sweep sends it again."""
    try:
        current_app.send_task("foundation.tasks.work_piece", args=[piece_id], retry=False)
    except (OperationalError, OSError):
        logger.warning("the broker does not answer; piece %s waits for the sweep", piece_id)


def work_piece(piece_id: int) -> bool:
    """Do one piece if nobody else has it. True when it is done now.

    The row is locked while the work goes on, so a second worker passes it by, and the work and the word "done" are
    one transaction: a worker killed in the middle leaves no trace but the piece, waiting.
    """
    try:
        with transaction.atomic():
            piece = (
                RunPiece.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("run")
                .filter(pk=piece_id)
                .exclude(state=PieceState.DONE)
                .first()
            )
            if piece is None:
                return False
            piece.claim(now=timezone.now())
            document = _workers[piece.run.kind](piece.subject_id)
            piece.finish(now=timezone.now(), document=document)
    except Exception as error:  # whatever went wrong is written on the piece and shown to the one who asked
        logger.exception("piece %s failed", piece_id)
        _note_failure(piece_id, error)
        return False
    _finish_run_if_done(piece.run_id)
    return True


def _note_failure(piece_id: int, error: Exception) -> None:
    """A refusal in its own words; of any other fault its kind only, since its text may hold personal data."""
    fault = str(error) if isinstance(error, Refusal) else type(error).__name__
    RunPiece.objects.filter(pk=piece_id).exclude(state=PieceState.DONE).update(
        state=PieceState.FAILED, fault=fault, tries=models.F("tries") + 1, claimed_at=timezone.now()
    )


def _finish_run_if_done(run_id: int) -> None:
    left = RunPiece.objects.filter(run_id=run_id).exclude(state=PieceState.DONE)
    Run.objects.filter(pk=run_id, finished_at=None).exclude(pk__in=left.values("run_id")).update(
        finished_at=timezone.now()
    )


def resume(*, run: Run) -> int:
    """Send every piece that is not done to the workers again, failed ones too. Gives the number sent."""
    left = list(run.pieces.exclude(state=PieceState.DONE))
    run.pieces.filter(state=PieceState.FAILED).update(state=PieceState.WAITING)
    _send(left)
    return len(left)


def sweep() -> int:
    """Send again what was never taken or failed for a passing reason (beat does this). Gives the number sent."""
    now = timezone.now()
    never_taken = Q(claimed_at=None, run__asked_at__lt=now - timedelta(seconds=20))
    left = list(
        RunPiece.objects.exclude(state=PieceState.DONE)
        .filter(never_taken | Q(claimed_at__lt=now - STALE), tries__lt=MOST_TRIES)
        .order_by("id")
    )
    _send(left)
    return len(left)


def progress(run: Run) -> Progress:
    """One query."""
    counts = run.pieces.aggregate(
        total=Count("id"),
        done=Count("id", filter=Q(state=PieceState.DONE)),
        failed=Count("id", filter=Q(state=PieceState.FAILED)),
    )
    return Progress(**counts)


def work_until_done(run: Run) -> Progress:
    """Do the pieces here and now, beside whatever workers there are; used by commands. Gives the final progress."""
    for piece_id in run.pieces.exclude(state=PieceState.DONE).order_by("id").values_list("pk", flat=True):
        work_piece(piece_id)
    # a piece locked by a worker a moment ago: wait for it
    for piece_id in list(run.pieces.exclude(state=PieceState.DONE).values_list("pk", flat=True)):
        with transaction.atomic():
            RunPiece.objects.select_for_update().get(pk=piece_id)
        work_piece(piece_id)
    return progress(run)
