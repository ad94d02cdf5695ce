"""An employment goes on longer: what follows it, and what hinders it."""

from __future__ import annotations

from datetime import date

import pytest

from placements.models import Employment, Placement
from placements.operations.bookings import PersonIsBusy
from placements.operations.employments import AlreadyEnded
from placements.operations.extending import NoEndToMove, NotLater, extend_employment
from tests.placements.factories import EmploymentFactory, PlacementFactory

pytestmark = pytest.mark.django_db
LAST = date(2021, 6, 30)


@pytest.fixture
def one():
    return EmploymentFactory(employed_to=LAST)


# extension


def test_an_extension_takes_the_placement_that_ends_with_it_along(one):
    earlier = PlacementFactory(employment=one, placed_to=date(2021, 3, 31))
    now = PlacementFactory(employment=one, placed_from=date(2021, 4, 1), placed_to=LAST)
    Employment.objects.filter(pk=one.pk).update(end_cause="period_over")
    extended = extend_employment(employment=one, until=date(2021, 12, 31), reason="Nytt beslut")
    assert (extended.employed_to, extended.end_cause) == (date(2021, 12, 31), "")
    placements = dict(Placement.objects.values_list("pk", "placed_to"))
    assert placements == {earlier.pk: date(2021, 3, 31), now.pk: date(2021, 12, 31)}


def test_what_cannot_be_extended_is_refused(one):
    with pytest.raises(NotLater, match="slutar 2021-06-30"):
        extend_employment(employment=one, until=LAST, reason="")
    Employment.objects.filter(pk=one.pk).update(end_cause="work")
    with pytest.raises(AlreadyEnded):
        extend_employment(employment=one, until=date(2021, 12, 31), reason="")
    with pytest.raises(NoEndToMove):
        extend_employment(employment=EmploymentFactory(), until=date(2021, 12, 31), reason="")


@pytest.mark.parametrize("placed_to", [LAST, None], ids=["ends with the employment", "has no end of its own"])
def test_an_extension_into_days_of_another_full_time_employment_is_refused_in_words(one, placed_to):
    """From 1 July the person is placed elsewhere for 100 %: together 200 %."""
    PlacementFactory(employment=one, placed_to=placed_to)
    elsewhere = EmploymentFactory(participant=one.participant, employed_from=date(2021, 7, 1))
    other = PlacementFactory(employment=elsewhere, placed_from=date(2021, 7, 1))
    with pytest.raises(PersonIsBusy, match="mer än heltid"):
        extend_employment(employment=one, until=date(2021, 7, 1), reason="prov")
    one.refresh_from_db()
    assert one.employed_to == LAST
    Placement.objects.filter(pk=other.pk).update(working_share=50)
    Placement.objects.filter(employment=one).update(working_share=50)
    extend_employment(employment=one, until=date(2021, 7, 1), reason="prov")  # 50 + 50 = 100


def test_an_extension_leaves_no_trace_on_a_placement_without_an_end_of_its_own(one):
    placement = PlacementFactory(employment=one, placed_to=None)
    before = placement.events.count()
    extend_employment(employment=one, until=date(2021, 12, 31), reason="prov")
    assert placement.events.count() == before == 1
