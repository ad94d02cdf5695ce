"""A scan of an ink signature: judged by its bytes, registered by ASF, vouched for by another, frozen."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from agreements.models import AgreementVersion, PaperSigning
from agreements.operations import PaperSaid, confirm_paper, register_paper, send_back, sign, withdraw_paper
from agreements.operations.paper import NoPaper, PaperAlready, SameRegistrar, SignedInFuture, SignedInTheSystem
from agreements.operations.sending import NotSent
from agreements.operations.signing import ContentChanged, PaperWaits
from agreements.scans import MOST_BYTES, Scan, read_scan
from tests.agreements.signing import TODAY, drafted, people_of, sent
from tests.foundation.pdf import faults, text_of
from tests.organisation.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a scanned page\n%%EOF\n"
SAID = PaperSaid(date(2021, 1, 13), "Berit Bläck", "Pelle Penna")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "image/png"),
        (b"\xff\xd8\xff....\xff\xd9", "image/jpeg"),
        (PDF[:20], None),  # broken off
        (b"\x89PNG\r\n\x1a\n....", None),
        (b"GIF89a....", None),
        (b"MZ\x90 a program named avtal.pdf", None),
        (b"", None),
    ],
)
def test_a_scan_is_known_by_its_bytes(content, kind):
    found = read_scan(content)
    assert (found.media_type if found else None) == kind


def registered(version: AgreementVersion) -> PaperSigning:
    return register_paper(
        version=version, scan=Scan(PDF, "application/pdf", "pdf"), said=SAID, by=UserFactory(), today=TODAY
    )


def confirmed(version: AgreementVersion) -> AgreementVersion:
    return confirm_paper(version=version, by=UserFactory(), seen_sha256=version.content_sha256, today=TODAY)


def test_registered_by_one_and_vouched_for_by_another_it_is_signed_on_the_papers_day(small_city):
    version = sent(small_city)
    paper = registered(version)
    assert AgreementVersion.objects.get().state == "sent"
    final = confirmed(version)
    assert (final.state, final.signed_on) == ("signed", date(2021, 1, 13))
    scan = paper.scan
    assert (bytes(scan.content), scan.sha256, scan.is_intact()) == (PDF, sha256(PDF).hexdigest(), True)
    assert scan.name == "inskannad-2021-101-version-1.pdf"
    pdf = bytes(final.document.content)
    words = " ".join(text_of(pdf).split())
    assert "Berit Bläck" in words and "Undertecknat på papper 2021-01-13" in words
    assert scan.sha256 in words.replace(" ", "") and "UTKAST" not in words
    assert [fault for fault in faults(pdf) if not fault.startswith("PAG-001")] == []


def test_who_registered_does_not_vouch(small_city):
    version = sent(small_city)
    paper = registered(version)
    with pytest.raises(SameRegistrar):
        confirm_paper(version=version, by=paper.registered_by, seen_sha256=version.content_sha256, today=TODAY)


def test_paper_and_signatures_here_are_not_mixed(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    registered(version)
    with pytest.raises(PaperWaits):
        sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY)
    withdraw_paper(version=version, by=UserFactory())
    sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY)
    with pytest.raises(SignedInTheSystem):
        registered(version)


def test_each_refusal(small_city):
    draft = drafted(small_city)
    with pytest.raises(NotSent):
        registered(draft)
    AgreementVersion.objects.all().delete()
    version = sent(small_city)
    with pytest.raises(NoPaper):
        confirmed(version)
    with pytest.raises(NoPaper):
        withdraw_paper(version=version, by=UserFactory())
    with pytest.raises(SignedInFuture):
        register_paper(
            version=version, scan=Scan(PDF, "application/pdf", "pdf"), by=UserFactory(), today=TODAY,
            said=PaperSaid(date(2021, 1, 16), "Berit", "Pelle"),
        )  # fmt: skip
    registered(version)
    with pytest.raises(PaperAlready):
        registered(version)
    with pytest.raises(ContentChanged):
        confirm_paper(version=version, by=UserFactory(), seen_sha256="0" * 64, today=TODAY)


def test_sent_back_the_paper_falls_too(small_city):
    version = sent(small_city)
    registered(version)
    send_back(version=version, reason="Fel mål.", by=UserFactory())
    assert PaperSigning.objects.count() == 0


def refused(paper: PaperSigning, **values: object) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        PaperSigning.objects.filter(pk=paper.pk).update(**values)
    return str(error.value)


def test_the_database_holds_two_people_and_freezes_what_is_signed(small_city):
    version = sent(small_city)
    paper = registered(version)
    now = paper.registered_at
    assert "paper_two_different_people" in refused(paper, confirmed_by=paper.registered_by, confirmed_at=now)
    assert "paper_confirmed_by_someone" in refused(paper, confirmed_at=now)
    assert "paper_signed_by_two" in refused(paper, provider_signer=paper.department_signer)
    confirmed(version)
    assert "paper_of_signed_version_is_frozen" in refused(paper, department_signer="Någon Annan")


def at(name: str, version: AgreementVersion) -> str:
    return reverse(f"agreements:{name}", args=[version.agreement_id, version.number])


def form(**changes: object) -> dict[str, object]:
    scan = SimpleUploadedFile("avtal.pdf", PDF)
    return {"scan": scan, "signed_on": "2021-01-13", "department_signer": "Berit", "provider_signer": "Pelle"} | changes


def test_the_pages_from_the_upload_to_the_signed_document(login_as, small_city):
    version = sent(small_city)
    asf, head = login_as("asf_administrator"), login_as("department_head", small_city.leisure)
    assert asf.post(at("paper", version), form()).status_code == 302
    assert "väntar på att ni intygar det" in head.get("/").text
    assert "Jämför det inskannade" in head.get(at("paper_confirmation", version)).text
    assert "Ni har själv registrerat papperet" in asf.get(at("paper_confirmation", version)).text
    assert head.get(at("scan", version)).content == PDF
    values = {"password": PASSWORD, "seen": version.content_sha256}
    assert head.post(at("paper_confirmation", version), {**values, "password": "fel"}).status_code == 422
    head.post(at("paper_confirmation", version), values)
    text = head.get(reverse("agreements:detail", args=[version.agreement_id])).text
    assert AgreementVersion.objects.get().state == "signed"
    assert "Berit" in text and "papperet är intygat" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scan": SimpleUploadedFile("avtal.pdf", b"MZ not a pdf")}, "inte en hel PDF, PNG eller JPEG"),
        ({"scan": SimpleUploadedFile("stor.pdf", b"%PDF-" + b"0" * MOST_BYTES)}, "högst 10 MB"),
        ({"provider_signer": "berit"}, "Samma namn på båda sidor"),
        ({"signed_on": "2099-01-01"}, "inte varit än"),
        ({"signed_on": ""}, "errorlist"),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_field(login_as, small_city, changes, said):
    version = sent(small_city)
    response = login_as("asf_administrator").post(at("paper", version), form(**changes))
    assert response.status_code == 422
    assert said in response.text and PaperSigning.objects.count() == 0
