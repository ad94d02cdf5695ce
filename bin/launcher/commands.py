"""What bin/run, bin/manage and bin/test do once the machine is prepared."""

from collections.abc import Callable

from launcher import checks, processes
from launcher.children import MANAGE, call
from launcher.database import migrate
from launcher.places import data_folder
from launcher.progress import Steps
from launcher.surroundings import surroundings

MAKES_ITS_OWN_TABLES = ("migrate", "makemigrations", "showmigrations", "help", "--help", "--version", "version")


def manage(arguments: list[str]) -> int:
    """Run manage.py where the caller stands, with migrated tables. Standard output is the command's alone."""
    data = data_folder()
    with surroundings(data) as around:
        if arguments and arguments[0] not in MAKES_ITS_OWN_TABLES:
            migrate(around, data, Steps(1, quiet=True))
        return call([*MANAGE, *arguments], around)


COMMANDS: dict[str, Callable[[list[str]], int]] = {"run": processes.run, "manage": manage, "test": checks.run}
