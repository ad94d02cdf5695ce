"""Finding a person, its access report and extract, holds, rules and lists on the screen."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from foundation.models import AccessLogEntry
from placements.identity import encrypted, identity_hash
from placements.models import Participant
from privacy.models import LegalHold, RetentionRule, RetentionRun
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import ParticipantFactory, PlacementFactory
from tests.privacy.factories import RetentionRuleFactory

SEARCH, RETENTION = reverse("privacy:search"), reverse("privacy:retention")
NUMBER = "198507089806"


@pytest.fixture
def person(db: None) -> Participant:
    person = ParticipantFactory(
        key="P77", name="Ärla Prov", identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER)
    )
    PlacementFactory(employment__participant=person, employment__key="E77", department__name="Simhallarna")
    return person


def page_of(person: Participant) -> str:
    return reverse("privacy:person", args=[person.pk])


@pytest.mark.parametrize("words", ["P77", "p77", "E77", NUMBER, "850708-9806", " 19850708-9806 "])
def test_a_person_is_found_by_key_or_number_and_the_words_stand_nowhere(login_as, person, words):
    answer = login_as("asf_administrator").post(SEARCH, {"words": words})
    assert (answer.status_code, answer.url) == (302, page_of(person))


@pytest.mark.parametrize("words", ["P7", "850708-9807", "Ärla"])
def test_words_that_fit_nobody_say_what_to_do(login_as, person, words):
    answer = login_as("asf_administrator").post(SEARCH, {"words": words})
    assert answer.status_code == 422
    assert "Ingen deltagare har den nyckeln" in answer.text


def test_the_access_report_tells_who_in_which_role_and_what_for(login_as, person):
    employment = reverse("placements:employment", args=[person.employments.get().pk])
    department = person.employments.get().placements.get().department
    hr = login_as("department_hr", department)
    hr.get(employment)
    login_as("department_hr", DepartmentFactory()).get(employment)  # not theirs: 404, and nothing was shown
    text = login_as("auditor").get(page_of(person)).text
    assert hr.user.full_name in text and "HR, förvaltning, Simhallarna" in text
    assert "leda arbetet på arbetsplatsen" in text and "såg en anställning" in text
    assert "Ärla" not in text, "the auditor sees keys"
    rows = login_as("auditor").get(page_of(person) + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[3] for row in rows[1:]] == ["såg vem som har sett uppgifterna", "såg en anställning"]


def test_the_extract_has_everything_and_says_so_in_the_log(login_as, person):
    client = login_as("asf_administrator")
    client.get(reverse("placements:employment", args=[person.employments.get().pk]))
    answer = client.post(reverse("privacy:extract", args=[person.pk]), {"format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    facts = {(row[0], row[2]): row[3] for row in rows}
    assert facts["Deltagare", "Namn"] == "Ärla Prov"
    assert facts["Deltagare", "Personnummer"] == NUMBER
    assert facts["Placering", "Förvaltning"] == "Simhallarna"
    assert facts["Vem som har sett uppgifterna", "Roll"] == "ASF-administratör"
    assert NUMBER not in answer["Content-Disposition"]
    last = AccessLogEntry.objects.order_by("-pk")[0]
    assert (last.act, last.purpose, last.people) == ("person_extracted", "person_request", [person.pk])


def test_the_extract_is_a_pdf_to_hand_over_in_swedish_whatever_the_reader_reads(login_as, person):
    client = login_as("asf_administrator")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.post(reverse("privacy:extract", args=[person.pk]))
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Registerutdrag för deltagare P77" in text and "Ärla Prov" in text and NUMBER in text
    assert "Kön enligt register" in text and "Sex according" not in text


def test_a_hold_is_placed_with_a_reason_and_lifted(login_as, person):
    client = login_as("asf_administrator")
    holds = reverse("privacy:holds", args=[person.pk])
    assert client.post(holds, {"reason": ""}).status_code == 422
    client.post(holds, {"reason": "tvist, dnr 41"})
    assert "De hålls kvar och gallras inte." in client.get(page_of(person)).text
    assert "tvist, dnr 41" in client.get(RETENTION).text
    client.post(reverse("privacy:hold_lifting", args=[LegalHold.objects.get().pk]))
    assert "De hålls kvar" not in client.get(page_of(person)).text


def test_a_rule_is_added_with_its_decision_and_a_short_time_is_refused_in_words(login_as):
    head = login_as("asf_head")
    values = {"kind": "person", "months": "3", "decision": "§ 4", "valid_from": "2021-01-01"}
    answer = head.post(reverse("privacy:rules"), values)
    assert answer.status_code == 422 and "minst 4 månader" in answer.text
    head.post(reverse("privacy:rules"), {**values, "months": "24"})
    assert RetentionRule.objects.get().months == 24
    assert "sparas i 24 månader" in head.get(RETENTION).text


def test_the_list_is_made_by_one_and_decided_by_another(login_as):
    RetentionRuleFactory()
    ended = date(2021, 3, 1)
    placement = PlacementFactory(employment__employed_to=ended, placed_to=ended)
    with clock_from(date(2024, 1, 1)):
        administrator = login_as("asf_administrator")
        made = administrator.post(reverse("privacy:lists"), follow=True)
        assert "1 person slutade 2021-12-31" not in made.text  # 24 months before 1 January 2024 is 1 January 2022
        assert "1 person slutade 2022-01-01 eller tidigare" in made.text
        assert placement.employment.participant.key in made.text
        listed = RetentionRun.objects.get()
        page, execution = (reverse(f"privacy:{name}", args=[listed.pk]) for name in ("list", "execution"))
        assert "Avidentifiera" not in administrator.get(page).text
        head = login_as("asf_head")
        assert "Avidentifiera 1 person" in head.get(page).text
        head.post(execution)
        answer = administrator.get(page)
    assert "Utförd av" in answer.text


def test_nobody_due_is_said_and_nothing_is_made(login_as):
    RetentionRuleFactory()
    answer = login_as("asf_administrator").post(reverse("privacy:lists"), follow=True)
    assert "Inget behöver göras" in answer.text
    assert not RetentionRun.objects.exists()
