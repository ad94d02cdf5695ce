"""Keeps several processes running together in the foreground: when one ends, or we are told to stop, all stop."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launcher.progress import say
from launcher.server import wait_until
from launcher.surroundings import Surroundings

STOP_SECONDS = 15  # for a request or a document that is being worked on; what is cut off is taken up again later

Processes = dict[str, "subprocess.Popen[str]"]


def run_together(commands: Mapping[str, list[str]], around: Surroundings, folder: Path) -> int:
    """Run the commands by name until Ctrl-C, a termination signal or a closed terminal: 0 then, else 1.

    They hold the lock on the servers too, so the servers stay if only we are killed.
    """
    processes: Processes = {}
    with _told_to_stop() as told:
        try:
            for name, command in commands.items():
                processes[name] = _start(command, around, folder)
                threading.Thread(target=_show, args=(name, processes[name]), daemon=True).start()
            while not told.wait(0.3) and not _ended(processes):
                pass
            ended = _ended(processes)
        finally:
            _stop(processes)
    if told.is_set():
        return 0
    say(f"Ett program avslutades oväntat och då stoppades alla: {', '.join(ended)}. Orsaken står ovan.")
    return 1


def stop_groups(numbers: list[int], stop_signal: signal.Signals) -> None:
    """Send a signal to the processes that lead groups of their own, with their children."""
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(number, stop_signal)


def _start(command: list[str], around: Surroundings, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        env=around.environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=(around.lock,),
        start_new_session=True,  # Ctrl-C reaches us alone, and each is stopped once
    )


def _show(name: str, process: "subprocess.Popen[str]") -> None:
    assert process.stdout  # it is a pipe
    with process.stdout:
        for line in process.stdout:
            with contextlib.suppress(OSError):  # the terminal is closed; reading on keeps the process from blocking
                sys.stdout.write(f"{name:<6} | {line}")
                sys.stdout.flush()


def _ended(processes: Processes) -> list[str]:
    return [name for name, process in processes.items() if process.poll() is not None]


def _stop(processes: Processes) -> None:
    left = [process.pid for process in processes.values() if process.poll() is None]
    for number in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)  # the leader alone: it stops its own workers in good order
    if not wait_until(lambda: len(_ended(processes)) == len(processes), STOP_SECONDS):
        stop_groups(left, signal.SIGKILL)
    for process in processes.values():
        process.wait()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup's wish is kept
            signal.signal(number, tell)
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
