"""The pages of transfers: a side proposes, the other answers, ASF notes, and nobody acts for the other side."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from agreements.models import QuotaTransfer, TransferEnding
from agreements.queries import effective_targets
from foundation.models import Document
from foundation.periods import Month
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def transfer_values(city, **changes: object) -> dict[str, object]:
    values = {"from_department": city.leisure.pk, "to_department": city.environment.pk, "number": 2}
    values |= {"first_month": "2021-05", "last_month": "", "reason": "Ombyggnad av badhuset."}
    return {**values, **changes}


def act(client, name: str, transfer: QuotaTransfer, **values: str):
    return client.post(reverse(f"agreements:{name}", args=[transfer.pk]), values)


def page(client, transfer: QuotaTransfer) -> str:
    text = client.get(reverse("agreements:transfer", args=[transfer.pk])).text
    return text.replace("\N{NO-BREAK SPACE}", " ")


def pdf_text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def targets(city, month: Month) -> tuple[int, int]:
    rows = effective_targets(model_year=city.model_year, months=[month])
    return rows[city.leisure.pk, month].target, rows[city.environment.pk, month].target


@pytest.fixture
def heads(login_as, small_city):
    giver = login_as("department_head", small_city.leisure)
    return giver, login_as("department_head", small_city.environment)


@pytest.fixture
def proposed(heads, small_city) -> QuotaTransfer:
    giver, _receiver = heads
    giver.post(reverse("agreements:transfers"), transfer_values(small_city))
    return QuotaTransfer.objects.get()


def test_one_head_proposes_the_other_accepts_asf_notes_and_both_have_other_targets(
    heads, proposed, login_as, small_city
):
    """19 − 2 = 17 and 12 + 2 = 14 from May."""
    giver, receiver = heads
    assert proposed.proposed_for == small_city.leisure
    assert "väntar på svar från Miljöförvaltningen" in page(giver, proposed)
    assert "Fritidsförvaltningen har föreslagit överföringen. Den väntar på ert svar." in page(receiver, proposed)
    assert act(receiver, "transfer_acceptance", proposed).status_code == 302
    assert targets(small_city, Month(2021, 5)) == (17, 14)
    asf = login_as("asf_administrator")
    assert "Notera att ASF har sett det" in page(asf, proposed)
    act(asf, "transfer_notice", proposed)
    assert "Noterad av ASF" in page(giver, proposed)
    lines = giver.get(reverse("agreements:transfers") + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("101;Fritidsförvaltningen;102;Miljöförvaltningen;2;2021-05;;;accepterad;")


def test_nobody_answers_for_the_other_side(heads, proposed, login_as, small_city):
    giver, _receiver = heads
    others = [login_as(role) for role in ("asf_administrator", "asf_head", "city_office")]
    for client in (giver, *others, login_as("department_hr", small_city.environment)):
        assert act(client, "transfer_acceptance", proposed).status_code == 403
        assert act(client, "transfer_refusal", proposed, reason="Nej.").status_code == 403
    stranger = login_as("department_head", DepartmentFactory())
    for name in ("transfer_acceptance", "transfer_refusal", "transfer_withdrawal", "transfer_ending"):
        assert act(stranger, name, proposed).status_code == 404
    assert QuotaTransfer.objects.get().is_open


def test_a_transfer_to_the_provider_is_answered_by_its_head(heads, login_as, small_city):
    giver, _receiver = heads
    giver.post(reverse("agreements:transfers"), transfer_values(small_city, to_department=small_city.provider.pk))
    transfer = QuotaTransfer.objects.get()
    assert act(login_as("asf_administrator"), "transfer_acceptance", transfer).status_code == 403
    assert act(login_as("asf_head"), "transfer_acceptance", transfer).status_code == 302


def test_the_receiver_may_ask_for_places_and_the_giver_answers(heads, small_city):
    giver, receiver = heads
    receiver.post(reverse("agreements:transfers"), transfer_values(small_city))
    transfer = QuotaTransfer.objects.get()
    assert act(receiver, "transfer_acceptance", transfer).status_code == 403
    assert act(giver, "transfer_acceptance", transfer).status_code == 302


def test_the_one_who_declines_says_why(heads, proposed):
    giver, receiver = heads
    assert act(receiver, "transfer_refusal", proposed).status_code == 409
    act(receiver, "transfer_refusal", proposed, reason="Vi har inga handledare.")
    assert "Vi har inga handledare." in page(giver, proposed) and "har avböjt" in page(giver, proposed)


def test_a_proposal_is_withdrawn_by_the_side_that_made_it(heads, proposed, login_as, small_city):
    giver, receiver = heads
    assert act(receiver, "transfer_withdrawal", proposed).status_code == 403
    assert act(login_as("department_hr", small_city.leisure), "transfer_withdrawal", proposed).status_code == 403
    act(giver, "transfer_withdrawal", proposed)
    assert "tillbakadraget" in page(receiver, proposed)


def test_the_end_is_proposed_by_one_and_accepted_by_the_other(heads, proposed, small_city):
    giver, receiver = heads
    act(receiver, "transfer_acceptance", proposed)
    assert act(receiver, "transfer_ending", proposed, from_month="2021-13", reason="x").status_code == 409
    act(receiver, "transfer_ending", proposed, from_month="2021-09", reason="Personalen slutar.")
    assert "föreslår att överföringen upphör från och med september 2021" in page(giver, proposed)
    assert act(receiver, "transfer_ending_acceptance", proposed).status_code == 403
    act(giver, "transfer_ending_acceptance", proposed)
    assert targets(small_city, Month(2021, 8)) == (17, 14) and targets(small_city, Month(2021, 9)) == (19, 12)
    text = pdf_text(giver.get(reverse("agreements:transfer_ending_document", args=[proposed.pk])).content)
    assert "upphör i förtid" in text and "Personalen slutar." in text
    assert act(giver, "transfer_ending_acceptance", proposed).status_code == 409


def test_an_end_is_declined_and_withdrawn(heads, proposed):
    giver, receiver = heads
    act(giver, "transfer_acceptance", proposed)
    act(receiver, "transfer_acceptance", proposed)
    act(giver, "transfer_ending", proposed, from_month="2021-09", reason="Flytt.")
    act(receiver, "transfer_ending_refusal", proposed, reason="Vi behöver platserna.")
    act(giver, "transfer_ending", proposed, from_month="2021-10", reason="Flytt.")
    assert act(receiver, "transfer_ending_withdrawal", proposed).status_code == 403
    act(giver, "transfer_ending_withdrawal", proposed)
    assert [one.state for one in TransferEnding.objects.order_by("pk")] == ["declined", "withdrawn"]


def test_the_document_is_a_draft_until_it_is_accepted_and_then_always_the_same_bytes(heads, proposed):
    giver, receiver = heads
    preview = reverse("agreements:transfer_preview", args=[proposed.pk])
    document = reverse("agreements:transfer_document", args=[proposed.pk])
    draft = pdf_text(giver.get(preview).content)
    assert "UTKAST" in draft and "Ombyggnad av badhuset." in draft
    assert giver.get(document).status_code == 404
    act(receiver, "transfer_acceptance", proposed)
    kept = giver.get(document).content
    text = pdf_text(kept)
    assert "UTKAST" not in text
    for expected in (giver.user.full_name, receiver.user.full_name, "maj 2021 19 17 12 14", "april 2021 19 19 12 12"):
        assert expected in text
    assert bytes(Document.objects.get(kind="transfer").content) == kept == receiver.get(document).content
    assert giver.get(preview).status_code == 404


def test_a_transfer_between_others_is_not_the_departments_to_propose(login_as, small_city):
    head = login_as("department_head", DepartmentFactory())
    assert head.post(reverse("agreements:transfers"), transfer_values(small_city)).status_code == 403
    administrator = login_as("asf_administrator")
    assert administrator.post(reverse("agreements:transfers"), transfer_values(small_city)).status_code == 403


def test_a_transfer_that_is_none_is_explained_in_the_form(heads, small_city):
    client, _other = heads
    same = client.post(
        reverse("agreements:transfers"), transfer_values(small_city, to_department=small_city.leisure.pk)
    )
    assert "mellan två olika förvaltningar" in same.text and not QuotaTransfer.objects.exists()
    backwards = client.post(reverse("agreements:transfers"), transfer_values(small_city, last_month="2021-03"))
    assert "Sista månaden är före den första" in backwards.text


def test_the_list_says_whose_turn_it_is_and_is_filtered_by_state(heads, proposed):
    giver, receiver = heads
    address = reverse("agreements:transfers")
    assert "1 överföring väntar på er." in receiver.get(address).text
    assert "väntar på svar" in giver.get(address).text
    assert "Inga överföringar" in giver.get(address + "?state=declined").text
    assert "Miljöförvaltningen" in giver.get(address + "?state=proposed&q=milj").text
