"""bin/test: every check and test, or only the tests that are asked for."""

import os
import subprocess
import sys
from pathlib import Path

from launcher.children import call
from launcher.places import PROJECT, data_folder
from launcher.progress import STEPS, Steps, say, timed
from launcher.surroundings import Surroundings, surroundings

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
CHECKS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("ruff check", (PYTHON, "-m", "ruff", "check", ".")),
    ("ruff format --check", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("mypy", (PYTHON, "-m", "mypy", ".")),
    ("lint-imports", (PYTHON, PROGRAMS / "lint-imports")),
    ("djlint --lint", (PYTHON, "-m", "djlint", "templates", "--lint", "--quiet")),
    ("makemigrations --check", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
)

# one process per core, at most four, each with a new database of its own, which goes with its server
SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", "--create-db", "--reuse-db")


def run(arguments: list[str]) -> int:
    """All checks and all tests, or `pytest ARGUMENTS` alone. 0 only when everything passed."""
    data = data_folder() / "test"
    data.mkdir(exist_ok=True)
    with surroundings(data, quick=True) as around:
        around.environment["OVERENS_DATA"] = str(data)
        if arguments:
            return call([PYTHON, "-m", "pytest", *arguments], around, folder=PROJECT)
        steps = Steps(STEPS["test"], first=5)
        failed = [name for name, command in CHECKS if not passes(name, command, around, steps)]
        steps.step("pytest")
        if failed:
            say(f"    Underkänt hittills: {', '.join(failed)}")
        code = call([PYTHON, "-m", "pytest", *SIDE_BY_SIDE], around, folder=PROJECT)
    if failed:
        say(f"Underkänt: {', '.join([*failed, *(['pytest'] if code else [])])}")
    return code or bool(failed)


def passes(name: str, command: tuple[object, ...], around: Surroundings, steps: Steps) -> bool:
    """Run one check; all it says is shown when it fails."""
    steps.step(name)
    with timed() as seconds:
        done = subprocess.run(
            [str(part) for part in command],
            env=around.environment,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    say(f"    {'UNDERKÄNT' if done.returncode else 'godkänt'} på {seconds[0]:.1f} s")
    if done.returncode:
        say(done.stdout)
    return not done.returncode
