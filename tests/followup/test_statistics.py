"""Women and men by host, type, kind of place and outcome; small groups hidden outside the provider."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from followup.queries.statistics import By, What, statistics
from tests.clock import clock_from
from tests.conftest import SmallCity
from tests.organisation.factories import UserFactory
from tests.placements.factories import EmploymentTypeFactory, PlacementFactory

STATISTICS = reverse("followup:statistics")
TODAY = date(2021, 11, 22)


def place(number: int, department, sex: str, *, ended: date | None = None, cause: str = "", kind: str = "external"):
    for _n in range(number):
        PlacementFactory(
            department=department,
            kind=kind,
            placed_to=ended,
            employment__employed_from=date(2020, 1, 13) if ended and ended.year == 2020 else date(2021, 1, 11),
            employment__participant__sex=sex,
            employment__employed_to=ended,
            employment__end_cause=cause,
        )


@pytest.fixture
def people(small_city: SmallCity) -> SmallCity:
    """Leisure: 8 women and 7 men; environment: 6 women and 3 men. Five women and five men of leisure have ended."""
    place(3, small_city.leisure, "woman")
    place(2, small_city.leisure, "man")
    place(5, small_city.leisure, "woman", ended=date(2021, 6, 30), cause="work")
    place(5, small_city.leisure, "man", ended=date(2021, 6, 30), cause="studies")
    place(6, small_city.environment, "woman", kind="own_team")
    place(3, small_city.environment, "man", kind="own_team")
    return small_city


def numbers(role: str, *, what: What, by: By, whole: bool, department=None, year: int = 2021):
    user = UserFactory(role=role, department=department)
    found = statistics(user=user, year=year, what=what, by=by, today=TODAY, whole=whole)
    if found.rows is None:
        return None
    total = [("all", found.total.numbers)] if found.total else []
    return dict([(row.name, row.numbers) for row in found.rows] + total)


def test_the_provider_sees_every_number(people: SmallCity):
    assert numbers("asf_administrator", what=What.STARTED, by=By.DEPARTMENT, whole=True) == {
        "Fritidsförvaltningen": (8, 7, 0, 15),
        "Miljöförvaltningen": (6, 3, 0, 9),
        "all": (14, 10, 0, 24),
    }


def test_outside_the_provider_three_men_are_hidden_with_what_would_give_them_away(people: SmallCity):
    """The cheapest way round from environment's men: its women (6) and leisure's women (8) and men (7)."""
    assert numbers("city_office", what=What.STARTED, by=By.DEPARTMENT, whole=False) == {
        "Fritidsförvaltningen": (None, None, 0, 15),
        "Miljöförvaltningen": (None, None, 0, 9),
        "all": (14, 10, 0, 24),
    }


def test_who_is_there_and_who_ended_by_outcome(people: SmallCity):
    """There on 22 November: 3 + 6 women, 2 + 3 men. Ended: 5 women to work, 5 men to studies."""
    there = numbers("asf_administrator", what=What.THERE, by=By.KIND, whole=True)
    assert there == {"extern plats": (3, 2, 0, 5), "särskilt arbetslag": (6, 3, 0, 9), "all": (9, 5, 0, 14)}
    ended = numbers("city_office", what=What.ENDED, by=By.OUTCOME, whole=False)
    assert ended == {"arbete": (5, 0, 0, 5), "studier": (0, 5, 0, 5), "all": (5, 5, 0, 10)}


def test_a_department_sees_its_own_only(people: SmallCity):
    own = numbers("department_hr", what=What.STARTED, by=By.DEPARTMENT, whole=False, department=people.leisure)
    assert own == {"Fritidsförvaltningen": (8, 7, 0, 15), "all": (8, 7, 0, 15)}


def test_too_few_to_show_anything(people: SmallCity):
    """Two people of one kind, and nothing to hide them behind."""
    place(2, people.environment, "woman", ended=date(2020, 6, 30))
    assert numbers("city_office", what=What.ENDED, by=By.TYPE, whole=False, year=2020) == {
        "Extratjänst": (None,), "all": (None,),
    }  # fmt: skip


def test_a_few_whose_sex_is_not_recorded_are_counted_with_the_larger_sex(people: SmallCity):
    """Two at leisure: 14 women and 10 men in all, so they stand with the women; else 8, 7 and 15 would be told as 8 of
    women, 7 of men and 17 of all, and the two be known."""
    place(2, people.leisure, "")
    place(9, people.environment, "man")
    found = statistics(
        user=UserFactory(role="city_office"), year=2021, what=What.STARTED, by=By.DEPARTMENT, today=TODAY, whole=False
    )
    assert found.columns == (("woman",), ("man", ""))  # 14 women and 19 men
    assert [(row.name, row.numbers) for row in found.rows or ()] == [
        ("Fritidsförvaltningen", (8, 9, 17)),
        ("Miljöförvaltningen", (6, 12, 18)),
    ]
    assert found.total is not None and found.total.numbers == (14, 21, 35)


def test_the_order_of_rows_and_empty_ones_say_nothing_of_what_is_hidden(people: SmallCity):
    """One person of another type and one of a third: they are hidden with a type that nobody has, by name."""
    for name in ("Lönebidrag", "Anpassat jobb"):
        PlacementFactory(department=people.leisure, employment__type=EmploymentTypeFactory(code=name, name=name))
    EmploymentTypeFactory(code="ingen", name="Ingen har")
    told = numbers("city_office", what=What.STARTED, by=By.TYPE, whole=False)
    assert told is not None and list(told) == ["Anpassat jobb", "Extratjänst", "Ingen har", "Lönebidrag", "all"]
    assert {told[name][-1] for name in ("Anpassat jobb", "Ingen har", "Lönebidrag")} == {None}


def test_someone_with_two_placements_is_one(people: SmallCity):
    moved = PlacementFactory(department=people.leisure, placed_to=date(2021, 3, 31))
    PlacementFactory(department=people.environment, employment=moved.employment, placed_from=date(2021, 4, 1))
    started = numbers("asf_administrator", what=What.STARTED, by=By.DEPARTMENT, whole=True)
    there = numbers("asf_administrator", what=What.THERE, by=By.DEPARTMENT, whole=True)
    assert started["Fritidsförvaltningen"][3] == 16 and started["Miljöförvaltningen"][3] == 9
    assert there["Miljöförvaltningen"][3] == 10 and there["all"][3] == 15


def test_the_page_and_its_file_show_the_same(people: SmallCity, login_as):
    with clock_from(TODAY):
        client = login_as("city_office")
        page = client.get(STATISTICS + "?by=department")
        rows = client.get(STATISTICS + "?by=department&format=csv").content.decode("utf-8-sig").splitlines()
    assert "24 började under året (2021)" in page.text and "Grupper på färre än fem visas inte" in page.text
    assert rows[1:] == ["Fritidsförvaltningen;;;0;15", "Miljöförvaltningen;;;0;9"]


def test_what_cannot_be_understood_in_the_address_is_passed_over(people: SmallCity, login_as):
    with clock_from(TODAY):
        page = login_as("auditor").get(STATISTICS + "?year=banan&what=x&by=y")
    assert page.status_code == 200 and "anställningstyp" in page.text
