"""The city's three measures, worked by hand, and their page.

Fritidsförvaltningen (A) and Miljöförvaltningen (B) of the register example; the stock is the people at the month's end:

month      A   B   together   began in the month
2020-11-01 0   0   0
2021-01    5  12   17         5 + 12 = 17
2021-02    9  12   21         4
2021-03   12  12   24         3
2021-04   15  12   27         3       (two at B end on 30 April, inclusive)
2021-05   18  10   28         3
2021-06   19  11   30         1 + 1
"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followup.queries.city import city_measures
from followup.queries.measure_tables import departments_at, measure_over_months, months_of
from foundation.periods import Month
from placements.models import Placement
from tests.billing.city import place
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlaceFactory

JULY_5 = date(2021, 7, 5)
JUNE = Month(2021, 6)


@pytest.fixture
def measures(city):
    def read(today=JULY_5):
        return city_measures(model_year=city.year, today=today)

    return read


def test_increase_and_created_by_month(measures):
    found = measures()
    assert found.baseline == 0
    assert found.increase.values == (17, 21, 24, 27, 28, 30, *[None] * 6)
    assert found.created.values == (17, 21, 24, 27, 30, 32, *[None] * 6)
    assert (found.increase.latest, found.increase.is_reached, found.increase.left) == (30, False, 970)


def test_who_was_there_on_the_baseline_day_is_no_increase(city, measures):
    """One from 2020 on, and one who ended on the baseline day itself: the stock was 2, the increase is one less."""
    place(city.leisure, date(2020, 6, 1), number=900)
    place(city.leisure, date(2020, 6, 1), date(2020, 11, 1), number=901)
    found = measures()
    assert found.baseline == 2
    assert found.increase.values[0] == 17 + 1 - 2
    assert found.created.values[0] == 17


def test_companies_are_left_out_of_all_three(city, measures):
    company = DepartmentFactory(code="105", company=True)
    place(company, date(2021, 2, 1), number=900)
    PlaceFactory(department=company, offered_on=date(2021, 2, 1))
    found = measures()
    assert found.increase.latest == 30
    assert found.created.latest == 32
    assert found.offered.latest == 0


def test_openings_count_from_the_day_they_were_offered(city, measures):
    PlaceFactory(department=city.leisure, offered_on=date(2021, 1, 31), openings=3)
    PlaceFactory(department=city.environment, offered_on=date(2021, 2, 1), openings=2, state="approved")
    PlaceFactory(department=city.leisure, offered_on=date(2020, 12, 31), openings=5)
    PlaceFactory(department=city.leisure, offered_on=date(2021, 1, 5), openings=7, state="withdrawn")
    assert measures().offered.values[:3] == (3, 5, 5)


def test_the_departments_parts_add_up_to_the_city_s_also_when_someone_moves(city, measures):
    """One begins at A and moves to B: a start at A, in stock at B."""
    moved = place(city.leisure, date(2021, 2, 1), number=900)
    Placement.objects.filter(pk=moved.pk).update(placed_to=date(2021, 3, 31))
    Placement.objects.create(employment=moved.employment, department=city.environment, placed_from=date(2021, 4, 1))
    PlaceFactory(department=city.environment, offered_on=date(2021, 2, 1), openings=2)
    found = measures()
    at_june = departments_at(found, JUNE)
    rows = {row.code: row for row in at_june.rows}
    assert (rows["101"].stock, rows["101"].created) == (19, 20)
    assert (rows["102"].stock, rows["102"].created, rows["102"].offered) == (12, 13, 2)
    assert sum(row.increase for row in at_june.rows) == at_june.total.increase == 31
    assert sum(row.created for row in at_june.rows) == at_june.total.created == 33
    for index, month in enumerate(months_of(found)):
        assert sum(part.stock[index] for part in found.departments) == month.stock
        assert month.increase == month.stock - found.baseline


def test_an_exempt_department_without_anyone_is_not_listed(measures):
    assert [row.code for row in departments_at(measures(), JUNE).rows] == ["101", "102", "103"]


def test_before_the_first_month_has_ended_there_is_nothing(measures):
    found = measures(date(2021, 1, 15))
    assert found.ended == ()
    assert found.increase.values == (None,) * 12
    assert months_of(found) == []


def test_five_queries_however_many_departments(city, measures, django_assert_num_queries):
    for number in range(14):
        place(DepartmentFactory(code=f"3{number:02d}"), date(2021, 2, 1), number=900 + number)
    with django_assert_num_queries(5):
        measures()


def test_the_page_shows_the_chosen_month_and_gives_it_as_a_file(city, login_as, set_day):
    set_day(JULY_5)
    client = login_as("city_office")
    page = client.get("/measures/?month=2021-04")
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Förvaltningarna vid slutet av april 2021" in text
    assert "Nettoökningen sedan 2020-11-01 är 30 av 1 000." in text
    [heading, *rows] = read_csv(client.get("/measures/?month=2021-04&format=csv"))
    assert heading[:3] == ["Förvaltningskod", "Förvaltning", "Anställda på jämförelsedagen"]
    assert [row[3:] for row in rows] == [["15", "15", "15", "0"], ["12", "12", "12", "0"], ["0", "0", "0", "0"]]
    months = read_csv(client.get("/measures/?format=csv&table=months"))
    assert months[6] == ["2021-06", "30", "30", "32", "0"]
    assert client.get("/measures/?format=xlsx").status_code == 200
    assert client.get("/measures/?format=ods").status_code == 404


def test_one_measure_is_shown_department_by_department_over_the_months(city, login_as, set_day):
    """The rows of the table above: A 5, 9, 12, 15, 18, 19 and B 12, 12, 12, 12, 10, 11; the city is their sum."""
    set_day(JULY_5)
    client = login_as("city_office")
    page = client.get("/measures/?measure=increase")
    assert "minus antalet på jämförelsedagen. Talen är de vid varje månads slut." in page.text
    [heading, *rows] = read_csv(client.get("/measures/?measure=increase&format=csv&table=measure"))
    assert heading[2:] == [f"2021-0{n}" for n in range(1, 7)]
    assert [row[2:] for row in rows] == [
        ["5", "9", "12", "15", "18", "19"],
        ["12", "12", "12", "12", "10", "11"],
        ["0"] * 6,
    ]
    table = measure_over_months(city_measures(model_year=city.year, today=JULY_5), "increase")
    assert table.total == (17, 21, 24, 27, 28, 30)
    assert 'id="measure"' not in client.get("/measures/?measure=wages").text


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_is_there_before_anything_has_ended(city, login_as, set_day):
    set_day(date(2021, 1, 15))
    assert "Ingen månad av modellåret har tagit slut än" in login_as("auditor").get("/measures/").text


def test_the_page_is_for_those_who_see_the_whole_city(city, login_as):
    assert login_as("department_hr", city.leisure).get("/measures/").status_code == 404
    assert login_as("case_officer").get("/measures/").status_code == 403


def test_the_page_takes_as_many_queries_with_many_departments(city, login_as, set_day):
    set_day(JULY_5)
    client = login_as("asf_head")
    client.get("/measures/")
    with CaptureQueriesContext(connection) as few:
        client.get("/measures/")
    for number in range(14):
        place(DepartmentFactory(code=f"3{number:02d}"), date(2021, 2, 1), number=900 + number)
    with CaptureQueriesContext(connection) as many:
        client.get("/measures/")
    assert len(many) == len(few)
