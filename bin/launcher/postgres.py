"""PostgreSQL: the database folder, its settings, how it is asked and stopped."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from launcher.binaries import postgres_programs
from launcher.keys import Secrets
from launcher.places import SetupError, User
from launcher.server import Server, server_environment

# Survives a killed process, not a power failure. synchronous_commit=off would lose work to a killed process too.
DURABLE_ENOUGH_FOR_TESTS = ("fsync=off", "full_page_writes=off")


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
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "max_connections=200",
        ]
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
        self._run(
            "initdb", "-D", unfinished, "-U", "overens", "--pwfile", password, "--auth=scram-sha-256", *self._locale()
        )
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
