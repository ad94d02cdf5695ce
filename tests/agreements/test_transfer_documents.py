"""The document of a transfer and of its early end: every field, conforming, a draft marked, kept as it is."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from agreements.models import QuotaTransfer, TransferEnding
from agreements.operations import accept_transfer, accept_transfer_ending, propose_transfer, propose_transfer_ending
from agreements.queries.transfer_content import transfer_content
from agreements.transfer_content import Party, TransferContent
from agreements.transfer_documents import transfer_draft_pdf
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from tests.agreements.signing import TODAY
from tests.agreements.test_documents import told_faults, words
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
MAY, JULY, SEPTEMBER = Month(2021, 5), Month(2021, 7), Month(2021, 9)


@pytest.fixture
def proposed(small_city) -> QuotaTransfer:
    return propose_transfer(
        giver=small_city.leisure, receiver=small_city.environment, number=2, first_month=MAY, last_month=SEPTEMBER,
        reason="Badhuset byggs om.", side=small_city.environment, today=TODAY,
        by=UserFactory(first_name="Eva", last_name="Exempel"),
    )  # fmt: skip


@pytest.fixture
def accepted(proposed) -> QuotaTransfer:
    return accept_transfer(transfer=proposed, by=UserFactory(first_name="Nils", last_name="Nyman"), today=TODAY)


@pytest.fixture
def ended(accepted) -> TransferEnding:
    ending = propose_transfer_ending(
        transfer=accepted, from_month=JULY, reason="Badhuset är klart.", side=accepted.to_department, today=TODAY,
        by=UserFactory(first_name="Eva", last_name="Exempel"),
    )  # fmt: skip
    return accept_transfer_ending(ending=ending, by=UserFactory(first_name="Nils", last_name="Nyman"), today=TODAY)


def said(content: TransferContent) -> dict[str, list[str]]:
    """How each field of the content reads in the document; a field that is not named here fails the test."""

    def party(one: Party) -> list[str]:
        return [f"{one.name} ({one.code})", one.board]

    months = [
        f"{month_name(row.month)} {row.giver_before} {row.giver_after} {row.receiver_before} {row.receiver_after}"
        for row in content.months
    ]
    reads = {
        "key": [f"verföring {content.key}"],
        "giver": party(content.giver),
        "receiver": party(content.receiver),
        "number": [f"Platser {content.number}"],
        "first_month": [f"Från och med {month_name(content.first_month)}"],
        "last_month": [month_name(content.last_month)] if content.last_month and not content.ends_from else [],
        "reason": [content.reason],
        "proposed_for": [f"För {content.proposed_for}"],
        "proposed_by": [content.proposed_by],
        "proposed_on": [f"Föreslaget {content.proposed_on}"],
        "answered_for": [f"För {content.answered_for}"],
        "answered_by": [content.answered_by],
        "answered_at": ["Accepterat elektroniskt"] if content.answered_at else [],
        "months": months,
        "ends_from": [f"Upphör från och med {month_name(content.ends_from)}"] if content.ends_from else [],
        "accepted_on": [f"accepterades {content.accepted_on}"] if content.accepted_on else [],
    }
    return {field.name: reads[field.name] for field in fields(TransferContent)}


def missing(content: TransferContent, pdf: bytes) -> list[str]:
    text = words(pdf)
    return [name for name, texts in said(content).items() for one in texts if one not in text]


def test_every_field_of_a_transfer_is_in_its_document(small_city, proposed):
    """19 − 2 = 17 and 12 + 2 = 14, May to September."""
    at = datetime(2021, 1, 18, 9, tzinfo=UTC)
    content = transfer_content(proposed, year=small_city.model_year, answered_by="Nils Nyman", answered_at=at)
    kept = accept_transfer(transfer=proposed, by=UserFactory(first_name="Nils", last_name="Nyman"), today=TODAY)
    pdf = bytes(kept.document.content)
    assert missing(content, pdf) == []
    assert "april 2021 19 19 12 12 maj 2021 19 17 12 14" in words(pdf)
    assert "UTKAST" not in words(pdf)


def test_every_field_of_an_early_end_is_in_its_document(small_city, ended):
    """17 and 14 to June, 19 and 12 again from July, also after September as before."""
    at = datetime(2021, 1, 18, 9, tzinfo=UTC)
    text = words(bytes(ended.document.content))
    assert "juni 2021 17 17 14 14 juli 2021 17 19 14 12" in text and "oktober 2021 19 19 12 12" in text
    content = transfer_content(
        ended.transfer, year=small_city.model_year, answered_by="Nils Nyman", answered_at=at, ending=ended
    )
    told = {name: texts for name, texts in said(content).items() if name != "months"}  # they are others once it holds
    assert [name for name, texts in told.items() for one in texts if one not in text] == []


def test_the_documents_pass_pdf_a_and_pdf_ua(accepted, ended):
    accepted.refresh_from_db()
    assert [told_faults(bytes(one.document.content)) for one in (accepted, ended)] == [[], []]


def test_drafts_are_marked_and_pass_too(small_city, proposed):
    pdf = transfer_draft_pdf(transfer_content(proposed, year=small_city.model_year), today=TODAY)
    assert "UTKAST" in words(pdf) and "Accepterat" not in words(pdf)
    assert told_faults(pdf) == []


def test_a_later_change_of_names_leaves_the_kept_document_as_it_is(accepted):
    before = bytes(accepted.document.content)
    department = accepted.from_department
    department.name = "Idrottsförvaltningen"
    department.save()
    assert bytes(QuotaTransfer.objects.get(pk=accepted.pk).document.content) == before
