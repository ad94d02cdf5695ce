"""The pages of agreements: who sees and may what, forms with errors, the journey from draft to signed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import AgreementVersion
from agreements.operations import amend
from foundation.periods import Month
from tests.agreements.factories import AgreementFactory, AgreementVersionFactory
from tests.agreements.signing import drafted, sent, signed
from tests.allocation.factories import HeadcountFactory
from tests.organisation.factories import PASSWORD, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def at(name: str, version: AgreementVersion) -> str:
    return reverse(f"agreements:{name}", args=[version.agreement_id, version.number])


def page_of(version: AgreementVersion) -> str:
    return reverse("agreements:detail", args=[version.agreement_id])


def written(**changes: object) -> dict[str, object]:
    return {
        "registry_number": "ASN-2021-101",
        "target": 19,
        "deviation_note": "",
        "valid_from": "2021-01",
        "valid_to": "2021-12",
        "counting_rule": "last_day",
        "fraction_rule": "exact",
        "part_time_rule": "whole",
        "cost_financing": "Omkostnader bärs av mottagande förvaltning.",
        "free_terms": "",
        "department_contact": "HR-enheten",
        "provider_contact": "ASF",
        **changes,
    }


def test_the_list_says_whom_each_agreement_waits_for_in_the_readers_words(login_as, small_city):
    sent(small_city)
    address = reverse("agreements:list")
    head = login_as("department_head", small_city.leisure).get(address).text
    assert "1 väntar på er" in head and "Miljöförvaltningen" not in head
    hr = login_as("department_hr", small_city.leisure).get(address).text
    assert "Väntar på båda" in hr and "Inget väntar på er" in hr
    asf = login_as("asf_administrator").get(address).text
    assert "1 utkast saknas" in asf and "Arbetsmarknads- och socialförvaltningen" not in asf


@pytest.mark.parametrize(
    ("query", "shown"), [("q=miljö", "102"), ("q=2021-101", "101"), ("stage=missing", "102"), ("stage=sent", "101")]
)
def test_the_list_is_filtered_by_the_address(login_as, small_city, query, shown):
    sent(small_city)
    text = login_as("city_office").get(f"{reverse('agreements:list')}?{query}", headers={"HX-Request": "true"}).text
    assert [code for code in ("101", "102") if f"{code} " in text] == [shown]
    assert text.lstrip().startswith('<div id="agreements">')


def test_only_what_waits_for_the_reader(login_as, small_city):
    sent(small_city)
    text = login_as("asf_head").get(reverse("agreements:list") + "?mine=on&sort=-quota").text
    assert "101 Fritidsförvaltningen" in text and "102 Miljöförvaltningen" not in text


def test_the_list_can_be_taken_out(login_as, small_city):
    sent(small_city)
    response = login_as("auditor").get(reverse("agreements:list") + "?format=csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        "101;Fritidsförvaltningen;19;19;1;2021-01;2021-12;Väntar på båda: underskrifter;ASN-2021-101;"
        "skickad för 0 dagar sedan"
    )


@pytest.mark.parametrize("more", [2, 50])
def test_the_list_takes_as_many_queries_for_two_as_for_fifty(login_as, small_city, django_assert_max_num_queries, more):
    for department in DepartmentFactory.create_batch(more):
        HeadcountFactory(department=department)
        AgreementVersionFactory(agreement=AgreementFactory(department=department, model_year=small_city.model_year))
    client = login_as("asf_administrator")
    with django_assert_max_num_queries(14):
        client.get(reverse("agreements:list"))


def test_all_missing_drafts_are_written_by_one_button(login_as, small_city):
    client = login_as("asf_administrator")
    client.post(reverse("agreements:drafts"), {"model_year": small_city.model_year.pk})
    assert AgreementVersion.objects.count() == 2
    response = client.post(reverse("agreements:drafts"), {"model_year": small_city.model_year.pk}, follow=True)
    assert "Ingen överenskommelse saknas" in response.text


def test_one_draft_leads_to_its_form(login_as, small_city):
    values = {"model_year": small_city.model_year.pk, "department": small_city.leisure.pk}
    response = login_as("asf_administrator").post(reverse("agreements:drafts"), values)
    assert response.url == at("draft", AgreementVersion.objects.get())


def test_a_draft_with_another_target_needs_a_reason(login_as, small_city):
    version = drafted(small_city)
    response = login_as("asf_administrator").post(at("draft", version), written(target=17))
    assert response.status_code == 422
    assert "Målet är 17 men kvoten är 19. Skriv varför, eller sätt målet till 19." in response.text


def test_a_step_outside_the_validity_is_an_error_at_that_month(login_as, small_city):
    version = drafted(small_city)
    response = login_as("asf_administrator").post(at("draft", version), written(valid_from="2021-03", step_2021_01=5))
    assert "Månaden ligger utanför den tid" in response.text


def test_a_saved_draft_shows_its_steps(login_as, small_city):
    version, client = drafted(small_city), login_as("asf_administrator")
    values = written(target=17, deviation_note="Ombyggnad.", step_2021_01=5, step_2021_02=17)
    assert client.post(at("draft", version), values).url == page_of(version)
    assert [(step.month, step.target) for step in version.monthly_targets.all()] == [(Month(2021, 1), 5)]
    assert "Ombyggnad." in client.get(page_of(version)).text


def test_the_draft_page_says_what_is_missing_before_it_can_be_sent(login_as, small_city):
    version, client = drafted(small_city), login_as("asf_administrator")
    client.post(at("draft", version), written(cost_financing=""))
    assert "1 sak fattas" in client.get(page_of(version)).text
    refused = client.post(
        at("sending", version), headers={"Referer": f"http://testserver{page_of(version)}"}, follow=True
    )
    assert "Omkostnadernas finansiering saknas" in refused.text


def test_from_draft_to_signed_by_three_people(login_as, small_city):
    version = drafted(small_city)
    administrator, asf_head = login_as("asf_administrator"), login_as("asf_head")
    head = login_as("department_head", small_city.leisure)
    administrator.post(at("sending", version))
    seen = AgreementVersion.objects.get().content_sha256
    assert "Fritidsförvaltningen ska ha 19 anställningar" in head.get(at("signature", version)).text
    wrong = head.post(at("signature", version), {"password": "fel", "seen": seen})
    assert (wrong.status_code, AgreementVersion.objects.get().signatures.count()) == (422, 0)
    head.post(at("signature", version), {"password": PASSWORD, "seen": seen})
    assert "Väntar på er" in asf_head.get(page_of(version)).text
    done = asf_head.post(at("signature", version), {"password": PASSWORD, "seen": seen}, follow=True)
    assert "Undertecknad av båda" in done.text
    final = AgreementVersion.objects.get()
    document = administrator.get(at("document", version))
    assert (final.state, document.content) == ("signed", bytes(final.document.content))


def test_signing_what_is_no_longer_what_was_seen_is_refused(login_as, small_city):
    version = sent(small_city)
    client = login_as("asf_head")
    client.post(at("signature", version), {"password": PASSWORD, "seen": "0" * 64})
    assert version.signatures.count() == 0


def test_sending_back_needs_a_reason_that_stands_in_the_history(login_as, small_city):
    version, head = sent(small_city), login_as("department_head", small_city.leisure)
    head.post(at("return", version), {"return-reason": ""})
    assert AgreementVersion.objects.get().state == "sent"
    head.post(at("return", version), {"return-reason": "Målet är för högt."})
    text = head.get(page_of(version)).text
    assert "Målet är för högt." in text and "tillbaka till utkast" in text and head.user.full_name in text


def test_a_version_is_cancelled_with_a_reason(login_as, small_city):
    version, client = drafted(small_city), login_as("asf_administrator")
    client.post(at("cancellation", version), {"cancel-reason": "Fel mall."})
    text = client.get(page_of(version)).text
    assert AgreementVersion.objects.get().state == "cancelled" and "Fel mall." in text


def test_an_amendment_shows_field_by_field_what_it_changes(login_as, small_city):
    version, client = signed(small_city), login_as("asf_administrator")
    response = client.post(reverse("agreements:amendment", args=[version.agreement_id]), {"valid_from": "2021-07"})
    draft = AgreementVersion.objects.get(number=2)
    assert response.url == at("draft", draft)
    client.post(response.url, written(target=25, deviation_note="Fler platser.", valid_from="2021-07"))
    text = client.get(page_of(version)).text
    assert "<del>19 anställningar</del>" in text and "<ins>25 anställningar</ins>" in text
    assert "Version 1 – undertecknad" in client.get(page_of(version) + "?version=1").text


def test_a_month_that_is_none_is_said_in_words(login_as, small_city):
    version, client = signed(small_city), login_as("asf_administrator")
    address = reverse("agreements:amendment", args=[version.agreement_id])
    back = {"Referer": f"http://testserver{page_of(version)}"}
    assert "inte en månad" in client.post(address, {"valid_from": "juli"}, headers=back, follow=True).text


def test_an_empty_agreement_page_is_not_found(login_as, small_city):
    agreement = AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    assert login_as("asf_administrator").get(reverse("agreements:detail", args=[agreement.pk])).status_code == 404


@pytest.mark.parametrize("versions", [1, 4])
def test_the_page_takes_a_bounded_number_of_queries(login_as, small_city, django_assert_max_num_queries, versions):
    version = signed(small_city)
    for number in range(2, versions + 1):
        AgreementVersionFactory(agreement=version.agreement, number=number, signed=True, headcount=version.headcount)
    amend(agreement=version.agreement, valid_from=Month(2021, 7), by=UserFactory())
    client = login_as("asf_administrator")
    with django_assert_max_num_queries(24):
        client.get(page_of(version))


ACTS = ["sending", "return", "cancellation"]


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("asf_administrator", [302, 302, 302]),
        ("asf_head", [403, 302, 403]),
        ("department_head", [403, 302, 403]),
        ("department_hr", [403, 403, 403]),
        ("auditor", [403, 403, 403]),
    ],
)
def test_who_may_what_with_a_version(login_as, small_city, role, statuses):
    department = small_city.leisure if role.startswith("department") else None
    for act, status in zip(ACTS, statuses, strict=True):
        AgreementVersion.objects.all().delete()
        version = sent(small_city) if act == "return" else drafted(small_city)
        client = login_as(role, department)
        response = client.post(at(act, version), {"return-reason": "Därför.", "cancel-reason": "Därför."})
        assert (act, response.status_code) == (act, status)


def test_what_is_anothers_is_not_found(login_as, small_city):
    version = sent(small_city)
    stranger = login_as("department_head", small_city.environment)
    for address in (page_of(version), at("preview", version), at("document", version), at("signature", version)):
        assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("role", ["case_officer", "system_administrator"])
def test_roles_that_do_not_read_agreements_are_refused(login_as, small_city, role):
    """An agreement is not even found by someone whose role sees none."""
    version, client = sent(small_city), login_as(role)
    for address in (reverse("agreements:list"), reverse("agreements:transfers")):
        assert client.get(address).status_code == 403
    assert client.get(page_of(version)).status_code == 404


def test_those_who_sign_for_neither_side_cannot_open_the_signature(login_as, small_city):
    assert login_as("asf_administrator").get(at("signature", sent(small_city))).status_code == 403


def test_a_preview_is_a_pdf_and_an_unsigned_version_has_no_document(login_as, small_city):
    version, client = drafted(small_city), login_as("department_hr", small_city.leisure)
    assert client.get(at("preview", version)).content.startswith(b"%PDF")
    assert client.get(at("document", version)).status_code == 404


def test_what_was_signed_before_it_came_here_says_so(login_as, small_city):
    agreement = AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    version = AgreementVersionFactory(agreement=agreement, signed=True)
    client = login_as("department_hr", small_city.leisure)
    assert "enligt registret" in client.get(page_of(version)).text
    assert client.get(at("preview", version)).status_code == 404
