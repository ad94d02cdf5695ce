"""The agreement as a document: every field of the form, the derivation, who signed; conforming; a draft is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from agreements.documents import draft_pdf
from agreements.forms import DraftForm
from agreements.operations import amend, edit_draft
from agreements.queries.content import content_of, replaced_content, versions_with_parts
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from tests.agreements.signing import TERMS, TODAY, drafted, signed
from tests.foundation.pdf import faults, text_of
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
FULL = replace(
    TERMS,
    target=17,
    deviation_note="Två platser byggs om.",
    unfilled_place_excuses=True,
    counting_rule="average",
    fraction_rule="up",
    part_time_rule="share",
    free_terms="Uppföljning varje kvartal.",
    excusing_causes=("declined", "support_refused"),
    supervision="En handledare för tre anställda.",
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
        "gäller januari 2021 – december 2021", "50 procent är en halv. Det avrundas uppåt till helt tal.",
        "En godkänd plats som ASF inte kunde fylla räknas bort", "7 500 kr per utebliven anställning",
        "Omkostnader bärs av mottagande förvaltning.", "Uppföljning varje kvartal.", "HR-enheten, 040-34 00 01",
        "ASN-2021-101", "KF 2020-12-22 § 291",
        "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat",
        *(signature.signer.full_name for signature in version.signatures.select_related("signer")),
    ):  # fmt: skip
        assert expected in text
    assert version.content_sha256 in text.replace(" ", "")
    assert "UTKAST" not in text


# how the value of each field of the form reads in the document, where it is not the text itself
READS = {
    "target": "17 anställningar",
    "valid_from": "januari 2021",
    "valid_to": "december 2021",
    "counting_rule": "månadens genomsnitt per dag",
    "fraction_rule": "avrundas uppåt",
    "part_time_rule": "Deltid räknas efter sysselsättningsgrad",
    "unfilled_place_excuses": "En godkänd plats som ASF inte kunde fylla räknas bort",
    "excusing_causes": "orsaken är: stöd avslaget eller inte finansierat, personen tackade nej",
}


def test_every_field_of_the_form_is_in_the_document(small_city):
    version = drafted(small_city, FULL)
    form, text = DraftForm(instance=version), words(draft_of(version))
    steps = {f"step_{month.year}_{month.month:02d}": (month, target) for month, target in FULL.steps.items()}
    missing = []
    for name in form.fields:
        if name in steps:
            expected = f"{month_name(steps[name][0])} {steps[name][1]}"
        elif name.startswith("step_") or name == "pasted_steps":
            continue  # left empty: the agreed target holds; another way to fill in the steps
        else:
            expected = READS.get(name) or getattr(FULL, name)
        if expected not in text:
            missing.append(name)
    assert missing == []
    steps_fields = {name for name in form.fields if name.startswith("step_")} | {"pasted_steps"}
    assert set(form.fields) - set(READS) - steps_fields == {
        "registry_number", "deviation_note", "supervision", "cost_financing", "free_terms", "department_contact",
        "provider_contact",
    }  # fmt: skip


def test_an_amendments_document_says_clause_by_clause_what_is_new(small_city):
    version = amend(agreement=signed(small_city).agreement, valid_from=Month(2021, 5), by=UserFactory())
    more = replace(TERMS, target=21, deviation_note="Två platser till.", valid_from=Month(2021, 5))
    version = edit_draft(version=version, values=more, by=UserFactory())
    content = content_of(version)
    pdf = draft_pdf(content, before=replaced_content(version), sha256="", today=TODAY)
    text = words(pdf)
    assert "Det som är nytt mot version 1" in text
    assert "Överenskommet mål 19 anställningar 21 anställningar" in text
    assert "Gäller januari 2021 – december 2021 maj 2021 – december 2021" in text
    assert told_faults(pdf) == []


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
