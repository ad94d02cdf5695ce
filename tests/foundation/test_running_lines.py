"""Headers and footers are passed over when a document is read aloud."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.conf import settings as project

from tests.foundation import make_sample
from tests.foundation.make_sample import sample
from tests.foundation.pdf import faults, text_of


@pytest.fixture(autouse=True)
def sample_templates(settings) -> None:
    changed = {**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], make_sample.TEMPLATES]}
    settings.TEMPLATES = [changed]


def test_a_long_document_is_read_without_the_lines_that_come_back_on_every_page() -> None:
    """The checkers look for such lines in documents of three pages and more."""
    pdf = sample(appendix="Anställningen räknas hela månaden. " * 500)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) >= 4
    assert faults(pdf) == []
    assert text_of(pdf).count("Provstaden") >= len(pages)  # still there for the eye
