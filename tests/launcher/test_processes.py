"""bin/run's own parts: ports, the processes that run together, and what a killed start left behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from launcher import processes
from launcher.checks import CHECKS
from launcher.children import call, run_quietly
from launcher.leftovers import stop_leftovers
from launcher.locks import open_lock
from launcher.places import SetupError
from launcher.progress import STEPS
from launcher.supervisor import run_together
from launcher.surroundings import Surroundings

NAPPING = "import time; time.sleep(60)"


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(dict(os.environ), open_lock(tmp_path / "users.lock"), own_database=True)


def test_the_procfile_has_the_three_processes() -> None:
    variables = {"PORT": "8123", "OVERENS_DATA": "/srv/my data", "CELERY_CONCURRENCY": "2"}
    commands = processes.commands(variables)
    assert list(commands) == ["web", "worker", "beat"]
    assert "127.0.0.1:8123" in commands["web"]
    assert commands["worker"][-1] == "/srv/my data/worker.pid"


def test_the_steps_of_the_checks_are_counted_right() -> None:
    preparation, tests = 4, 1
    assert STEPS["test"] == preparation + len(CHECKS) + tests


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SetupError, match="PORT=8001"):
        processes.chosen_port(text)


def test_a_free_port_is_one_that_nobody_listens_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert processes.free_port(port - 1) > port


def test_a_second_start_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    second = processes.only_one(tmp_path, 8124)
    with processes.only_one(tmp_path, 8123), pytest.raises(SetupError, match=r"redan igång på http://127.0.0.1:8123/"):
        second.__enter__()


def test_arguments_are_refused() -> None:
    with pytest.raises(SetupError, match="inga argument"):
        processes.run(["8001"])


def test_when_one_process_ends_the_others_are_stopped(around: Surroundings, capfd: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    code = run_together({"short": ["echo", "ready"], "long": ["sleep", "60"]}, around, Path("/"))
    assert code == 1
    assert time.monotonic() - start < 10
    output = capfd.readouterr()
    assert "short  | ready" in output.out
    assert "avslutades oväntat" in output.err and "short" in output.err


def test_a_stop_signal_stops_all_of_them(around: Surroundings) -> None:
    stopper = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
    stopper.start()
    assert run_together({"one": ["sleep", "60"], "two": ["sleep", "60"]}, around, Path("/")) == 0
    stopper.join()


def test_a_commands_exit_code_is_handed_on(around: Surroundings) -> None:
    assert call([sys.executable, "-c", "raise SystemExit(7)"], around) == 7
    assert call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], around) == 137


def test_a_step_that_fails_tells_what_it_said(around: Surroundings) -> None:
    with pytest.raises(SetupError, match=r"(?s)migrate misslyckades.*no such table"):
        run_quietly("migrate", [sys.executable, "-c", "raise SystemExit('no such table')"], around)


def test_what_a_killed_start_left_is_stopped(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", NAPPING, "config.wsgi"], start_new_session=True)
    reaper = threading.Thread(target=left.wait)
    reaper.start()
    (tmp_path / "web.pid").write_text(f"{left.pid}\n")
    stop_leftovers(tmp_path)
    reaper.join()
    assert left.returncode == -signal.SIGTERM
    assert not (tmp_path / "web.pid").exists()


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", NAPPING], start_new_session=True)
    (tmp_path / "worker.pid").write_text(str(stranger.pid))
    stop_leftovers(tmp_path)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
