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


def call(command: Sequence[object], around: Surroundings, *, folder: Path | None = None, apart: bool = False) -> int:
    """Run `command` to its end; its exit code, 128 + n when signal n ended it.

    Ctrl-C reaches a command in the terminal's foreground by itself. One that is kept `apart` in a session of its own is
    told to stop when we are. The command holds the lock on the servers too, so they stay if only we are killed.
    """
    with (
        subprocess.Popen(
            [str(part) for part in command],
            env=around.environment,
            cwd=folder,
            pass_fds=(around.lock,),
            start_new_session=apart,
        ) as process,
        _signals_passed_on(process, apart),
    ):
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
def _signals_passed_on(process: subprocess.Popen[bytes], apart: bool) -> Iterator[None]:
    def pass_on(number: int, _: FrameType | None) -> None:
        if apart or number != signal.SIGINT:
            process.send_signal(signal.SIGTERM)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup's wish is kept
            signal.signal(number, pass_on)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
