"""Placements by hand: moved and changed, and refused when the days do not hold together."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from placements.models import Placement
from placements.operations.employments import OutsideEmployment
from placements.operations.placements import (
    AlreadyPlacedThere,
    NotThereThatDay,
    SamePlace,
    change_placement,
    move_placement,
)
from placements.validity import DatesOutOfOrder
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlacementFactory

pytestmark = pytest.mark.django_db
JAN, MARCH, JUNE = date(2021, 1, 11), date(2021, 3, 1), date(2021, 6, 30)


def move(placement, **values):
    defaults = {"department": None, "first_day": MARCH, "kind": "external", "working_share": 50, "reason": "Bättre där"}
    given = {**defaults, **values}
    given["department"] = given["department"] or DepartmentFactory()
    return move_placement(placement=placement, **given)


def change(placement, **values):
    defaults = {"placed": (JAN, None), "kind": "external", "working_share": 100, "reason": "Fel"}
    return change_placement(placement=placement, **{**defaults, **values})


def test_moving_ends_the_day_before_and_begins_anew_to_the_same_planned_end():
    old = PlacementFactory(employment__employed_to=JUNE, placed_to=JUNE)
    new = move(old)
    old.refresh_from_db()
    assert old.placed_to == date(2021, 2, 28)
    assert (new.placed_from, new.placed_to, new.working_share, new.employment) == (MARCH, JUNE, 50, old.employment)
    assert Placement.pgh_event_model.objects.last().pgh_context.metadata["reason"] == "Bättre där"


def test_moving_from_external_place_to_own_team_in_the_same_department_is_a_move():
    old = PlacementFactory()
    assert move(old, department=old.department, kind="own_team").kind == "own_team"


@pytest.mark.parametrize(
    ("placement", "values", "refusal"),
    [
        ({}, {"same": True}, SamePlace),
        ({}, {"first_day": JAN}, NotThereThatDay),
        ({}, {"first_day": date(2020, 12, 1)}, NotThereThatDay),
        ({"placed_to": date(2021, 2, 1)}, {}, NotThereThatDay),
        ({"employment__employed_to": date(2021, 2, 1)}, {}, OutsideEmployment),
    ],
)
def test_moving_is_refused(placement, values, refusal):
    old = PlacementFactory(**placement)
    given = dict(values)
    if given.pop("same", False):
        given["department"] = old.department
    with pytest.raises(refusal):
        move(old, **given)
    assert Placement.objects.count() == 1


def test_moving_to_where_a_placement_begins_that_day_is_refused():
    old = PlacementFactory(working_share=50)
    other = PlacementFactory(employment=old.employment, placed_from=MARCH, working_share=50)
    with pytest.raises(AlreadyPlacedThere):
        move(old, department=other.department)


def test_changing_sets_days_kind_and_share():
    one = change(PlacementFactory(), placed=(MARCH, JUNE), kind="own_team", working_share=75)
    one.refresh_from_db()
    assert (one.placed_from, one.placed_to, one.kind, one.working_share) == (MARCH, JUNE, "own_team", 75)


@pytest.mark.parametrize(
    ("placed", "refusal"),
    [
        ((JUNE, JAN), DatesOutOfOrder),
        ((date(2021, 1, 1), None), OutsideEmployment),
        ((JAN, date(2022, 1, 1)), OutsideEmployment),
    ],
)
def test_changing_is_refused(placed, refusal):
    with pytest.raises(refusal):
        change(PlacementFactory(employment__employed_to=JUNE), placed=placed)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_the_same_person_one_is_refused():
    one = PlacementFactory()
    first, second = DepartmentFactory(), DepartmentFactory()
    outcomes = []
    start = threading.Barrier(2)

    def go(department) -> None:
        start.wait()
        try:
            outcomes.append(move(one, department=department).department_id)
        except NotThereThatDay:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(d,)) for d in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 1
    assert Placement.objects.count() == 2
