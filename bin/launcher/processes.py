"""bin/run: all of Överens on this machine, until Ctrl-C."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.children import MANAGE, call, run_quietly
from launcher.database import migrate
from launcher.locks import open_lock, try_exclusive
from launcher.places import PROJECT, SetupError, data_folder
from launcher.progress import Steps
from launcher.server import port_is_free, wait_until
from launcher.surroundings import surroundings

PROCFILE = PROJECT / "Procfile"
PIDFILES = ("web.pid", "worker.pid", "beat.pid")
MARKS = ("config.wsgi", "celery")  # what the command lines of our own processes hold


def run(arguments: list[str]) -> int:
    """Make the database ready and keep web, worker and beat running. Raises SetupError when that cannot be."""
    if arguments:
        raise SetupError(
            f"bin/run tar inga argument, men fick: {' '.join(arguments)}. Porten anges så: PORT=8001 bin/run"
        )
    steps, data, port = Steps(6, first=5), data_folder(), _port()
    with _only_one(data, port):
        stop_leftovers(data)
        if not port_is_free(port):
            raise SetupError(f"Port {port} används av ett annat program. Välj en ledig: PORT={free_port(port)} bin/run")
        steps.step("Databas")
        with surroundings(data) as around:
            around.environment.update(OVERENS_DATA=str(data), PYTHONUNBUFFERED="1")
            migrate(around, data, steps, always=not around.own_database)
            run_quietly("load_demonstration", [*MANAGE, "load_demonstration", "--if-empty"], around)
            logins = run_quietly("load_demonstration", [*MANAGE, "load_demonstration", "--show-logins"], around)
            steps.step("Webb, arbetare och tidtabell")
            threading.Thread(target=announce, args=(port, logins), daemon=True).start()
            honcho = [
                sys.executable,
                "-m",
                "honcho",
                "start",
                "-f",
                PROCFILE,
                "-d",
                PROJECT,
                "-e",
                os.devnull,
                "-p",
                port,
            ]
            code = call(honcho, around, folder=PROJECT, apart=True)
    print("Överens är stoppat.", flush=True)
    return 0 if code in (128 + signal.SIGINT, 128 + signal.SIGTERM) else code


def announce(port: int, logins: str) -> None:
    """Tell the address and whom to log in as when the web answers."""
    if wait_until(lambda: not port_is_free(port), 60):
        time.sleep(0.5)  # below the first lines of the processes
        print(f"\n  Överens är igång: http://127.0.0.1:{port}/\n  Avsluta med Ctrl-C.\n\n{logins}", flush=True)


def stop_leftovers(data: Path) -> None:
    """Stop web, worker and beat of an earlier bin/run that was killed; they hold the port."""
    left = [number for name in PIDFILES if (number := _ours(data / name))]
    for stop_signal in (signal.SIGTERM, signal.SIGKILL):
        for number in left:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(number, stop_signal)
        if wait_until(lambda: not any(_ours(data / name) for name in PIDFILES), 10):
            break
    for name in PIDFILES:
        (data / name).unlink(missing_ok=True)


def free_port(above: int) -> int:
    """The next port nobody listens on."""
    return next(port for port in range(above + 1, 65536) if port_is_free(port))


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SetupError(f"PORT är {text!r}, men ska vara ett tal från 1 till 65535, till exempel PORT=8001.")
    return int(text)


@contextmanager
def _only_one(data: Path, port: int) -> Iterator[None]:
    lock, address = open_lock(data / "run.lock"), data / "address"
    try:
        if not try_exclusive(lock):
            raise SetupError(
                f"Överens är redan igång på {address.read_text()}. Avsluta det med Ctrl-C där det startades."
            )
        address.write_text(f"http://127.0.0.1:{port}/")
        yield
    finally:
        os.close(lock)


def _ours(pidfile: Path) -> int | None:
    """The process number in the file, if a process of ours has it now."""
    try:
        number = int(pidfile.read_text())
        return number if any(mark in command_line(number) for mark in MARKS) else None
    except (OSError, ValueError):
        return None


def command_line(number: int) -> str:
    """The command line of a process, empty when there is none."""
    proc = Path(f"/proc/{number}/cmdline")
    if sys.platform == "linux":
        return proc.read_bytes().replace(b"\0", b" ").decode() if proc.exists() else ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True).stdout
