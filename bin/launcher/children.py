"""Runs a command within the surroundings and passes signals on to it."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launcher.places import PROJECT, SetupError
from launcher.surroundings import Surroundings

MANAGE = (sys.executable, str(PROJECT / "manage.py"))


def call(command: Sequence[object], around: Surroundings, *, folder: Path | None = None) -> int:
    """Run `command` to its end; its exit code, 128 + n when signal n ended it.

    Ctrl-C reaches it from the terminal by itself, other signals are passed on. It holds the lock on the servers too, so
    they stay if only we are killed.
    """
    words = [str(part) for part in command]
    process = subprocess.Popen(words, env=around.environment, cwd=folder, pass_fds=(around.lock,))
    with _signals_passed_on(process):
        code = process.wait()
    return code if code >= 0 else 128 - code


def run_quietly(what: str, command: Sequence[object], around: Surroundings) -> str:
    """Run a step of the set-up; its standard output. Raises SetupError with all it said when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        env=around.environment,
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SetupError(f"{what} misslyckades:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


@contextmanager
def _signals_passed_on(process: subprocess.Popen[bytes]) -> Iterator[None]:
    def pass_on(number: int, _: FrameType | None) -> None:
        if number != signal.SIGINT:
            process.send_signal(number)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup's wish is kept
            signal.signal(number, pass_on)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
