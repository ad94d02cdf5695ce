"""Alive, ready, and what people meet when the database does not answer."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.utils import DataError
from redis.exceptions import ConnectionError as BrokerDown

from foundation import health


@pytest.fixture
def broken_database(monkeypatch):
    """No cursor is to be had, as when the server is gone."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield


@pytest.fixture
def broker_answers(monkeypatch):
    monkeypatch.setattr("foundation.health.broker_answers", lambda: True)


def test_alive_without_database_broker_or_login(client, broken_database):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_both_answer(client, broker_answers):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok"}


def test_not_ready_without_the_database(client, broken_database, broker_answers):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "down", "broker": "ok"}


@pytest.mark.django_db
def test_not_ready_without_the_broker(client, monkeypatch):
    def refuse(self):
        raise BrokerDown("connection refused")

    monkeypatch.setattr("redis.Redis.ping", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "ok", "broker": "down"}


def test_a_broker_that_is_not_there_does_not_answer(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert health.broker_answers() is False


def test_a_probe_is_answered_whatever_name_it_asks_for(client, settings):
    """Probes ask by address; the check of host names would refuse them."""
    assert "10.0.0.7" not in settings.ALLOWED_HOSTS
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.fixture
def logged_in(login_as):
    """Someone who logged in while the database still answered."""
    return login_as("asf_administrator")


@pytest.mark.parametrize("path", ["/", "/about/", "/reports/", "/no-such-page/"])
def test_a_friendly_page_when_the_database_does_not_answer(logged_in, broken_database, path):
    """Also where the session is read, before any page."""
    logged_in.raise_request_exception = False
    response = logged_in.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "<html" in response.text
    assert "Traceback" not in response.text


def test_the_friendly_page_needs_no_login(client, broken_database):
    client.cookies["sessionid"] = "x" * 32
    client.raise_request_exception = False
    assert client.get("/about/").status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DataError("wrong"), OperationalError("deadlock, but the server answers"), None])
def test_another_error_is_not_called_downtime(error):
    assert health.database_down_page(error) is None


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_both_ways_to_lose_the_database_are_downtime(broken_database, error):
    assert health.database_down_page(error).status_code == 503
