"""The surroundings of a command: running servers and the settings that lead to them.

Several commands share the servers. The first starts them; each holds a shared lock, which its own command inherits; the
last one out stops them. When all were killed, the next one joins the servers that still live or recovers the dead.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.keys import Secrets
from launcher.locks import alone, let_go, open_lock, share, try_exclusive
from launcher.places import server_user, servers_folder
from launcher.postgres import Postgres
from launcher.server import Server
from launcher.valkey import Valkey


@dataclass(frozen=True)
class Surroundings:
    """The environment variables for a command, and the open lock that it holds while it runs."""

    environment: dict[str, str]
    lock: int
    own_database: bool


@contextmanager
def surroundings(data: Path, *, quick: bool = False) -> Iterator[Surroundings]:
    """Servers while the block runs. `DATABASE_URL` and `REDIS_URL` from outside are used as they are.

    `quick` gives up PostgreSQL's durability for speed: for tests only. Raises SetupError when a server will not start.
    """
    lock = open_lock(data / "users.lock")
    servers: list[Server] = []
    try:
        with alone(data / "start.lock"):
            share(lock)
            environment = _environment(data, servers, quick)
        yield Surroundings(environment, lock, own_database=any(isinstance(each, Postgres) for each in servers))
    finally:
        with alone(data / "start.lock"):
            let_go(lock)
            if try_exclusive(lock):
                for server in servers:
                    server.stop()
        os.close(lock)


def _environment(data: Path, servers: list[Server], quick: bool) -> dict[str, str]:
    environment, secrets = dict(os.environ), Secrets(data)
    folder = servers_folder(data)
    user = server_user(folder / Postgres.name)
    if not environment.get("DATABASE_URL"):
        postgres = Postgres(folder, user, secrets, quick)
        servers.append(postgres)
        postgres.start()
        environment["DATABASE_URL"] = postgres.url()
    if not environment.get("REDIS_URL"):
        valkey = Valkey(folder, user, secrets)
        servers.append(valkey)
        valkey.start()
        environment["REDIS_URL"] = valkey.url()
    defaults = {
        "SECRET_KEY": secrets.secret_key,
        "IDENTITY_KEYS": secrets.identity_key,
        "HTTPS": "false",
        "DEMONSTRATION": "true",
        "STATIC_FROM_SOURCE": "true",
    }
    return defaults | environment
