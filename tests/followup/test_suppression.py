"""Worked by hand: what may be shown of the parts of a total that everyone sees."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.suppression import suppressed, suppressed_table


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([12, 7], [12, 7]),  # nothing is small
        ([17, 2], [None, None]),  # 2 is hidden; the total would give it away, so 17 goes too
        ([20, 9, 3], [20, None, None]),  # 3 alone could be worked out: the smallest other part, 9, goes with it
        ([20, 4, 3], [20, None, None]),  # 4 + 3 = 7 people behind two hidden parts: enough
        ([20, 2, 2], [None, None, None]),  # 2 + 2 = 4 is itself a group under five
        ([20, 9, 2, 2], [20, None, None, None]),  # the same, with 9 to hide behind
        ([20, 0, 3], [None, 0, None]),  # nobody is nobody: 0 is shown and hides nothing
        ([5, 5], [5, 5]),  # five is not under five
        ([], []),
    ],
)
def test_small_parts_are_hidden_with_enough_others(parts, shown):
    assert suppressed(parts) == shown


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_no_hidden_number_can_be_worked_out_from_the_total(parts):
    shown = suppressed(parts)
    hidden = [number for number, seen in zip(parts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == 0 or seen >= 5 for seen in shown)
    people = [number for number in parts if number]
    if hidden and len(people) > 1 and sum(people) >= 5:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


H = None


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        # nothing is small
        ([[12, 7], [6, 9]], [[12, 7, 19], [6, 9, 15], [18, 16, 34]]),
        # 3 is small; 7 beside it, 6 below it and 9 across go too, else row or column gives it away
        ([[3, 7], [6, 9]], [[H, H, 10], [H, H, 15], [9, 16, 25]]),
        # a third row is left whole: three numbers are enough to hide behind
        ([[3, 7], [6, 9], [20, 30]], [[H, H, 10], [H, H, 15], [20, 30, 50], [29, 46, 75]]),
        # a whole row of 4 people: its total is hidden as well, and a second row with it (6 + 7 + 13 is the cheaper)
        ([[2, 2], [8, 9], [7, 6]], [[H, H, H], [8, 9, 17], [H, H, H], [17, 17, 34]]),
        # 2 hides with 5 and both rows' totals: 7 people in all, who may be 1 + 6 or 3 + 4 as well
        ([[2, 0], [5, 9]], [[H, 0, H], [H, 9, H], [7, 9, 16]]),
        # nobody is nobody: 0 is shown and hides nothing, and here 2 can hide nowhere
        ([[2, 0], [0, 9]], None),
        ([[0, 0], [0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
    ],
)
def test_a_table_hides_small_numbers_with_enough_others(rows, shown):
    assert suppressed_table(rows) == shown


def other_tables(rows, shown):
    """Tables near the true one that look the same: each hidden inner number one more, one less or as it is."""
    inner = [(i, j) for i, row in enumerate(rows) for j in range(len(row)) if shown[i][j] is None]
    for changes in product((0, 1, -1), repeat=len(inner)):
        table = [list(row) for row in rows]
        for (i, j), change in zip(inner, changes, strict=True):
            table[i][j] += change
        whole = [[*row, sum(row)] for row in table]
        whole.append([sum(column) for column in zip(*whole, strict=True)])
        same = all(
            seen in (None, number)
            for line, seen_line in zip(whole, shown, strict=True)
            for number, seen in zip(line, seen_line, strict=True)
        )
        if same and min(min(row) for row in table) >= 0:
            yield whole


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=2, max_size=3)
    )
)
def test_no_hidden_number_of_a_table_can_be_worked_out(rows):
    """For every hidden number there is another table that looks exactly the same and has another number there."""
    shown = suppressed_table(rows)
    if shown is None:
        return
    assert all(seen is None or seen == 0 or seen >= 5 for line in shown for seen in line)
    hidden = {(i, j) for i, line in enumerate(shown) for j, seen in enumerate(line) if seen is None}
    seen_at: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
    for whole in other_tables(rows, shown):
        for i, j in hidden:
            seen_at[i, j].add(whole[i][j])
        if all(len(values) > 1 for values in seen_at.values()):
            break
    assert {cell for cell, values in seen_at.items() if len(values) < 2} == set()
