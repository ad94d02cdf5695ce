"""The house itself: small files, used templates, complete translations, nothing that downloads at run time."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LAYERS = "foundation organisation allocation agreements placements billing followup privacy register config bin"
APPS = LAYERS.split()


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


def test_no_file_of_code_is_longer_than_300_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        if "/migrations/" not in str(path) and (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines():
    long = []
    for app in APPS:
        for path in tracked(f"{app}/*.py"):
            if "/migrations/" in str(path):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_every_template_is_used():
    everything = "\n".join(
        path.read_text() for ending in ("*.py", "*.html") for path in tracked(ending) if "tests/" not in str(path)
    )
    known = {"400.html", "403.html", "404.html", "500.html", "503.html"}  # found by Django or by name in errors.py
    unused = []
    for path in tracked("templates/*.html"):
        name = str(path.relative_to(ROOT / "templates"))
        if name not in known and not name.startswith("django/") and name not in everything:
            unused.append(name)
    assert unused == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_text_has_its_english():
    """The source texts are Swedish; the English catalogue must hold every one of them, none of them fuzzy."""
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file)
    faulty = [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not (all(message.string) if message.pluralizable else message.string))
    ]
    assert faulty == []


def test_every_marked_text_is_in_the_catalogue():
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        known = {i for message in read_po(file) for i in ([message.id] if isinstance(message.id, str) else message.id)}
    pattern = re.compile(r"""\{% (?:translate|trans) (["'])(.+?)\1""")
    missing = {
        found[1]
        for path in tracked("templates/*.html")
        for found in pattern.findall(path.read_text())
        if found[1] not in known
    }
    assert missing == set()


def test_texts_in_code_are_marked_by_a_name_that_is_looked_for():
    """What is marked by another name than these never comes to the catalogue, and stays Swedish in English."""
    other = re.compile(r"import \w*gettext\w* as (?!_$)", re.MULTILINE)
    assert [str(path.relative_to(ROOT)) for path in tracked("*.py") if other.search(path.read_text())] == []


def test_no_page_carries_inline_script_or_style():
    """The content security policy forbids both, so a page that had them would not work."""
    faulty = [
        str(path.relative_to(ROOT))
        for path in tracked("templates/*.html")
        if re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=\"|\sstyle=\"", path.read_text())
    ]
    assert faulty == []


def test_requirements_are_hashed_and_name_no_index():
    for path in tracked("requirements/*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text, path
        assert "index-url" not in text and "http" not in text, path
