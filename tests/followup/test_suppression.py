"""Worked by hand: what may be shown of the parts of a total that everyone sees."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.suppression import joined, suppressed, suppressed_table


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([12, 7], [12, 7]),  # nothing is small
        ([17, 2], [None, None]),  # 2 is hidden; the total would give it away, so 17 goes too
        ([20, 9, 3], [20, None, None]),  # 3 alone could be worked out: the smallest other part, 9, goes with it
        ([20, 4, 3], [20, None, None]),  # 4 + 3 = 7 people behind two hidden parts: enough
        ([20, 2, 2], [None, None, None]),  # 2 + 2 = 4 is itself a group under five
        ([20, 9, 2, 2], [20, None, None, None]),  # the same, with 9 to hide behind
        ([20, 0, 3], [None, None, None]),  # 0 hides nobody, but shown it would say that the hidden ones are not 0
        ([1, 1, 1, 1, 1, 0], [None] * 6),  # five parts and five people: with 0 shown each would be one
        ([20, 0, 5], [20, 0, 5]),  # nothing is hidden: 0 is shown
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
    assert not hidden or 0 not in shown
    people = [number for number in parts if number]
    if hidden and len(people) > 1 and sum(people) >= 5:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5
        # one more here and one less there looks the same: no hidden part is known
        assert all(any(other for n, other in enumerate(hidden) if n != index) for index in range(len(hidden)))


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
        # the 0 beside 2 is shown, since 9 of 9 below it says it anyway
        ([[2, 0], [5, 9]], [[H, 0, H], [H, 9, H], [7, 9, 16]]),
        # an empty row looks like the one with 3 people
        ([[2, 1], [0, 0], [8, 9]], [[H, H, H], [H, H, H], [H, H, H], [10, 10, 20]]),
        # 0 hides nobody, and here 2 can hide nowhere
        ([[2, 0], [0, 9]], None),
        ([[0, 0], [0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
    ],
)
def test_a_table_hides_small_numbers_with_enough_others(rows, shown):
    assert suppressed_table(rows) == shown


def whole_of(table):
    whole = [[*row, sum(row)] for row in table]
    return [*whole, [sum(column) for column in zip(*whole, strict=True)]]


def other_tables(rows, shown):
    """Tables that look the same to whoever knows all that is shown, and that a hidden number is any from 0 up.

    Each hidden inner number is one more, one less or as it is: two tables with the same sums differ by such steps round
    and round, so that where any other table looks the same, one of these does.
    """
    inner = [(i, j) for i, row in enumerate(rows) for j in range(len(row)) if shown[i][j] is None]
    for changes in product((0, 1, -1), repeat=len(inner)):
        table = [list(row) for row in rows]
        for (i, j), change in zip(inner, changes, strict=True):
            table[i][j] += change
        whole = whole_of(table)
        same = all(
            seen in (None, number)
            for line, seen_line in zip(whole, shown, strict=True)
            for number, seen in zip(line, seen_line, strict=True)
        )
        if same and min(min(row) for row in table) >= 0:
            yield whole


def hides_what_could_be_nought(whole, shown):
    """A 0 that is shown beside or below something hidden is one that what is shown gives away: so says the rule, and
    then a hidden number may be 0 for all anybody knows."""
    for i, line in enumerate(shown[:-1]):
        for j, seen in enumerate(line):
            beside = None in line or any(other[j] is None for other in shown)
            if seen == 0 and beside:
                freed = [list(one) for one in shown]
                freed[i][j] = None
                tables = other_tables([row[:-1] for row in whole[:-1]], freed)
                if any(other[i][j] for other in tables):
                    return False
    return True


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 3) | st.integers(0, 12), min_size=width, max_size=width), min_size=2, max_size=3
        )
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
    assert hides_what_could_be_nought(whole_of(rows), shown)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([[12, 7, 5], [6, 9, 0]], [(0,), (1,), (2,)]),
        ([[12, 7, 0], [6, 9, 0]], [(0,), (1,), (2,)]),  # nobody at all is no small group
        ([[12, 7, 2], [6, 9, 1]], [(0, 2), (1,)]),  # three not recorded go with the women, who are more
        ([[12, 1, 2], [6, 2, 1]], [(0, 1, 2)]),  # three men, three not recorded: only all are told
        ([[2, 0, 0]], [(0, 1, 2)]),
        ([[2, 20, 0]], [(0, 1), (2,)]),
    ],
)
def test_a_column_that_is_a_small_group_as_a_whole_goes_with_another(rows, columns):
    assert joined(rows) == columns
