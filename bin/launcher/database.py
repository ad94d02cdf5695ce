"""Brings the database's tables up to date, and knows when that is not needed."""

import hashlib
import re
from pathlib import Path

import psycopg

from launcher.children import MANAGE, run_quietly
from launcher.locks import alone
from launcher.places import PROJECT
from launcher.progress import Steps
from launcher.surroundings import Surroundings


def migrate(around: Surroundings, data: Path, steps: Steps, *, always: bool = False) -> None:
    """Migrate a database of our own when the migrations have changed since last time, and any that is empty.

    A database that was given from outside is otherwise its keeper's business, unless `always`.
    """
    with alone(data / "migrate.lock"):
        stamp, now = data / "migrated", _state_of_migrations()
        done = stamp.read_text() if stamp.exists() else ""
        if _has_tables(around.environment["DATABASE_URL"]) and (done == now or not around.own_database) and not always:
            return
        steps.detail("Uppdaterar databasens tabeller …")
        run_quietly("migrate", [*MANAGE, "migrate", "--no-input", "-v", "0"], around)
        if around.own_database:
            stamp.write_text(now)


def _state_of_migrations() -> str:
    digest = hashlib.sha256((PROJECT / "requirements" / "base.txt").read_bytes())
    for file in sorted(PROJECT.glob("*/migrations/*.py")):
        digest.update(file.relative_to(PROJECT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _has_tables(url: str) -> bool:
    with psycopg.connect(re.sub(r"^\w+://", "postgresql://", url), connect_timeout=10) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    return bool(row and row[0])
