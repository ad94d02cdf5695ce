"""Documents as one: every page and figure of each, a bookmark each, still readable aloud, and the same bytes twice."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pypdf
import pytest
from django.conf import settings as project

from foundation.documents.merging import Part, merged
from tests.blank import blank_pdf
from tests.foundation import make_sample
from tests.foundation.make_sample import sample
from tests.foundation.pdf import faults, text_of


@pytest.fixture
def one(settings) -> bytes:
    changed = {**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], make_sample.TEMPLATES]}
    settings.TEMPLATES = [changed]
    return sample()


def test_every_page_in_order_with_a_bookmark_for_each_document(one):
    whole = merged([Part("F1 & första", one), Part("F2", one)], title="Två <fakturor>", created=date(2021, 8, 9))
    reader = pypdf.PdfReader(io.BytesIO(whole))
    pages = len(pypdf.PdfReader(io.BytesIO(one)).pages)
    assert len(reader.pages) == 2 * pages
    assert text_of(whole) == f"{text_of(one)}\n{text_of(one)}"
    marks = [(mark["/Title"], reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == [("F1 & första", 0), ("F2", pages)]
    assert reader.metadata["/Title"] == "Två <fakturor>"


def test_it_passes_what_a_single_document_passes(one):
    assert faults(merged([Part("F1", one), Part("F2", one)], title="Två", created=date(2021, 8, 9))) == []


def test_each_pages_content_belongs_to_elements_of_its_own_document(one):
    whole = merged([Part("F1", one), Part("F2", one)], title="Två", created=date(2021, 8, 9))
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(nums[place]): nums[place + 1] for place in range(0, len(nums), 2)}
        for page in pdf.pages:
            [*elements] = [owner for owner in owners[int(page.obj.StructParents)] if owner is not None]
            assert elements
            assert {element.Pg.objgen for element in elements} == {page.obj.objgen}


def test_a_document_without_tags_comes_along_and_the_whole_claims_nothing(one):
    whole = merged([Part("F1", one), Part("Skannad", blank_pdf())], title="Två", created=date(2021, 8, 9))
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        assert len(pdf.pages) == len(pypdf.PdfReader(io.BytesIO(one)).pages) + 1
        assert "/Metadata" not in pdf.Root


def test_the_same_documents_give_the_same_bytes_and_none_give_none(one):
    def once() -> bytes:
        return merged([Part("F1", one)], title="En", created=date(2021, 8, 9))

    assert once() == once()
    with pytest.raises(ValueError, match="nothing"):
        merged([], title="Inga", created=date(2021, 8, 9))
