"""Which rows are new, changed, ended or unchanged, and which placement a row speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from placements.employment_rows import (
    Known,
    KnownEmployment,
    KnownParticipant,
    KnownPlacement,
    Person,
    RowState,
    compare,
    match_placements,
    people_in,
)
from tests.placements.factories import employment_row

JAN, FEB, JUNE = date(2021, 1, 11), date(2021, 2, 1), date(2021, 6, 30)


def known(*placements: KnownPlacement, **employment: object) -> Known:
    values = {"participant": "P0001", "type": "extratjanst", "employed_from": JAN, "employed_to": None, "end_cause": ""}
    return Known(
        participants={"P0001": KnownParticipant(1, "woman", "Karin Prov", "hash-1")},
        employments={"E0001": KnownEmployment(1, **{**values, **employment})},
        placements={"E0001": placements or (placement(),)},
    )


def placement(id: int = 7, department: str = "101", kind: str = "external", placed_from: date = JAN) -> KnownPlacement:
    return KnownPlacement(id, department, kind, placed_from, None, 100)


def test_a_row_that_the_register_does_not_have_is_new():
    (one,) = compare([employment_row()], Known())
    assert (one.state, one.placement_id, one.changes) == (RowState.NEW, None, ())


def test_the_same_row_is_unchanged():
    (one,) = compare([employment_row()], known())
    assert (one.state, one.placement_id) == (RowState.UNCHANGED, 7)


@pytest.mark.parametrize(
    ("values", "state", "fields"),
    [
        ({"working_share": 75}, RowState.CHANGED, ["working_share"]),
        ({"type": "nystartsjobb"}, RowState.CHANGED, ["type"]),
        ({"employed_to": JUNE}, RowState.ENDED, ["employed_to"]),
        ({"employed_to": JUNE, "end_cause": "work"}, RowState.ENDED, ["employed_to", "end_cause"]),
        ({"placed_to": JUNE}, RowState.ENDED, ["placed_to"]),
        ({"employed_to": JUNE, "working_share": 75}, RowState.CHANGED, ["employed_to", "working_share"]),
        ({"sex": "man"}, RowState.CHANGED, ["sex"]),
        ({"sex": ""}, RowState.UNCHANGED, []),
        ({"name": "Karin Test"}, RowState.CHANGED, ["name"]),
        ({"identity_number": "199001019802"}, RowState.CHANGED, ["identity_number"]),
        ({"placed_from": FEB}, RowState.CHANGED, ["placed_from"]),
        ({"department": "102"}, RowState.CHANGED, ["department"]),
        ({"placement_kind": "own_team"}, RowState.CHANGED, ["placement_kind"]),
        ({"department": "102", "placed_from": FEB}, RowState.NEW, []),
    ],
)  # fmt: skip
def test_what_differs_from_the_register_is_named(values, state, fields):
    (one,) = compare([employment_row(**values)], known(), hashes={"199001019802": "hash-2"})
    assert (one.state, [change.field for change in one.changes]) == (state, fields)


def test_an_identity_number_that_is_the_same_is_no_change_and_is_never_shown():
    (one,) = compare([employment_row(identity_number="199001019802")], known(), hashes={"199001019802": "hash-1"})
    assert one.state is RowState.UNCHANGED
    (one,) = compare([employment_row(identity_number="199001019802")], known(), hashes={"199001019802": "other"})
    assert (one.changes[0].before, one.changes[0].after) == (None, None)


def test_a_column_that_the_file_lacks_keeps_what_the_register_has():
    (one,) = compare([employment_row(placed_from=FEB)], known(employed_to=JUNE), kept=["employed_to"])
    assert one.row.employed_to == JUNE
    assert [change.field for change in one.changes] == ["placed_from"]


def test_an_end_taken_away_is_a_change():
    (one,) = compare([employment_row()], known(employed_to=JUNE))
    assert one.state is RowState.CHANGED


@pytest.mark.parametrize(
    ("register", "file", "matched"),
    [
        # register (department, kind, first day), file the same, placement ids that the rows speak of
        ([("101", "external", JAN)], [("101", "external", JAN), ("102", "external", FEB)], [1, None]),
        ([("101", "external", JAN), ("102", "external", FEB)], [("102", "external", FEB)], [2]),
        ([("101", "external", JAN)], [("101", "external", FEB)], [1]),
        ([("101", "external", JAN)], [("101", "external", FEB), ("101", "external", JUNE)], [None, None]),
        ([("101", "external", JAN), ("101", "own_team", JAN)], [("101", "own_team", JAN)], [2]),
        ([("101", "external", JAN)], [("102", "external", JAN)], [1]),
    ],
)  # fmt: skip
def test_a_row_speaks_of_the_placement_it_resembles_most(register, file, matched):
    placements = [placement(number, *values) for number, values in enumerate(register, start=1)]
    rows = [employment_row(department=d, placement_kind=k, placed_from=day) for d, k, day in file]
    found = match_placements(rows, known(*placements))
    assert [one and one.id for one in found] == matched


def test_a_person_is_what_its_rows_say_together():
    rows = [employment_row(sex="", name="Karin Prov"), employment_row(sex="woman", identity_number="199001019802")]
    assert people_in(rows) == {"P0001": Person("woman", "Karin Prov", "199001019802", False)}
