"""Prepares the machine for a command: virtual environment, packages, system libraries, translations.

Runs with the machine's own Python, so the standard library only. Each part costs nothing when it is already done, and
is done anew when an earlier attempt was cut short.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher import system_packages
from launcher.locks import alone
from launcher.places import PROJECT, SetupError
from launcher.progress import Steps

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"  # there while packages are put in


def prepare(requirements: str, steps: Steps) -> None:
    """Make ready for a command that needs `requirements/<requirements>.txt`. Raises SetupError."""
    with alone(PROJECT / ".setup.lock", lambda: steps.detail("Väntar på en annan start …")) as lock:
        os.set_inheritable(lock, True)  # pip holds it too: if only we are killed, the next start waits for it
        steps.step(f"Virtuell miljö ({VENV.name})")
        make_environment(steps)
        steps.step("Paket")
        install_requirements(requirements, steps)
        steps.step("Systembibliotek")
        system_packages.install_missing(requirements, steps)
        steps.step("Översättningar")
        compile_translations(steps)


def make_environment(steps: Steps) -> None:
    """Make `.venv`, also in place of one that is half made or whose Python is gone."""
    if not UNFINISHED.exists() and _succeeds(PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"):
        return
    base = Path(getattr(sys, "_base_executable", sys.executable))
    steps.detail(f"Skapar {VENV} med {base} ({sys.version.split()[0]}) …")
    if not _succeeds(base, "-c", "import ensurepip, venv"):
        system_packages.install([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"], steps)
    _run("Den virtuella miljön kunde inte skapas", base, "-m", "venv", "--clear", VENV)


def install_requirements(name: str, steps: Steps) -> None:
    """Install `requirements/<name>.txt`, every file of it checked against its hash, when it has changed."""
    file = PROJECT / "requirements" / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == expected:
        return
    steps.detail(f"Installerar {file.relative_to(PROJECT)}. Första gången tar det någon minut …")
    UNFINISHED.touch()
    options = ["--require-hashes", "--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    _run("Paketen kunde inte installeras", PYTHON, "-m", "pip", "install", *options, "-r", file)
    stamp.write_text(expected)
    UNFINISHED.unlink()


def compile_translations(steps: Steps) -> None:
    """Compile the catalogues that are newer than their compiled files."""
    catalogues = list((PROJECT / "locale").glob("*/LC_MESSAGES/django.po"))
    if all(_is_compiled(catalogue) for catalogue in catalogues):
        return
    steps.detail("Kompilerar översättningarna …")
    compiler = [PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile", "-d", PROJECT / "locale", "-D", "django"]
    _run("Översättningarna kunde inte kompileras", *compiler)


def environment() -> dict[str, str]:
    """This process's environment with the programs of `.venv` first."""
    found = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    if sys.platform == "darwin":  # where Homebrew puts Pango, which Python does not know of
        found.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    return found | {"VIRTUAL_ENV": str(VENV), "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime


def _succeeds(*command: object) -> bool:
    if not shutil.which(str(command[0])):
        return False
    return subprocess.run([str(part) for part in command], capture_output=True, env=environment()).returncode == 0


def _run(failure: str, *command: object) -> None:
    words = [str(part) for part in command]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment(), close_fds=False
    )
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise SetupError(f"{failure}:\n{end}\nKommandot var:\n    {' '.join(words)}")
