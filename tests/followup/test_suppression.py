"""Worked by hand: what may be shown of the parts of a total that everyone sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.suppression import suppressed


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
