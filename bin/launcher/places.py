"""Where things lie on this machine, and who the servers run as."""

import contextlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class SetupError(Exception):
    """Something on the machine is not as needed; the text says what was found, what is needed and how to mend it."""


def data_folder() -> Path:
    """The folder for all that is made while running: `OVERENS_DATA`, else `.data` in the project."""
    folder = Path(os.environ.get("OVERENS_DATA") or PROJECT / ".data").absolute()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SetupError(
            f"Det går inte att skriva i mappen {folder}. Den ska finnas och tillhöra den som kör kommandot. "
            f"Ändra ägare med chown, eller ange en annan mapp i OVERENS_DATA."
        )
    return folder


@dataclass(frozen=True)
class User:
    """Whom the servers run as; None in a field means the one who runs the command."""

    uid: int | None = None
    gid: int | None = None

    def popen_arguments(self) -> dict[str, object]:
        """Arguments for subprocess that drop root's rights; empty when there is nothing to drop."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path, mode: int) -> None:
        """Hand `path` to this user with `mode`."""
        if self.uid is not None:
            os.chown(path, self.uid, self.gid if self.gid is not None else -1)
        path.chmod(mode)


def server_user(database: Path) -> User:
    """PostgreSQL refuses to run as root: then it runs as the owner of the database folder, or as nobody."""
    if os.geteuid() != 0:
        return User()
    if database.exists() and database.stat().st_uid != 0:
        return User(database.stat().st_uid, database.stat().st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise SetupError(
            "Kommandot körs som root och användaren nobody saknas. PostgreSQL får inte köras som root. "
            "Kör som en vanlig användare."
        ) from None
    return User(nobody.pw_uid, nobody.pw_gid)


def open_to_all(path: Path) -> bool:
    """Whether any user on the machine can reach and read `path`."""
    if not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.resolve().parents) if folder.is_dir())


def servers_folder(data: Path) -> Path:
    """The servers' own folder: `servers` in the data folder. When the command is run by root below a closed home
    folder, where the servers' user cannot come, it lies under /var/lib and `servers` is a link to it."""
    folder = data / "servers"
    if not folder.exists():
        folder.unlink(missing_ok=True)
        if os.geteuid() != 0 or open_to_all(data):
            folder.mkdir()
        else:
            folder.symlink_to(tempfile.mkdtemp(prefix="overens-", dir="/var/lib"))
        folder.chmod(0o755)
    return folder.resolve()


def reachable(packages: list[Path], folder: Path, version: str) -> Path:
    """The folder in which `packages` (wheel folders beside each other) can be read by the servers' user.

    They are copied to `folder` when they lie where only root can come. All of them go together: the libraries beside
    a wheel are found by their place.
    """
    if os.geteuid() != 0 or all(open_to_all(each) for package in packages for each in package.rglob("*")):
        return packages[0].parent
    copy = folder / f"program-{version}"
    if not copy.exists():
        unfinished = folder / "program-new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for package in packages:
            shutil.copytree(package, unfinished / package.name)
        for each in (unfinished, *unfinished.rglob("*")):
            executable = each.is_dir() or each.stat().st_mode & stat.S_IXUSR
            each.chmod(0o755 if executable else 0o644)
        unfinished.rename(copy)
    return copy
