"""The embedded servers: real processes in a folder of their own."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis
from launcher.keys import Secrets
from launcher.locks import open_lock, try_exclusive
from launcher.places import SetupError, servers_folder
from launcher.server import wait_until
from launcher.surroundings import surroundings

AnotherUser = Callable[[], "subprocess.Popen[str]"]


def postmaster(data: Path) -> int | None:
    """The process number that PostgreSQL wrote down, None when it is stopped."""
    file = servers_folder(data) / "postgres" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else None


def is_running(data: Path) -> bool:
    """Whether any of PostgreSQL's processes lives; a dead one that nobody has buried does not."""
    lock = open_lock(servers_folder(data) / "postgres.lock")
    try:
        return not try_exclusive(lock)
    finally:
        os.close(lock)


def test_both_servers_answer_and_are_gone_afterwards(data: Path) -> None:
    with surroundings(data, quick=True) as around:
        with psycopg.connect(around.environment["DATABASE_URL"]) as connection:
            row = connection.execute("SELECT current_database(), lower('ÅÄÖ'), current_setting('fsync')").fetchone()
        assert row == ("overens", "åäö", "off")
        with redis.Redis.from_url(around.environment["REDIS_URL"]) as broker:
            assert broker.ping()
        assert is_running(data)
    assert postmaster(data) is None
    assert not is_running(data)


def test_the_demonstration_keeps_what_is_committed(data: Path) -> None:
    with surroundings(data) as around, psycopg.connect(around.environment["DATABASE_URL"]) as connection:
        settings = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "full_page_writes", "synchronous_commit")
        ]
    assert settings == [("on",)] * 3


def test_only_the_password_opens_the_servers(data: Path) -> None:
    with surroundings(data, quick=True) as around:
        password = Secrets(data).password
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(around.environment["DATABASE_URL"].replace(password, "wrong"))
        stranger = redis.Redis.from_url(around.environment["REDIS_URL"].replace(password, "wrong"))
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
    assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_commands_share_the_servers_and_the_last_one_out_stops_them(data: Path, another_user: AnotherUser) -> None:
    first = another_user()
    server = postmaster(data)
    with surroundings(data, quick=True) as around:
        assert postmaster(data) == server
        first.communicate()  # the one that started them leaves
        with psycopg.connect(around.environment["DATABASE_URL"]) as connection:
            connection.execute("SELECT 1")
    assert not is_running(data)


def test_one_that_leaves_before_the_others_leaves_the_servers_on(data: Path, another_user: AnotherUser) -> None:
    first = another_user()
    with surroundings(data, quick=True):
        pass
    assert is_running(data)
    first.communicate()
    assert not is_running(data)


def test_servers_whose_command_was_killed_are_joined(data: Path, another_user: AnotherUser) -> None:
    killed = another_user()
    server = postmaster(data)
    killed.kill()
    killed.wait()
    assert is_running(data)
    with surroundings(data, quick=True):
        assert postmaster(data) == server
    assert postmaster(data) is None


def test_killed_servers_start_again_with_what_was_committed(data: Path, another_user: AnotherUser) -> None:
    killed = another_user()
    with surroundings(data, quick=True) as around:
        url = around.environment["DATABASE_URL"]
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server = postmaster(data)
    assert server
    killed.kill()
    os.kill(server, signal.SIGKILL)
    with surroundings(data, quick=True), psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert postmaster(data) != server
    killed.wait()


def test_a_half_made_database_is_made_anew(data: Path) -> None:
    half = servers_folder(data) / "postgres-new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with surroundings(data, quick=True) as around, psycopg.connect(around.environment["DATABASE_URL"]):
        assert not half.exists()


def test_another_port_is_chosen_when_the_remembered_one_is_taken(data: Path) -> None:
    taken = Secrets(data).port("postgres")
    with socket.create_server(("127.0.0.1", taken)), surroundings(data, quick=True):
        assert Secrets(data).port("postgres") != taken


def test_servers_given_from_outside_are_used_as_they_are(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/overens")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    with surroundings(data) as around:
        assert around.environment["DATABASE_URL"] == "postgres://db.example/overens"
        assert around.environment["REDIS_URL"] == "redis://broker.example/0"
        assert not around.own_database
    assert list(servers_folder(data).iterdir()) == []


def test_a_database_of_another_version_is_not_touched(data: Path) -> None:
    database = servers_folder(data) / "postgres"
    database.mkdir()
    (database / "PG_VERSION").write_text("9\n")
    with pytest.raises(SetupError, match=r"gjord av PostgreSQL 9, men programmet är version 18"), surroundings(data):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's home is closed to the user that the servers run as")
def test_below_a_closed_home_the_servers_lie_where_their_user_can_come(data: Path) -> None:
    data.chmod(0o700)
    with surroundings(data, quick=True) as around, psycopg.connect(around.environment["DATABASE_URL"]):
        assert (data / "servers").is_symlink()
    assert data.stat().st_mode & 0o777 == 0o700


def test_waiting_ends_when_the_time_is_out() -> None:
    assert not wait_until(lambda: False, 0.01)
