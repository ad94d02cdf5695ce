"""Finds and stops what an earlier bin/run left behind when it was killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from launcher.server import wait_until
from launcher.supervisor import stop_groups

PIDFILES = ("web.pid", "worker.pid", "beat.pid")  # as the Procfile names them
MARKS = ("config.wsgi", "celery")  # what the command lines of our own processes hold
KIND_SECONDS = 10


def stop_leftovers(data: Path) -> None:
    """Stop web, worker and beat of an earlier bin/run that was killed: they hold the port."""
    left = [number for name in PIDFILES if (number := _ours(data / name))]
    for stop_signal in (signal.SIGTERM, signal.SIGKILL):
        stop_groups(left, stop_signal)
        if wait_until(lambda: not any(_ours(data / name) for name in PIDFILES), KIND_SECONDS):
            break
    for name in PIDFILES:
        (data / name).unlink(missing_ok=True)


def command_line(number: int) -> str:
    """The command line of a process, empty when there is none (or only its remains)."""
    if sys.platform == "linux":
        proc = Path(f"/proc/{number}/cmdline")
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace") if proc.exists() else ""
    ps = ["ps", "-o", "command=", "-p", str(number)]
    return subprocess.run(ps, capture_output=True, text=True).stdout


def _ours(pidfile: Path) -> int | None:
    """The process number in the file, if a process of ours that leads its group has it now."""
    try:
        number = int(pidfile.read_text())
        ours = any(mark in command_line(number) for mark in MARKS) and os.getpgid(number) == number
        return number if ours else None
    except (OSError, ValueError):
        return None
