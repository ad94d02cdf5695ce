"""The search finds what the reader may open, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from billing.models import Invoice
from organisation.roles import CITY_WIDE, Role
from placements.models import Employment, Participant
from tests.billing.city import place
from tests.billing.steps import issued
from tests.placements.factories import PlaceFactory

MAY_10 = date(2021, 5, 10)
READERS = [role for role in Role.values if role != Role.SYSTEM_ADMINISTRATOR]


@pytest.fixture(autouse=True)
def day(set_day):
    set_day(MAY_10)


@pytest.fixture
def full_city(city, quick_reports):
    """Invoices F2021-0001 (leisure) and F2021-0002 (environment), a place each, agreements, employments."""
    issued(city)
    PlaceFactory(department=city.leisure, job_title="Vaktmästare", workplace="Simhallen")
    PlaceFactory(department=city.environment, job_title="Vaktmästare", workplace="Kontoret")
    return city


def hits(client, words):
    text = client.get("/search/", {"q": words}).text
    main = text[text.index('class="answer') : text.index("</main>")]
    return re.findall(r'<li><a href="([^"]*)">([^<]*)</a></li>', main)


def names(client, words):
    return [text for _url, text in hits(client, words)]


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("words", ["förvaltningen", "F2021", "vaktm", "E0", "ASN-2021", "nämnden"])
def test_every_hit_can_be_opened_by_the_one_who_found_it(full_city, login_as, role, words):
    client = login_as(role, None if role in CITY_WIDE else full_city.leisure)
    assert {client.get(url).status_code for url, _text in hits(client, words)} <= {200}


SEES_ALL = ["asf_administrator", "asf_head", "auditor"]


@pytest.mark.parametrize(
    ("role", "invoices", "places", "employments", "agreements"),
    [
        ("department_hr", 1, 1, 10, 1),
        ("department_head", 1, 1, 10, 1),
        ("steering_group_member", 1, 0, 0, 1),
        *[(role, 2, 2, 10, 2) for role in SEES_ALL],
        ("case_officer", 0, 2, 10, 0),
        *[(role, 2, 0, 0, 2) for role in ("claim_decision_maker", "finance", "city_office")],
    ],
)
def test_each_role_finds_its_own(full_city, login_as, role, invoices, places, employments, agreements):
    """At most ten of each kind; a department finds its own invoice, place, people and agreement."""
    client = login_as(role, None if role in CITY_WIDE else full_city.leisure)
    assert len(names(client, "F2021-")) == invoices
    assert len(names(client, "vaktmästare")) == places
    assert len(names(client, "E00")) == employments
    assert len([one for one in names(client, "förvaltningen") if one.endswith(" 2021")]) == agreements


def test_a_host_finds_only_those_it_has_today(city, login_as):
    place(city.leisure, date(2021, 1, 1), date(2021, 5, 9), number=900)  # yesterday was the last day
    place(city.leisure, date(2021, 5, 11), number=901)
    place(city.leisure, date(2021, 5, 10), date(2021, 5, 10), number=902)
    assert names(login_as("department_hr", city.leisure), "E09") == ["E0902"]
    assert names(login_as("case_officer"), "E09") == ["E0900", "E0901", "E0902"]


def test_nobody_is_found_by_name_or_by_the_person_s_key(city, login_as):
    person = Participant.objects.get(key="P0001")
    Participant.objects.filter(pk=person.pk).update(name="Ovanlig Namnsson")
    client = login_as("asf_administrator")
    assert names(client, "Namnsson") == []
    assert names(client, "P0001") == []
    assert names(client, "e0001") == [Employment.objects.get(participant=person).key]


def test_fewer_than_two_characters_find_nothing(full_city, login_as):
    client = login_as("auditor")
    assert names(client, "F") == []
    assert "Skriv vad ni söker" in client.get("/search/").text
    assert "0 träffar på ”%”" in client.get("/search/", {"q": "%"}).text
    assert names(client, "%%") == []


def test_an_invoice_is_found_by_number_and_by_board(full_city, login_as):
    invoice = Invoice.objects.get(number="F2021-0001")
    expected = [(f"/invoices/{invoice.pk}/", "F2021-0001 Fritidsnämnden")]
    assert hits(login_as("finance"), "f2021-0001") == expected
    assert expected[0] in hits(login_as("finance"), "fritidsnämnd")


def test_what_was_searched_for_is_written_as_text(city, login_as):
    text = login_as("auditor").get("/search/", {"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text
