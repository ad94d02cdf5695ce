"""The set-up of the machine: done once, done again when it was cut short, and clear about what it cannot do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from launcher import preparation, system_packages
from launcher.places import PROJECT, SetupError
from launcher.progress import Steps
from launcher.system_packages import SystemPackage

QUIET = Steps(1, quiet=True)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A project with one requirements file; the commands that preparation would have run."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "local.txt").write_text("one==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(preparation, "PROJECT", tmp_path)
    monkeypatch.setattr(preparation, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(preparation, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(preparation, "UNFINISHED", tmp_path / ".venv" / "unfinished")
    ran: list[list[str]] = []
    monkeypatch.setattr(preparation, "_run", lambda failure, *words: ran.append([str(word) for word in words]))
    return ran


def test_packages_are_put_in_once_and_again_when_their_list_changes(environment: list[list[str]]) -> None:
    preparation.install_requirements("local", QUIET)
    preparation.install_requirements("local", QUIET)
    assert len(environment) == 1
    assert "--require-hashes" in environment[0]
    (preparation.PROJECT / "requirements" / "local.txt").write_text("one==2\n")
    preparation.install_requirements("local", QUIET)
    assert len(environment) == 2


def test_an_environment_whose_packages_were_cut_short_is_made_anew(
    environment: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "_succeeds", lambda *words: True)
    preparation.make_environment(QUIET)
    assert environment == []
    preparation.UNFINISHED.touch()
    preparation.make_environment(QUIET)
    assert environment[0][-2:] == ["--clear", str(preparation.VENV)]


def test_an_environment_without_a_working_python_is_made_anew(environment: list[list[str]]) -> None:
    preparation.make_environment(QUIET)
    assert environment[0][-2:] == ["--clear", str(preparation.VENV)]


def test_only_catalogues_newer_than_their_compiled_files_are_compiled(environment: list[list[str]]) -> None:
    catalogue = preparation.PROJECT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    preparation.compile_translations(QUIET)
    assert environment == []
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    preparation.compile_translations(QUIET)
    assert len(environment) == 1
    catalogue.with_suffix(".mo").touch()
    preparation.compile_translations(QUIET)
    assert len(environment) == 1


def test_a_failing_command_is_shown_with_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetupError, match=r"(?s)Det gick inte:.*no disk left.*Kommandot var"):
        preparation._run("Det gick inte", sys.executable, "-c", "raise SystemExit('no disk left')")


def test_what_the_machine_has_is_not_missing() -> None:
    assert not SystemPackage("sh", "sh", programs=("no-such-shell", "sh")).is_missing()
    assert SystemPackage("none", "none", programs=("no-such-program",)).is_missing()
    assert SystemPackage("none", "none", ("libnone.so.9",)).is_missing()


def test_without_the_right_to_install_the_command_to_give_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "_sudo_is_free", lambda: False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetupError, match="sudo apt-get install --no-install-recommends chromium poppler-utils"):
        system_packages.install(["chromium", "poppler-utils"], QUIET)


def test_packages_for_tests_have_the_same_versions_as_those_that_run() -> None:
    def pins(name: str) -> set[str]:
        lines = (PROJECT / "requirements" / f"{name}.txt").read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("base") <= pins("local") <= pins("test")


def test_no_requirements_file_names_an_index() -> None:
    for file in (PROJECT / "requirements").glob("*.txt"):
        assert "index-url" not in file.read_text()


def test_a_machine_without_a_late_enough_python_is_told_what_to_install(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"):
        (tmp_path / name).write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.9.2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    setup = (PROJECT / "bin" / "setup").read_text().replace("/opt/homebrew/bin/python3 /usr/local/bin/python3", "")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "setup").write_text(setup.replace("/usr/bin/python3", ""))
    done = subprocess.run(
        ["bash", tmp_path / "bin" / "setup"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Funnen: Python 3.9.2" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr
