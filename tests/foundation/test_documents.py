"""Documents: conformity, reading aloud, the same bytes every time, and nothing fetched from elsewhere."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest
import weasyprint
from django.conf import settings as project
from django.template import engines
from django.utils.translation import override

from foundation.documents import archive
from foundation.documents.fetching import STATIC_FILES, OwnFilesOnly, RefusedAddress, own_file
from foundation.models import Document
from tests.foundation import make_sample
from tests.foundation.make_sample import BASIS, sample
from tests.foundation.pdf import aloud, faults, text_of


@pytest.fixture(autouse=True)
def sample_templates(settings) -> None:
    changed = {**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], make_sample.TEMPLATES]}
    settings.TEMPLATES = [changed]


@pytest.fixture
def from_text(monkeypatch: pytest.MonkeyPatch):
    """Makes a document of the template text given."""

    def make(body: str) -> bytes:
        text = f'{{% extends "documents/base.html" %}}{{% block content %}}<h1>Prov</h1>{body}{{% endblock %}}'
        template = engines["django"].from_string(text)
        monkeypatch.setattr(
            "foundation.documents.render.render_to_string", lambda name, context: template.render(context)
        )
        return sample()

    return make


@pytest.mark.parametrize("draft", ["", "draft"])
def test_one_file_passes_pdf_a_3a_and_pdf_ua_1_and_is_read_aloud_well(draft: str) -> None:
    assert faults(sample(draft=draft)) == []


def test_the_checkers_bite() -> None:
    plain = weasyprint.HTML(string="<title>x</title><p>hej").write_pdf()
    for profile in ("3a", "ua1"):
        assert page.validate_pdf_bytes(plain, profile=profile).failures
    assert page.validate_pdf_bytes(sample().replace(b"pdfuaid:part", b"pdfuaid:none"), profile="ua1").failures


def test_a_column_of_row_headers_under_a_corner_header_is_caught(from_text) -> None:
    table = "<tr><th>Månad<th>Antal<tr><th scope=row>april<td>3<tr><th scope=row>maj<td>2"
    assert any("TBL-002" in fault for fault in aloud(from_text(f"<table>{table}</table>")))


def test_the_text_is_swedish_and_complete_with_pages_numbered_and_named() -> None:
    with override("en"):
        text = text_of(sample())
    for expected in (
        "Internfaktura P-2021-0001",
        "Åtgärder för arbetsmarknadsanställningar: 45 000 kr. Östra förvaltningen – Łódź.",
        "Provstaden",
        "Sida 1 av 2",
        "Sida 2 av 2",
    ):
        assert expected in text


def test_title_language_and_dates_are_those_given_and_not_the_clock() -> None:
    info = pypdf.PdfReader(io.BytesIO(sample())).metadata
    assert info.title == "Internfaktura P-2021-0001"
    assert f"{info.creation_date:%Y-%m-%d}" == f"{info.modification_date:%Y-%m-%d}" == "2021-07-01"
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        assert str(pdf.Root.Lang) == "sv"


def test_only_open_sans_is_used_and_it_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(sample(draft="draft"))) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        descriptors = [item.FontDescriptor for item in fonts if "/FontDescriptor" in item]
        assert {str(item.FontName).split("+")[-1] for item in descriptors} == {"Open-Sans", "Open-Sans-Bold"}
        assert all("/FontFile2" in item or "/FontFile3" in item for item in descriptors)


def test_the_basis_lies_in_the_file_as_data() -> None:
    reader = pypdf.PdfReader(io.BytesIO(sample()))
    assert dict(reader.attachments) == {"underlag.csv": [BASIS.content]}
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        assert {str(file.AFRelationship) for file in pdf.Root.AF} == {"/Data"}


def test_the_bytes_are_the_same_in_this_process_another_and_a_forked_child_and_all_end_well() -> None:
    script = Path(make_sample.__file__)
    root = script.parent.parent.parent
    command = [sys.executable, "-m", "tests.foundation.make_sample"]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    hashes = done.stdout.split()
    assert len(hashes) == 3
    assert set(hashes) == {hashlib.sha256(sample()).hexdigest()}


def test_threads_take_turns_and_get_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: sample(), range(4)))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/passwd",
        "file://host/etc/passwd",
        (STATIC_FILES / "fonts/../../pyproject.toml").as_uri(),
        (STATIC_FILES / "css/overens.css").as_uri(),
        STATIC_FILES.as_uri() + "/pdf/%2e%2e/%2e%2e/manage.py",
        (STATIC_FILES / "pdf/missing.css").as_uri(),
    ],
)
def test_nothing_is_fetched_but_our_own_fonts_and_styles(address: str, from_text) -> None:
    with pytest.raises(RefusedAddress):
        own_file(address)
    with pytest.raises(RefusedAddress):
        OwnFilesOnly().fetch(address)
    with pytest.raises(RefusedAddress):
        from_text(f'<img alt="x" src="{address}">')
    with pytest.raises(RefusedAddress):
        from_text(f'<p style="background: url({address})">x</p>')


def test_data_in_the_document_itself_and_our_own_styles_may_be_used(from_text) -> None:
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    assert from_text(f'<img alt="En punkt" src="{dot}">')
    assert own_file((STATIC_FILES / "pdf/document.css").as_uri()).is_file()


def test_what_people_wrote_is_text_and_not_markup() -> None:
    text = text_of(sample(appendix='<img src="file:///etc/passwd"> & <b>fet</b>'))
    assert '<img src="file:///etc/passwd"> & <b>fet</b>' in re.sub(r"\s+", " ", text)


@pytest.mark.django_db
def test_archived_bytes_come_back_exactly_with_their_hash() -> None:
    content = sample()
    kept = archive.archive(kind="sample", name="P-2021-0001.pdf", content=content)
    document = Document.objects.get(pk=kept.pk)
    response = archive.download_response(document)
    assert response.content == content
    assert document.is_intact()
    assert response["ETag"] == f'"{document.sha256}"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == 'attachment; filename="P-2021-0001.pdf"'
    assert archive.download_response(document, inline=True)["Content-Disposition"].startswith("inline")
