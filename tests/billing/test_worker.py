"""A real worker is killed, and a real broker emptied, in the midst of an invoice run: nothing is lost or doubled."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from launcher.binaries import valkey_program

from billing.models import Invoice, NumberSeries
from billing.operations.claims import decide_claim
from billing.operations.half_years import issue, rehearse
from billing.operations.months import close_months
from config.celery import app
from foundation.models import Document, PieceState, RunPiece
from foundation.periods import HalfYear, Month
from foundation.runs import progress, resume
from organisation.models import Department
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.billing.city import TODAY
from tests.billing.steps import with_codings
from tests.organisation.factories import BoardFactory, DepartmentFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
BOARDS = 12
ROUNDS = int(os.environ.get("KILL_ROUNDS", "2"))  # bench/README.md: twenty now and then, two in every run of the suite
KILLS = 2  # in each round, at random points
FIRST_HALF = HalfYear(2021, 1)


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """A broker of our own, to which the runs of this test are sent."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    program = valkey_program(tmp_path)
    command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    client = redis.Redis(port=port)
    _wait(lambda: _answers(client), "the broker did not start")

    def send(piece_id):
        with app.connection_for_write(url) as connected:
            app.send_task("foundation.tasks.work_piece", args=[piece_id], retry=False, connection=connected)

    monkeypatch.setattr("foundation.runs._send_one", send)
    yield url, client
    client.close()
    server.kill()
    server.wait()


@pytest.fixture
def start_worker(broker, tmp_path):
    """Start a worker on the test's database and broker; all that still run are stopped afterwards."""
    started = []
    log = (tmp_path / "worker.log").open("wb")

    def start():
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "--without-gossip",
             "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"],
            cwd=settings.BASE_DIR, env=_surroundings(broker[0]), start_new_session=True,
            stdout=log, stderr=log,
        )  # fmt: skip
        started.append(worker)
        return worker

    yield start
    for worker in started:
        _kill(worker)
    log.close()
    print((tmp_path / "worker.log").read_text())  # shown when a test fails


def _surroundings(broker_url: str) -> dict[str, str]:
    database = connection.settings_dict
    address = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://{address}/{database['NAME']}",
        "REDIS_URL": broker_url,
        "PYTHONPATH": str(Path(settings.BASE_DIR)),
    }


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the worker and all its children at once, as a power cut does it."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def _wait(done, why, seconds=120):
    limit = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < limit, why
        time.sleep(0.05)


def _done():
    return RunPiece.objects.filter(state=PieceState.DONE).count()


@pytest.fixture
def issued(transactional_db):
    """Issue the half-year of twelve boards, each with 6 % of 100 people and nobody there; gives the documents' run."""

    def issue_all():
        ModelYearFactory(charging_starts=Month(2021, 4))
        DepartmentFactory(provider=True)
        for number in range(BOARDS):
            board = BoardFactory(name=f"Nämnd {number:02d}")
            HeadcountFactory(department=DepartmentFactory(code=f"{200 + number}", board=board), permanent=100)
        with_codings(*Department.objects.all())
        close_months(months=FIRST_HALF.months, by=None)
        for department in ModelYearFactory().reconciliations.filter(fee__gt=0, month="2021-04-01"):
            board = department.department.board
            decide_claim(board=board, half_year=FIRST_HALF, extent="all", delegation="§ 1", by=None)
        return issue(
            run=rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY), by=UserFactory(), today=TODAY
        ).documents_run

    return issue_all


def _one_document_and_one_number_each():
    invoices = list(Invoice.objects.select_related("document").order_by("sequence"))
    assert [one.number for one in invoices] == [f"F2021-{n:04d}" for n in range(1, BOARDS + 1)]
    assert NumberSeries.objects.get(series="F").last == BOARDS
    assert Document.objects.count() == BOARDS
    assert len({one.document_id for one in invoices}) == BOARDS
    for one in invoices:
        content = bytes(one.document.content)
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == one.document.sha256


def test_a_killed_worker_leaves_exactly_one_document_and_one_number_per_invoice(issued, start_worker):
    worker = start_worker()
    run = issued()
    _wait(lambda: _done() >= 2, "the worker did not begin")
    _kill(worker)
    assert 2 <= _done() < BOARDS, "the worker was killed too late to prove anything"
    start_worker()
    assert resume(run=run) > 0
    _wait(lambda: progress(run).done == BOARDS, "the second worker did not end the run")
    run.refresh_from_db()
    assert run.finished_at is not None
    _one_document_and_one_number_each()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_workers_killed_at_random_points_leave_exact_books(number, issued, start_worker):
    """After each kill the books are as if each piece had been done whole or not at all; at the end all are done."""
    seed = random.randrange(2**32)
    print(f"round {number}, seed {seed}")  # shown when it fails
    chance = random.Random(seed)
    worker = start_worker()
    run = issued()
    for _kill_number in range(KILLS):
        wanted = min(_done() + chance.randrange(0, 4), BOARDS)
        _wait(lambda wanted=wanted: _done() >= wanted, "the worker did not get that far")
        time.sleep(chance.random() * 0.4)  # somewhere within a document
        _kill(worker)
        _each_piece_is_whole_or_not_done()
        worker = start_worker()
        resume(run=run)
    _wait(lambda: progress(run).done == BOARDS, "the last worker did not end the run")
    _one_document_and_one_number_each()
    assert resume(run=run) == 0
    _one_document_and_one_number_each()


def _each_piece_is_whole_or_not_done():
    """In one snapshot: a document for each piece that is done, and none besides."""
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        made = set(Invoice.objects.exclude(document=None).values_list("pk", flat=True))
        assert made == set(RunPiece.objects.filter(state=PieceState.DONE).values_list("subject_id", flat=True))
        assert Document.objects.count() == len(made)
        assert (Invoice.objects.count(), NumberSeries.objects.get(series="F").last) == (BOARDS, BOARDS)


def test_an_emptied_broker_loses_nothing(issued, broker, start_worker):
    _url, client = broker
    run = issued()
    client.flushall()
    start_worker()
    time.sleep(2)
    assert _done() == 0, "the messages were to be lost"
    assert resume(run=run) == BOARDS
    _wait(lambda: _done() >= 1, "the worker did not begin")
    client.flushall()
    time.sleep(2)  # what the worker held it has done by now
    resume(run=run)
    _wait(lambda: progress(run).done == BOARDS, "the run did not end")
    _one_document_and_one_number_each()
