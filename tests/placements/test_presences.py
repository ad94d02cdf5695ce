"""Who was there: one query, all departments, a month to spare on both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from placements.models import EmploymentType
from placements.queries import presences, stock_on
from placements.standard_types import STANDARD_TYPES, ensure_standard_types
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, PlacementFactory

pytestmark = pytest.mark.django_db
APRIL = {"first": date(2021, 4, 1), "last": date(2021, 4, 30)}


@pytest.mark.parametrize(
    ("placed_from", "placed_to", "is_read"),
    [
        (date(2021, 1, 11), None, True),
        (date(2021, 1, 11), date(2021, 3, 1), True),  # 31 days before 1 April
        (date(2021, 1, 11), date(2021, 2, 28), False),
        (date(2021, 5, 31), None, True),  # 31 days after 30 April
        (date(2021, 6, 1), None, False),
    ],
)
def test_placements_around_the_period_are_read(placed_from, placed_to, is_read):
    PlacementFactory(placed_from=placed_from, placed_to=placed_to)
    assert bool(presences(**APRIL)) is is_read


def test_a_row_has_all_that_is_counted_on(django_assert_num_queries):
    one = PlacementFactory(employment__type__valid_to=date(2021, 12, 31), working_share=75, kind="own_team")
    with django_assert_num_queries(1):
        (row,) = presences(**APRIL)
    assert (row.placement_id, row.participant, row.department) == (
        one.pk,
        one.employment.participant_id,
        one.department_id,
    )
    assert (row.working_share, row.type_counts, row.type_valid_to) == (75, True, date(2021, 12, 31))
    assert (row.type_code, row.type_name, row.kind) == ("extratjanst", "Extratjänst", "own_team")
    assert (row.employment_key, row.participant_key) == (one.employment.key, one.employment.participant.key)


def test_stock_is_distinct_people_in_qualifying_employments():
    one = PlacementFactory(working_share=50)
    PlacementFactory(employment=EmploymentFactory(participant=one.employment.participant), working_share=50)
    PlacementFactory(employment__type=EmploymentTypeFactory(code="praktik", counts=False))
    PlacementFactory(employment__employed_to=date(2021, 3, 31))
    PlacementFactory(placed_from=date(2021, 5, 1))
    assert stock_on(date(2021, 4, 1)) == 1
    assert stock_on(date(2021, 3, 31)) == 2


def test_the_five_types_of_the_decision_are_made_once_and_a_citys_changes_stay():
    made = ensure_standard_types()
    assert set(made) == set(STANDARD_TYPES)
    assert (made["extratjanst"].support_share, made["introduktionsjobb"].support_share) == (Decimal(1), Decimal("0.8"))
    EmploymentType.objects.filter(code="nystartsjobb").update(name="Eget namn")
    assert ensure_standard_types()["nystartsjobb"].name == "Eget namn"
    assert EmploymentType.objects.count() == 5
