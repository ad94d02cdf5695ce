"""A data folder of the test's own, outside pytest's closed folder so that the servers' user can come there."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from launcher.places import PROJECT, servers_folder

USER = """
import sys
from pathlib import Path
from launcher.surroundings import surroundings
with surroundings(Path(sys.argv[1]), quick=True) as around:
    print(around.environment["DATABASE_URL"], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder, and no servers given from outside."""
    for name in ("DATABASE_URL", "REDIS_URL", "OVERENS_DATA"):
        monkeypatch.delenv(name, raising=False)
    folder = Path(tempfile.mkdtemp(prefix="overens-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(servers_folder(folder))
    shutil.rmtree(folder)


@pytest.fixture
def another_user(data: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts another process that uses the servers until its standard input is closed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PROJECT / "bin")},
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline().startswith("postgres://")
        return process

    yield start
    for process in started:
        process.communicate()
