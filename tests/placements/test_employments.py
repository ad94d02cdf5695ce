"""Employments by hand: each act, its refusals, its reason in the history, and two people at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from placements.models import Employment, Participant, Placement
from placements.operations.employments import (
    AlreadyEnded,
    KeyTaken,
    NotEndable,
    OutsideEmployment,
    PlacedLater,
    add_employment,
    change_employment,
    end_employment,
    set_protection,
)
from placements.validity import DatesOutOfOrder
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import (
    EmploymentFactory,
    EmploymentTypeFactory,
    ParticipantFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db
JAN, MARCH, JUNE, AUGUST = date(2021, 1, 11), date(2021, 3, 1), date(2021, 6, 30), date(2021, 8, 31)


def add(**values):
    defaults = {
        "key": "E1", "participant_key": "P1", "name": "Eva Prov", "sex": "woman", "type": EmploymentTypeFactory(),
        "employed": (JAN, JUNE), "department": DepartmentFactory(), "kind": "external", "placed_from": JAN,
        "working_share": 100, "reason": "Ny",
    }  # fmt: skip
    return add_employment(**{**defaults, **values})


def test_adding_makes_participant_employment_and_placement():
    one = add()
    placement = one.placements.get()
    assert (one.participant.key, placement.placed_from, placement.placed_to) == ("P1", JAN, JUNE)
    assert Employment.pgh_event_model.objects.get().pgh_context.metadata["reason"] == "Ny"


def test_adding_for_a_known_participant_uses_the_one_that_is():
    known = ParticipantFactory(key="P1", name="Annan", sex="man")
    assert add(name="", sex="").participant == known
    assert (Participant.objects.get().name, Participant.objects.get().sex) == ("Annan", "man")


def test_without_a_key_the_next_free_one_is_given():
    EmploymentFactory(key="A000001")
    made = [add(key="").key, add(key="", participant_key="P2").key]
    assert len({*made, "A000001"}) == 3


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"employed": (JUNE, JAN), "placed_from": JUNE}, DatesOutOfOrder),
        ({"placed_from": date(2021, 1, 1)}, OutsideEmployment),
        ({"placed_from": AUGUST}, OutsideEmployment),
        ({"key": "TAKEN"}, KeyTaken),
    ],
)
def test_adding_is_refused(values, refusal):
    EmploymentFactory(key="TAKEN")
    with pytest.raises(refusal):
        add(**values)
    assert Employment.objects.count() == 1


def test_ending_ends_the_placements_too():
    placement = PlacementFactory(placed_from=date(2021, 2, 2), employment__employed_from=date(2021, 1, 11))
    earlier = PlacementFactory(
        employment=placement.employment, placed_from=date(2021, 1, 11), placed_to=date(2021, 2, 1)
    )
    one = end_employment(employment=placement.employment, on=JUNE, cause="work", reason="Fick jobb")
    placement.refresh_from_db()
    earlier.refresh_from_db()
    assert (one.employed_to, one.end_cause, placement.placed_to, earlier.placed_to) == (
        JUNE,
        "work",
        JUNE,
        date(2021, 2, 1),
    )
    last = Employment.pgh_event_model.objects.order_by("pgh_id").last()
    assert last.pgh_context.metadata["reason"] == "Fick jobb"


def test_a_planned_end_can_come_later_than_planned():
    placement = PlacementFactory(employment__employed_to=JUNE, placed_to=JUNE)
    end_employment(employment=placement.employment, on=AUGUST, cause="period_over", reason="Förlängd")
    placement.refresh_from_db()
    assert placement.placed_to == AUGUST


def test_ending_twice_is_refused():
    one = PlacementFactory().employment
    end_employment(employment=one, on=JUNE, cause="work", reason="a")
    with pytest.raises(AlreadyEnded, match="2021-06-30"):
        end_employment(employment=one, on=AUGUST, cause="studies", reason="b")


def test_ending_before_the_start_is_refused():
    with pytest.raises(DatesOutOfOrder):
        end_employment(employment=PlacementFactory().employment, on=date(2021, 1, 10), cause="work", reason="a")


def test_ending_before_a_later_placement_is_refused():
    one = PlacementFactory(working_share=50).employment
    PlacementFactory(employment=one, placed_from=AUGUST, working_share=50)
    with pytest.raises(PlacedLater, match="2021-08-31"):
        end_employment(employment=one, on=JUNE, cause="work", reason="a")


def change(one, **values):
    defaults = {"type": one.type, "employed": (one.employed_from, one.employed_to), "end_cause": "", "reason": "Fel"}
    return change_employment(employment=one, **{**defaults, **values})


def test_changing_the_end_moves_the_placement_that_ended_with_it():
    placement = PlacementFactory(employment__employed_to=JUNE, placed_to=JUNE)
    change(placement.employment, employed=(JAN, AUGUST))
    placement.refresh_from_db()
    assert placement.placed_to == AUGUST


def test_changing_the_type_says_why_in_the_history():
    one = PlacementFactory().employment
    change(one, type=EmploymentTypeFactory(code="nystartsjobb"))
    last = Employment.pgh_event_model.objects.order_by("pgh_id").last()
    assert (last.pgh_label, last.pgh_context.metadata["reason"]) == ("update", "Fel")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"employed": (JUNE, JAN)}, DatesOutOfOrder),
        ({"employed": (MARCH, None)}, OutsideEmployment),
        ({"end_cause": "work"}, NotEndable),
    ],
)
def test_changing_is_refused(values, refusal):
    one = PlacementFactory().employment
    with pytest.raises(refusal):
        change(one, **values)
    one.refresh_from_db()
    assert one.employed_from == JAN


def test_an_open_placement_of_an_ended_employment_is_no_hindrance():
    one = PlacementFactory(employment__employed_to=JUNE).employment
    change(one, employed=(JAN, AUGUST))
    assert Employment.objects.get().employed_to == AUGUST


def test_protection_is_set_with_its_reason():
    person = set_protection(participant=ParticipantFactory(), is_protected=True, reason="Beslut")
    assert Participant.objects.get(pk=person.pk).is_protected


def test_the_database_refuses_dates_out_of_order():
    one = PlacementFactory()
    with pytest.raises(IntegrityError, match="employment_ends_after_start"), transaction.atomic():
        Employment.objects.update(employed_to=date(2020, 1, 1))
    with pytest.raises(IntegrityError, match="placement_ends_after_start"), transaction.atomic():
        Placement.objects.filter(pk=one.pk).update(placed_to=date(2020, 1, 1))
    with pytest.raises(IntegrityError, match="placement_share_within_100"), transaction.atomic():
        Placement.objects.filter(pk=one.pk).update(working_share=0)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_the_same_employment_one_is_refused():
    one = PlacementFactory().employment
    outcomes = []
    start = threading.Barrier(2)

    def end(cause: str, on: date) -> None:
        start.wait()
        try:
            outcomes.append(end_employment(employment=one, on=on, cause=cause, reason=cause).end_cause)
        except AlreadyEnded:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in (("work", JUNE), ("studies", AUGUST))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.refresh_from_db()
    assert sorted(outcomes) == sorted(["refused", one.end_cause])
    assert one.placements.get().placed_to == one.employed_to
