"""Documents merged into one: all pages in order, bookmarks, the same bytes, and an archivable file without tags."""

from __future__ import annotations

import io

import page
import pikepdf
import pytest

from foundation.documents.merging import merged_pdf
from tests.foundation.make_sample import sample
from tests.foundation.test_documents import sample_templates

__all__ = ["sample_templates"]


def test_the_pages_follow_each_other_and_the_file_passes_pdf_a_3b() -> None:
    one = sample()
    merged = merged_pdf([("F2021-0001", one), ("F2021-0002", one)], title="Fakturor 2021-H1")
    with pikepdf.Pdf.open(io.BytesIO(merged)) as whole, pikepdf.Pdf.open(io.BytesIO(one)) as part:
        assert len(whole.pages) == 2 * len(part.pages)
        with whole.open_outline() as outline:
            assert [item.title for item in outline.root] == ["F2021-0001", "F2021-0002"]
    assert page.validate_pdf_bytes(merged, profile="3b").failures == []
    assert merged == merged_pdf([("F2021-0001", one), ("F2021-0002", one)], title="Fakturor 2021-H1")


def test_nothing_to_merge_is_refused() -> None:
    with pytest.raises(ValueError, match="no document"):
        merged_pdf([], title="x")
