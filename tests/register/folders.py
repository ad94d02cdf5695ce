"""Folders for the tests: the example's files with some of them changed."""

import re
import shutil
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "register" / "example"


def example_with(folder: Path, **files: str | None) -> Path:
    """A copy of the example; `departments="…"` replaces departments.csv, None leaves it out."""
    target = folder / "register"
    shutil.copytree(EXAMPLE, target)
    return with_files(target, **files)


def with_files(folder: Path, **files: str | None) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / (f"{name}.toml" if re.fullmatch(r"model_year(_\d{4})?", name) else f"{name}.csv")
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return folder


def text_of(name: str) -> str:
    return (EXAMPLE / name).read_text(encoding="utf-8")


def lines_of(refusal) -> list[str]:
    return [fault.line for fault in refusal.value.faults]
