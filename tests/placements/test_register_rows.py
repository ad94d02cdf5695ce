"""Rows into the register: all of them, once, with history, and nothing the second time."""

from __future__ import annotations

from datetime import date

import pghistory
import pytest

from placements.identity import decrypted
from placements.models import Employment, Participant, Placement
from placements.operations.register_rows import NumberTaken, Saved, UnknownCode, save_employment_rows
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, employment_row

pytestmark = pytest.mark.django_db
JUNE = date(2021, 6, 30)


@pytest.fixture(autouse=True)
def codes():
    EmploymentTypeFactory()
    EmploymentTypeFactory(code="nystartsjobb")
    DepartmentFactory(code="101")
    DepartmentFactory(code="102")


def test_rows_become_participants_employments_and_placements():
    rows = [employment_row(1), employment_row(1, department="102", placed_from=date(2021, 3, 1)), employment_row(2)]
    assert save_employment_rows(rows=rows) == Saved(new=3, changed=0, unchanged=0)
    assert (Participant.objects.count(), Employment.objects.count(), Placement.objects.count()) == (2, 2, 3)
    one = Placement.objects.select_related("employment__participant").get(department__code="102")
    assert (one.employment.key, one.employment.participant.key, one.placed_from) == ("E0001", "P0001", date(2021, 3, 1))


def test_the_same_rows_twice_change_nothing():
    rows = [employment_row(n, identity_number=number) for n, number in ((1, "199001019802"), (2, ""))]
    save_employment_rows(rows=rows)
    before = list(Placement.pgh_event_model.objects.values_list("pgh_id"))
    assert save_employment_rows(rows=rows) == Saved(new=0, changed=0, unchanged=2)
    assert list(Placement.pgh_event_model.objects.values_list("pgh_id")) == before
    assert Employment.pgh_event_model.objects.count() == 2


def test_what_differs_is_changed_and_the_rest_stays():
    save_employment_rows(rows=[employment_row(n, name=f"Person {n}") for n in (1, 2, 3)])
    saved = save_employment_rows(
        rows=[
            employment_row(1, employed_to=JUNE, placed_to=JUNE, end_cause="work"),
            employment_row(2, sex="man", name="Ny Person", type="nystartsjobb", working_share=50),
        ]
    )
    assert saved == Saved(new=0, changed=2, unchanged=0)
    ended, changed, untouched = Employment.objects.select_related("participant", "type").order_by("key")
    assert (ended.employed_to, ended.end_cause, ended.participant.name) == (JUNE, "work", "Person 1")
    assert (changed.participant.name, changed.participant.sex, changed.type.code) == (
        "Ny Person",
        "man",
        "nystartsjobb",
    )
    assert untouched.employed_to is None
    assert list(Placement.objects.order_by("id").values_list("placed_to", "working_share")) == [
        (JUNE, 100), (None, 50), (None, 100)
    ]  # fmt: skip


def test_a_column_that_the_source_lacks_is_left_alone():
    save_employment_rows(rows=[employment_row(1, employed_to=JUNE, end_cause="studies")])
    save_employment_rows(rows=[employment_row(1, working_share=80)], kept=("employed_to", "end_cause"))
    one = Employment.objects.get()
    assert (one.employed_to, one.end_cause, one.placements.get().working_share) == (JUNE, "studies", 80)


def test_identity_numbers_are_encrypted():
    save_employment_rows(rows=[employment_row(1, identity_number="199001019802")])
    one = Participant.objects.get()
    assert b"199001019802" not in bytes(one.identity_number)
    assert decrypted(one.identity_number) == b"199001019802"
    assert len(one.identity_hash) == 64


def test_history_knows_who_brought_the_rows_and_why():
    with pghistory.context(user=17, reason="Flytt från kalkylark"):
        save_employment_rows(rows=[employment_row(1), employment_row(2)])
    for model in (Participant, Employment, Placement):
        events = model.pgh_event_model.objects.select_related("pgh_context")
        assert [event.pgh_context.metadata["reason"] for event in events] == ["Flytt från kalkylark"] * 2


def test_an_unknown_code_stops_everything():
    with pytest.raises(UnknownCode, match="999"):
        save_employment_rows(rows=[employment_row(1), employment_row(2, department="999")])
    assert not Participant.objects.exists()


def test_as_many_queries_for_fifty_rows_as_for_two(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        save_employment_rows(rows=[employment_row(n) for n in (1, 2)])
    with django_assert_num_queries(len(few)):
        save_employment_rows(rows=[employment_row(n) for n in range(3, 53)])


def test_number_that_has_come_into_the_register_under_another_key_is_refused():
    save_employment_rows(rows=[employment_row(1, identity_number="199001019802")])
    with pytest.raises(NumberTaken, match="P0001"):
        save_employment_rows(rows=[employment_row(2, identity_number="199001019802")])
    assert Participant.objects.count() == 1
