"""The first page: what each role meets, and that nothing on it leads to a closed door."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.operations import months
from organisation.roles import CITY_WIDE, Role
from tests.billing.city import APRIL, agree, place
from tests.billing.steps import proposed, rehearsed
from tests.organisation.factories import DepartmentFactory, MembershipFactory, UserFactory
from tests.placements.factories import PlaceFactory
from tests.strict_client import StrictClient

MAY_10, JULY_5 = date(2021, 5, 10), date(2021, 7, 5)


@pytest.fixture(autouse=True)
def day(set_day):
    set_day(MAY_10)


def main_of(response) -> str:
    """What stands between the header and the footer, in one line and with ordinary spaces."""
    text = re.search(r"<main.*?</main>", response.text, re.S)[0]
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(response)))


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.SYSTEM_ADMINISTRATOR])
def test_nothing_on_the_first_page_leads_to_a_closed_door(city, login_as, role):
    """With something of everything: a proposed month, a rehearsed half-year before it, a place, people who end soon."""
    rehearsed(city)
    proposed(city, month=APRIL.next().next().next())
    PlaceFactory(department=city.leisure, offered_on=date(2021, 3, 1))
    place(city.leisure, date(2021, 2, 1), date(2021, 5, 20), number=900)
    own = None if role in CITY_WIDE else city.leisure
    client = login_as(role, own)
    response = client.get("/")
    assert response.status_code == 200
    addresses = set(re.findall(r'<a[^>]* href="(/[^"#]*)', response.text))
    assert len(addresses) > 3
    answers = {address: client.get(address.replace("&amp;", "&")).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_a_department_sees_how_it_stands_what_it_may_cost_and_what_to_do(city, login_as):
    """April: 15 of 19, 4 × 7 500 = 30 000 kr, put before the department."""
    row = proposed(city)
    text = main_of(login_as("department_hr", city.leisure).get("/"))
    assert "Ni har 15 av 19 i april 2021." in text
    assert "Det saknas 4, vilket kan kosta 30 000 kr för månaden." in text
    assert "Bekräfta april" in text
    assert f'href="/reconciliations/{row.pk}/"' in text
    assert "April 2021 väntar på er bekräftelse – senast 2099-05-09" in text


def test_a_steering_group_member_sees_the_department_but_is_not_asked_to_confirm(city, login_as):
    proposed(city)
    text = words_of(login_as("steering_group_member", city.leisure).get("/"))
    assert "Ni har 15 av 19 i april 2021." in text
    assert "Visa april" in text
    assert "Bekräfta april" not in text
    assert "Att göra (0)" in text


def test_the_month_after_the_last_closed_is_shown(closed_city, login_as, set_day):
    """June is closed with 19 of 19; on 5 July nothing waits, so June is shown, and the first half-year's 37 500 kr."""
    set_day(JULY_5)
    text = words_of(login_as("department_head", closed_city.leisure).get("/"))
    assert "Ni har 19 av 19 i juni 2021. Målet är nått." in text
    assert "Första halvåret 2021 37 500 kr" in text


def test_an_exempt_department_is_told_why(city, login_as):
    text = words_of(login_as("department_hr", city.exempt).get("/"))
    assert "Överförmyndarförvaltningen är undantagen och har ingen kvot: Undantagen enligt beslutet." in text
    assert "Ni har" not in text


def test_someone_with_two_departments_chooses_between_them(city, login_as):
    client = login_as("department_hr", city.leisure)
    MembershipFactory(user=client.user, role="department_hr", department=city.environment)
    assert "Ni har 15 av 19" in words_of(client.get("/"))
    other = client.get("/?department=102")
    assert "Ni har 12 av 12 i april 2021. Målet är nått." in words_of(other)
    assert re.search(r'href="\?department=102"[^>]*aria-current', main_of(other))
    assert "Ni har 15 av 19" in words_of(client.get("/?department=103"))  # not theirs: the first of their own


def test_the_city_is_told_what_is_missing_without_netting(closed_city, login_as, set_day):
    """June: leisure 19 of 19, environment 11 of 12 (1 missing), the provider 0 of 108."""
    set_day(JULY_5)
    text = words_of(login_as("asf_administrator").get("/"))
    assert "I juni 2021 saknas 109 anställningar, i 2 av 3 förvaltningar." in text
    assert "Månaden är stängd för alla. Hittills i år kan 60 000 kr begäras" in text
    assert "Stadens tre mått" in text


def test_a_case_officer_sees_people_by_key_and_no_fees(city, login_as):
    place(city.leisure, date(2021, 2, 1), date(2021, 5, 20), number=900)
    place(city.leisure, date(2021, 5, 17), number=901)
    text = words_of(login_as("case_officer").get("/"))
    assert "1 anställning slutar inom 30 dagar." in text
    assert "E0900" in text
    assert "E0901" in text
    assert "Läs in anställningar från en fil" in text
    assert " kr" not in text


def test_the_system_administrator_is_sent_to_people(city, login_as):
    assert login_as("system_administrator").get("/").url == "/people/"


def test_someone_without_a_role_is_told_what_to_do(city):
    client = StrictClient()
    client.force_login(UserFactory())
    response = client.get("/")
    assert response.status_code == 200
    assert "ingen roll än" in words_of(response)


@pytest.mark.parametrize("role", ["asf_administrator", "finance", "city_office", "auditor", "case_officer"])
def test_an_empty_installation_says_how_to_begin(db, login_as, role):
    client = login_as(role)
    response = client.get("/")
    text = words_of(response)
    assert "Kom igång" in text
    assert text.count("återstår") == 5
    links = set(re.findall(r'<a[^>]* href="(/[^"#]*)', main_of(response)))
    own = {
        "asf_administrator": {"/setup/", "/model-years/new/", "/headcounts/import/"},
        "city_office": {"/setup/", "/model-years/new/"},
    }
    assert links == own.get(role, set())
    assert {client.get(address).status_code for address in links} <= {200}


def test_a_department_meets_the_empty_installation_too(db, login_as):
    text = words_of(login_as("department_hr").get("/"))
    assert "Organisationen: nämnder, förvaltningar och bolag gjort" in text


@pytest.mark.parametrize("role", ["asf_administrator", "city_office", "finance", "claim_decision_maker"])
def test_the_number_of_queries_does_not_grow_with_the_departments(city, login_as, role):
    client = login_as(role)
    months.open_month(month=APRIL, by=None)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(14):
        agree(DepartmentFactory(code=f"3{number:02d}"), city.year, 3)
    months.open_month(month=APRIL, by=None)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def test_a_department_s_page_takes_as_many_queries_with_many_departments(city, login_as):
    client = login_as("department_hr", city.leisure)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(14):
        agree(DepartmentFactory(code=f"3{number:02d}"), city.year, 3)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)
