"""Counted staff mapped over to successors, by hand-worked reorganisations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.succession import Counted, HandOn, in_effect, mapped, shared_out
from foundation.periods import Month

COUNTED_ON = date(2020, 11, 1)
JULY, JUNE = Month(2021, 7), Month(2021, 6)
A, B, C = 1, 2, 3


def hand_on(predecessor: int, successor: int, share: str, month: Month = JULY) -> HandOn:
    return HandOn(predecessor, successor, month, Decimal(share))


@pytest.mark.parametrize(
    ("people", "shares", "expected"),
    [
        (520, ["0.6", "0.4"], [312, 208]),
        # 0.6 × 521 = 312.6 and 0.4 × 521 = 208.4: the one left over goes to the larger remainder.
        (521, ["0.6", "0.4"], [313, 208]),
        # A tie, 2.5 and 2.5: the earlier is served first.
        (5, ["0.5", "0.5"], [3, 2]),
        (10, ["0.333333", "0.333333", "0.333334"], [3, 3, 4]),
        # A quarter leaves, 2.5 of 10; what stays, 7.5, is served last.
        (10, ["0.25"], [3]),
        (0, ["1"], [0]),
        (7, ["1"], [7]),
    ],
)
def test_people_are_shared_out_whole_by_the_largest_remainder(people, shares, expected):
    assert shared_out(people, [Fraction(Decimal(share)) for share in shares]) == expected


def test_more_than_the_whole_cannot_be_handed_on():
    with pytest.raises(ValueError, match="more than the whole"):
        shared_out(10, [Fraction(2, 3), Fraction(2, 3)])


@given(st.integers(0, 100_000), st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_nobody_is_lost_and_nobody_is_counted_twice(people, weights):
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    parts = shared_out(people, shares)
    assert sum(parts) == people
    assert all(abs(part - share * people) < 1 for part, share in zip(parts, shares, strict=True))


def test_a_split_maps_from_its_month_and_not_before():
    """520 permanent and 600 in all: 60 % is 312 and 312 + 48 = 360; 40 % is 208 and 240."""
    staff, split = {A: Counted(520, 600)}, [hand_on(A, B, "0.6"), hand_on(A, C, "0.4")]
    before = mapped(staff, split, counted_on=COUNTED_ON, month=JUNE)
    assert before.staff == staff and before.moves == ()
    after = mapped(staff, split, counted_on=COUNTED_ON, month=JULY)
    assert after.staff == {A: Counted(0, 0), B: Counted(312, 360), C: Counted(208, 240)}
    assert [(one.hand_on.successor, one.of.permanent, one.people.permanent) for one in after.moves] == [
        (B, 520, 312),
        (C, 520, 208),
    ]


def test_a_merger_adds_to_what_the_successor_has():
    staff = {A: Counted(100, 120), B: Counted(50, 50), C: Counted(10, 12)}
    found = mapped(staff, [hand_on(A, C, "1"), hand_on(B, C, "1")], counted_on=COUNTED_ON, month=JULY)
    assert found.staff == {A: Counted(0, 0), B: Counted(0, 0), C: Counted(160, 182)}


def test_a_part_that_leaves_leaves_the_rest():
    found = mapped({A: Counted(100, 101), B: Counted(1, 1)}, [hand_on(A, B, "0.1")], counted_on=COUNTED_ON, month=JULY)
    assert found.staff == {A: Counted(90, 91), B: Counted(11, 11)}


def test_one_after_the_other_and_nobody_twice_in_a_month():
    """In July half of A goes to B and all of B to C: C gets what B had before, not what came that month."""
    staff = {A: Counted(100, 100), B: Counted(20, 20)}
    same = mapped(staff, [hand_on(A, B, "0.5"), hand_on(B, C, "1")], counted_on=COUNTED_ON, month=JULY)
    assert same.staff == {A: Counted(50, 50), B: Counted(50, 50), C: Counted(20, 20)}
    later = [hand_on(A, B, "0.5"), hand_on(B, C, "1", Month(2021, 8))]
    assert mapped(staff, later, counted_on=COUNTED_ON, month=Month(2021, 8)).staff[C] == Counted(70, 70)


def test_what_happened_before_the_count_is_in_the_count():
    earlier = hand_on(A, B, "1", Month(2020, 11))
    assert in_effect([earlier], counted_on=COUNTED_ON, month=JULY) == []
    assert in_effect([earlier], counted_on=date(2020, 10, 31), month=JULY) == [earlier]


def test_a_department_that_nobody_counted_hands_nothing_on():
    assert mapped({B: Counted(5, 5)}, [hand_on(A, B, "1")], counted_on=COUNTED_ON, month=JULY).staff == {
        B: Counted(5, 5)
    }
