"""Programs and libraries that Python packages cannot bring: what is missing, and how it is installed here."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from launcher.places import SetupError
from launcher.progress import Steps


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package and the shared libraries or programs (any of them) by which it is known to be there."""

    debian: str
    homebrew: str
    libraries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()

    def is_missing(self) -> bool:
        """Whether neither the libraries nor the programs can be found."""
        if self.programs:
            return not any(map(shutil.which, self.programs))
        return not any(_loads(library) for library in self.libraries)


FOR_DOCUMENTS = (
    SystemPackage("libpango-1.0-0", "pango", ("libpango-1.0.so.0", "libpango-1.0.dylib")),
    SystemPackage("libpangoft2-1.0-0", "pango", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")),
    SystemPackage("libharfbuzz-subset0", "pango", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib")),
    SystemPackage("fontconfig", "fontconfig", programs=("fc-list",)),
)
FOR_TESTS = (
    SystemPackage("chromium", "--cask chromium", programs=("chromium", "chromium-browser", "google-chrome")),
    SystemPackage("poppler-utils", "poppler", programs=("pdftotext",)),
)


def install_missing(requirements: str, steps: Steps) -> None:
    """Install what the command needs and the machine lacks. Raises SetupError with the command to give by hand."""
    needed = FOR_DOCUMENTS + (FOR_TESTS if requirements == "test" else ())
    missing = [package for package in needed if package.is_missing()]
    if not missing:
        return
    if sys.platform == "darwin":
        _install_with_homebrew(sorted({package.homebrew for package in missing}), steps)
    else:
        install([package.debian for package in missing], steps)
    if still := [package.debian for package in missing if package.is_missing()]:
        raise SetupError(f"Systempaketen installerades, men detta hittas ändå inte: {', '.join(still)}.")


def install(packages: list[str], steps: Steps) -> None:
    """Install Debian packages, as root or by sudo without a password. Raises SetupError when neither can."""
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise SetupError(f"Detta saknas: {', '.join(packages)}. Installera motsvarande paket för ditt system.")
    if os.geteuid() == 0:
        prefix = []
    elif _sudo_is_free():
        prefix = ["sudo", "-n"]
    else:
        raise SetupError(f"Detta saknas: {', '.join(packages)}. Installera det och försök igen:\n    sudo {by_hand}")
    steps.detail(f"Installerar {', '.join(packages)} med apt …")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        _quietly([*apt, *arguments], by_hand)


def _install_with_homebrew(formulas: list[str], steps: Steps) -> None:
    by_hand = f"brew install {' '.join(formulas)}"
    if not shutil.which("brew"):
        raise SetupError(
            f"Detta saknas: {', '.join(formulas)}. Installera Homebrew (https://brew.sh) och sedan:\n    {by_hand}"
        )
    steps.detail(f"{by_hand} …")
    _quietly(by_hand.split(), by_hand)


def _quietly(command: list[str], by_hand: str) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-15:])
        raise SetupError(
            f"Systempaketen kunde inte installeras:\n{end}\nInstallera dem och försök igen:\n    {by_hand}"
        )


def _sudo_is_free() -> bool:
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def _loads(library: str) -> bool:
    folders = ["", "/opt/homebrew/lib/", "/usr/local/lib/"] if sys.platform == "darwin" else [""]
    for folder in folders:
        try:
            ctypes.CDLL(folder + library)
        except OSError:
            continue
        return True
    return False
