"""PostgreSQL and Valkey as processes of this machine, on loopback ports with a password.

A running server holds a lock on a file of its own, inherited by all its processes. So whether it runs is never guessed
from a process number: a killed server, or one that its parent has not buried, has let go of the lock.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from launcher.binaries import postgres_programs, valkey_program
from launcher.locks import open_lock, try_exclusive
from launcher.places import SetupError, User
from launcher.keys import Secrets

PATIENCE = 60  # seconds; a database that was killed in the midst of much work needs a while to recover
SMART_STOP = 20  # seconds before a server is stopped less kindly
DURABLE_ENOUGH_FOR_TESTS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Server:
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

    def command(self) -> list[str]:
        raise NotImplementedError

    def standard_input(self) -> bytes:
        return b""

    def prepare(self) -> None:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def process_number(self) -> int | None:
        raise NotImplementedError

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
        if self.running() and wait_until(lambda: self.answers() or not self.running(), PATIENCE) and self.running():
            return
        self.prepare()
        if not port_is_free(self.port):
            self.secrets.choose_port(self.name)
        self._spawn()
        if not wait_until(lambda: self.answers() or not self.running(), PATIENCE) or not self.running():
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
        with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
            pipe.write(self.standard_input())

    def _log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def _log_end(self) -> str:
        return "\n".join(self._log().read_text(errors="replace").splitlines()[-15:])


class Postgres(Server):
    name = "postgres"
    stop_signals = (signal.SIGINT, signal.SIGQUIT)  # "fast", then "immediate"

    def __init__(self, folder: Path, user: User, secrets: Secrets, quick: bool) -> None:
        super().__init__(folder, user, secrets)
        self.quick = quick
        self.programs = postgres_programs(folder)

    def url(self, database: str = "overens") -> str:
        return f"postgres://overens:{self.secrets.password}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        settings = ["listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", "max_connections=200"]
        settings += DURABLE_ENOUGH_FOR_TESTS if self.quick else ()
        options = [part for setting in settings for part in ("-c", setting)]
        return [str(self.programs / "postgres"), "-D", str(self.data), *options]

    def prepare(self) -> None:
        """Make the database folder if there is none; remove what a killed server left."""
        if not self.data.exists():
            self._initialise()
        found, expected = (self.data / "PG_VERSION").read_text().strip(), self._version()
        if found != expected:
            raise SetupError(
                f"Databasen i {self.data} är gjord av PostgreSQL {found}, men programmet är version {expected}. "
                f"Samma version behövs. Töm mappen {self.folder} för att börja om, eller installera version {found}."
            )
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether it takes queries. The project's database is made the first time."""
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=5, autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'overens'").fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("overens")))
        except psycopg.Error:
            return False
        return True

    def process_number(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return self.process.pid if self.process else None

    def _initialise(self) -> None:
        unfinished, password = self.folder / "postgres-new", self.folder / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        self.user.give(unfinished, 0o700)
        password.unlink(missing_ok=True)
        os.close(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        password.write_text(self.secrets.password)
        self.user.give(password, 0o600)
        self._run("initdb", "-D", unfinished, "-U", "overens", "--pwfile", password, "--auth=scram-sha-256", *self._locale())
        password.unlink()
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        if int(self._version()) >= 17:
            return ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"]

    def _version(self) -> str:
        return self._run("postgres", "--version").split()[2].split(".")[0]

    def _run(self, program: str, *arguments: object) -> str:
        done = subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=server_environment(),
            **self.user.popen_arguments(),  # type: ignore[call-overload]  # the keywords are those of Popen
        )
        if done.returncode:
            raise SetupError(f"{self.programs / program} misslyckades:\n{done.stderr.strip()}")
        return str(done.stdout)


class Valkey(Server):
    name = "valkey"
    stop_signals = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, folder: Path, user: User, secrets: Secrets) -> None:
        super().__init__(folder, user, secrets)
        self.program = valkey_program(folder)

    def url(self) -> str:
        return f"redis://:{self.secrets.password}@127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [str(self.program), "-"]

    def standard_input(self) -> bytes:
        """The settings: not on the command line, where everyone could read the password."""
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.secrets.password}", "daemonize no"]
        lines += [f'dir "{self.data}"', f'pidfile "{self.data / "process"}"', "appendonly yes", "appendfsync everysec"]
        return "\n".join([*lines, 'save ""', ""]).encode()

    def prepare(self) -> None:
        """Make the folder that the messages are kept in."""
        self.data.mkdir(exist_ok=True)
        self.user.give(self.data, 0o700)

    def answers(self) -> bool:
        """Whether it takes commands with our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(f"AUTH {self.secrets.password}\r\nPING\r\nQUIT\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(64), b""))
                return b"+PONG" in answer
        except OSError:
            return False

    def process_number(self) -> int | None:
        try:
            return int((self.data / "process").read_text())
        except (OSError, ValueError):
            return self.process.pid if self.process else None


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
