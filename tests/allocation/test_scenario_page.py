"""The calculator's page: shared by its address, live, side by side, taken out, for readers of the whole city."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allocation.models import ModelYear
from tests.allocation.factories import HeadcountFactory
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
DECIDED = {
    "a-rate": "5,7",
    "a-basis": "permanent",
    "a-date": "2020-11-01",
    "a-rounding": "half_up",
    "a-total": "",
    "a-fee": "7500",
    "a-start": "2021-04",
    "a-exempt": ["104"],
}
HIGHER = {name.replace("a-", "b-"): value for name, value in DECIDED.items()} | {"b-rate": "6"}


def page(client, fields=None, **headers) -> str:
    text = client.get(reverse("allocation:scenario"), fields or {}, headers=headers).text
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_without_an_address_it_starts_from_the_decision(login_as, small_city):
    """19 + 12 + 108 = 139, 31 without the provider; (19 + 12) × 7 500 × 9 = 2 092 500."""
    text = page(login_as("city_office"))
    for expected in ("<strong>139</strong>", "<strong>31</strong>", "2 092 500 kr", "697 500 kr", "1 395 000 kr"):
        assert expected in text
    assert 'value="5.7"' in text


def test_columns_stand_side_by_side_with_the_difference(login_as, small_city):
    """6 % of 330, 205 and 1 900 is 19.8, 12.3 and 114: 20, 12, 114; differences +1, 0, +6."""
    text = page(login_as("asf_administrator"), DECIDED | HIGHER)
    assert "<strong>146</strong>" in text
    for expected in ("(+1)", "(0)", "(+6)"):
        assert expected in text


def test_the_live_answer_is_the_part_that_changes(login_as, small_city):
    text = page(login_as("city_office"), DECIDED, **{"HX-Request": "true"})
    assert text.lstrip().startswith('<div id="scenario">')
    assert "<html" not in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"a-rate": "mycket"}, "Fördelningstal, procent"),
        ({"a-rate": "NaN"}, "Fördelningstal, procent"),
        ({"a-rate": "0"}, "Fördelningstal, procent"),
        ({"a-start": "april"}, "”april” är ingen månad"),
        ({"a-start": "2021-13"}, "är ingen månad"),
        ({"a-rounding": "largest_remainder"}, "Största rest behöver en summa att fördela"),
        ({"a-date": "1999-01-01"}, "Antal anställda per"),
    ],
)
def test_what_cannot_be_counted_is_said_and_the_other_column_stands(login_as, small_city, change, said):
    text = page(login_as("city_office"), DECIDED | change | HIGHER)
    assert "Kolumn A kan inte räknas" in text
    assert said in text
    assert "<strong>146</strong>" in text


def test_taken_out_as_csv_with_difference(login_as, small_city):
    response = login_as("auditor").get(reverse("allocation:scenario"), DECIDED | HIGHER | {"format": "csv"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert any(line.startswith("101;Fritidsförvaltningen;330;18,81;19;330;19,8;20;1") for line in lines)
    assert any(line.startswith("104;Överförmyndarförvaltningen;39;;;39;;;") for line in lines)


@pytest.mark.parametrize("role", ["department_hr", "department_head", "steering_group_member"])
def test_a_department_does_not_see_the_others_counts(login_as, small_city, role):
    assert login_as(role, small_city.leisure).get(reverse("allocation:scenario")).status_code == 404


def test_looking_changes_nothing(login_as, small_city):
    before = list(ModelYear.objects.values())
    page(login_as("asf_administrator"), DECIDED | {"a-rate": "9"})
    assert list(ModelYear.objects.values()) == before


def test_the_number_of_queries_does_not_grow_with_the_departments(login_as, small_city):
    client = login_as("city_office")
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, DECIDED)
    for n in range(40):
        HeadcountFactory(department=DepartmentFactory(code=f"N{n}"))
    with CaptureQueriesContext(connection) as many:
        page(client, DECIDED)
    assert len(many) == len(few)
