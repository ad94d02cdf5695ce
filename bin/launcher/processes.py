"""bin/run: all of Överens on this machine, until Ctrl-C."""

import contextlib
import os
import shlex
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from launcher.children import MANAGE, run_quietly
from launcher.database import migrate
from launcher.leftovers import stop_leftovers
from launcher.locks import open_lock, try_exclusive
from launcher.places import PROJECT, SetupError, data_folder
from launcher.progress import STEPS, Steps
from launcher.server import port_is_free, wait_until
from launcher.supervisor import run_together
from launcher.surroundings import Surroundings, surroundings


def run(arguments: list[str]) -> int:
    """Make the database ready and keep web, worker and beat running. Raises SetupError when that cannot be."""
    if arguments:
        found = " ".join(arguments)
        raise SetupError(f"bin/run tar inga argument, men fick: {found}. Porten anges så: PORT=8001 bin/run")
    steps, data, port = Steps(STEPS["run"], first=5), data_folder(), chosen_port(os.environ.get("PORT") or "8000")
    with only_one(data, port):
        stop_leftovers(data)
        if not port_is_free(port):
            raise SetupError(f"Port {port} används av ett annat program. Välj en ledig: PORT={free_port(port)} bin/run")
        steps.step("Databas")
        with surroundings(data) as around:
            around.environment.update(OVERENS_DATA=str(data), PORT=str(port), PYTHONUNBUFFERED="1")
            around.environment.setdefault("CELERY_CONCURRENCY", "2")
            migrate(around, data, steps, always=not around.own_database)
            logins = demonstration(around)
            steps.step("Webb, arbetare och tidtabell")
            threading.Thread(target=announce, args=(port, logins), daemon=True).start()
            code = run_together(commands(around.environment), around, PROJECT)
    with contextlib.suppress(OSError):  # the terminal may be closed
        print("Överens är stoppat.", flush=True)
    return code


def demonstration(around: Surroundings) -> str:
    """Load the demonstration city into an empty database; whom to log in as."""
    command = [*MANAGE, "load_demonstration"]
    run_quietly("load_demonstration", [*command, "--if-empty"], around)
    return run_quietly("load_demonstration", [*command, "--show-logins"], around)


def announce(port: int, logins: str) -> None:
    """Tell the address and whom to log in as when the web answers."""
    if wait_until(lambda: not port_is_free(port), 60):
        time.sleep(0.5)  # below the first lines of the processes
        print(f"\n  Överens är igång: http://127.0.0.1:{port}/\n  Avsluta med Ctrl-C.\n\n{logins}", flush=True)


def commands(environment: dict[str, str]) -> dict[str, list[str]]:
    """The processes and their commands, as the Procfile has them, with the variables filled in."""
    lines = [line for line in (PROJECT / "Procfile").read_text().splitlines() if not line.startswith("#")]
    split = {name: shlex.split(command) for name, _, command in (line.partition(":") for line in lines)}
    return {name: [Template(word).substitute(environment) for word in words] for name, words in split.items()}


def free_port(above: int) -> int:
    """The next port nobody listens on."""
    return next(port for port in range(above + 1, 65536) if port_is_free(port))


def chosen_port(text: str) -> int:
    """The port that PORT asks for. Raises SetupError when it is none."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SetupError(f"PORT är {text!r}, men ska vara ett tal från 1 till 65535, till exempel PORT=8001.")
    return int(text)


@contextmanager
def only_one(data: Path, port: int) -> Iterator[None]:
    """The block runs once at a time per data folder. Raises SetupError with the address of the one that runs."""
    lock, address = open_lock(data / "run.lock"), data / "address"
    try:
        if not try_exclusive(lock):
            raise SetupError(f"Överens är redan igång på {address.read_text()}. Avsluta det med Ctrl-C där.")
        address.write_text(f"http://127.0.0.1:{port}/")
        yield
    finally:
        os.close(lock)
