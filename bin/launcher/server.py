"""PostgreSQL and Valkey as processes of this machine, on loopback ports with a password.

A running server holds a lock on a file of its own, inherited by all its processes. So whether it runs is never guessed
from a process number: a killed server, or one that its parent has not buried, has let go of the lock.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from launcher.keys import Secrets
from launcher.locks import open_lock, try_exclusive
from launcher.places import SetupError, User

PATIENCE = 60  # seconds; a database that was killed in the midst of much work needs a while to recover
SMART_STOP = 20  # seconds before a server is stopped less kindly


class Server(ABC):
    """What both servers have in common; the subclasses say how to begin, to ask and to find the process."""

    name: str
    stop_signals: tuple[signal.Signals, ...]

    def __init__(self, folder: Path, user: User, secrets: Secrets) -> None:
        self.folder, self.user, self.secrets = folder, user, secrets
        self.data = folder / self.name
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self.secrets.port(self.name)

    @abstractmethod
    def command(self) -> list[str]: ...

    def standard_input(self) -> bytes:
        return b""

    @abstractmethod
    def prepare(self) -> None: ...

    @abstractmethod
    def answers(self) -> bool: ...

    @abstractmethod
    def process_number(self) -> int | None: ...

    def running(self) -> bool:
        """Whether any process of the server is alive."""
        if self.process:
            self.process.poll()
        lock = open_lock(self.folder / f"{self.name}.lock")
        try:
            return not try_exclusive(lock)
        finally:
            os.close(lock)

    def start(self) -> None:
        """Start the server, or join the one that runs. Raises SetupError with the end of its log if it will not."""
        if self.running() and self._comes_to_answer():
            return
        if self.running():
            raise SetupError(
                f"{self.name} är igång men svarar inte på port {self.port}. Den ska svara inom {PATIENCE} s. "
                f"Avsluta process {self.process_number()} och försök igen. Loggen finns i {self._log()}."
            )
        self.prepare()
        if not port_is_free(self.port):
            self.secrets.choose_port(self.name)
        self._spawn()
        if not self._comes_to_answer():
            self.stop()
            raise SetupError(f"{self.name} startade inte. Slutet av {self._log()}:\n{self._log_end()}")

    def stop(self) -> None:
        """Stop the server and wait until it is gone."""
        for stop_signal in self.stop_signals:
            number = self.process_number()
            if number and self.running():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, stop_signal)
            if wait_until(lambda: not self.running(), SMART_STOP):
                return

    def _comes_to_answer(self) -> bool:
        return wait_until(lambda: self.answers() or not self.running(), PATIENCE) and self.running()

    def _spawn(self) -> None:
        log = self._log()
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        lock = open_lock(self.folder / f"{self.name}.lock")
        try:
            try_exclusive(lock)
            with log.open("wb") as output:
                self.process = subprocess.Popen(
                    self.command(),
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=output,
                    cwd=self.folder,
                    env=server_environment(),
                    pass_fds=(lock,),
                    start_new_session=True,  # Ctrl-C is for the command, not for the servers it shares
                    **self.user.popen_arguments(),  # type: ignore[call-overload]  # the keywords are those of Popen
                )
        finally:
            os.close(lock)
        assert self.process.stdin  # it is a pipe
        with contextlib.suppress(BrokenPipeError), self.process.stdin:
            self.process.stdin.write(self.standard_input())

    def _log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def _log_end(self) -> str:
        return "\n".join(self._log().read_text(errors="replace").splitlines()[-15:])


def server_environment() -> dict[str, str]:
    """A plain environment: nothing of the caller's language or PG* settings reaches the servers."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def port_is_free(port: int) -> bool:
    """Whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again until it holds; False when the time is out."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
