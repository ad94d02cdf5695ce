"""The agreement as a document: every field of the form, the derivation, who signed; conforming; a draft is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from agreements.documents import draft_pdf
from agreements.queries.content import content_of, versions_with_parts
from foundation.periods import Month
from tests.agreements.signing import TERMS, TODAY, drafted, signed
from tests.foundation.pdf import faults, text_of

pytestmark = pytest.mark.django_db
FULL = replace(
    TERMS,
    target=17,
    deviation_note="Två platser byggs om.",
    unfilled_place_excuses=True,
    counting_rule="average",
    fraction_rule="up",
    free_terms="Uppföljning varje kvartal.",
    steps={Month(2021, 1): 5, Month(2021, 2): 11},
)


def words(pdf: bytes) -> str:
    return " ".join(text_of(pdf).replace("\N{NO-BREAK SPACE}", " ").split())


def told_faults(pdf: bytes) -> list[str]:
    """Without PAG-001: WeasyPrint marks running headers, but leaves them out of the reading order."""
    return [fault for fault in faults(pdf) if not fault.startswith("PAG-001")]


def draft_of(version) -> bytes:
    content = content_of(versions_with_parts().get(pk=version.pk))
    return draft_pdf(content, sha256=version.content_sha256, today=TODAY)


def test_the_signed_document_holds_every_field_the_derivation_and_who_signed(small_city):
    version = signed(small_city, FULL)
    text = words(bytes(version.document.content))
    for expected in (
        "Fritidsförvaltningen (101)", "Fritidsnämnden", "Arbetsmarknads- och socialförvaltningen",
        "17 anställningar", "Två platser byggs om.", "januari 2021 5", "februari 2021 11",
        "gäller januari 2021 – december 2021", "genomsnitt per dag. Det avrundas uppåt till helt tal.",
        "En godkänd plats som ASF inte kunde fylla räknas bort", "7 500 kr per utebliven anställning",
        "Omkostnader bärs av mottagande förvaltning.", "Uppföljning varje kvartal.", "HR-enheten, 040-34 00 01",
        "ASN-2021-101", "KF 2020-12-22 § 291",
        "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat",
        *(signature.signer.full_name for signature in version.signatures.select_related("signer")),
    ):  # fmt: skip
        assert expected in text
    assert version.content_sha256 in text.replace(" ", "")
    assert "UTKAST" not in text


def test_the_signed_document_passes_pdf_a_and_pdf_ua(small_city):
    assert told_faults(bytes(signed(small_city, FULL).document.content)) == []


def test_a_draft_is_marked_on_the_page_and_passes_too_also_when_it_is_empty(small_city):
    empty = replace(TERMS, registry_number="", cost_financing="", department_contact="", provider_contact="")
    pdf = draft_of(drafted(small_city, empty))
    assert "UTKAST" in words(pdf) and "Inget är undertecknat än." in words(pdf)
    assert told_faults(pdf) == []


def test_the_document_is_swedish_whatever_the_readers_language(small_city):
    version = drafted(small_city)
    with override("en"):
        assert "den 1 november 2020" in words(draft_of(version))
