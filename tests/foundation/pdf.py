"""What every document of ours must pass: PDF/A-3a, PDF/UA-1, and to be read aloud in order."""

from __future__ import annotations

import io
import tempfile

import outloud
import page
import pypdf


def faults(pdf: bytes) -> list[str]:
    """What the checkers find, empty for a good document."""
    found = []
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        assert report.is_compliant == (not report.failures)
    return found + aloud(pdf)


def aloud(pdf: bytes) -> list[str]:
    """What would be read aloud wrongly."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        result = outloud.check(file.name)
    assert result.error is None
    return [f"{finding.rule}: {finding.message}" for finding in result.findings if finding.severity != "info"]


def text_of(pdf: bytes) -> str:
    """The text of all pages, no-break spaces as spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")
