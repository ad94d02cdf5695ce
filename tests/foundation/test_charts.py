"""Charts: positions worked by hand from the frame's measures."""

from fractions import Fraction
from itertools import pairwise

import pytest

from foundation.charts import BarRow, MonthValues, Series, bars_chart, lines_chart, steps_chart
from foundation.charts.scale import Frame, axis_steps


@pytest.mark.parametrize(
    ("greatest", "steps"),
    [
        (0, [0, 1]),
        (Fraction(1, 2), [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (19, [0, 5, 10, 15, 20]),
        (96, [0, 20, 40, 60, 80, 100]),
        (1000, [0, 200, 400, 600, 800, 1000]),
        (1501, [0, 500, 1000, 1500, 2000]),
    ],
)
def test_axis_goes_in_round_steps_at_least_as_far_as_the_greatest_value(greatest, steps):
    assert axis_steps(greatest) == steps


def test_values_lie_between_the_bottom_and_the_top_of_the_frame():
    """100 units high for 0–20: 19 lies 95 above the bottom; 9,5 lies 47,5, which rounds to the even 48."""
    frame = Frame(200, 140, left=20, right=180, top=20, bottom=120, greatest=20)
    assert [frame.y(0), frame.y(19), frame.y(20), frame.y(Fraction(19, 2))] == [120, 25, 20, 72]
    assert [frame.x(0), frame.x(10), frame.x(20)] == [20, 100, 180]


def test_slots_cover_the_whole_width_without_gaps():
    frame = Frame(100, 10, left=3, right=100, top=0, bottom=10, greatest=1)
    edges = [frame.slot(index, 12) for index in range(12)]
    assert edges[0][0] == 3 and edges[-1][1] == 100
    assert all(before[1] == after[0] for before, after in pairwise(edges))


def year(**changes):
    """Four months: 10 units of view box a value, bottom at 252, slots of 149 units from 40 to 636."""
    months = [
        MonthValues("jan", None, 0),
        MonthValues("feb", 10, 5),
        MonthValues("mar", 20, 20),
        MonthValues("apr", 20, None, 18),
    ]
    return steps_chart(title="Mål", description="Mål och tillsatta", months=months, **changes)


def test_target_is_a_stepped_line_that_begins_where_the_target_begins():
    """0–20 on 230 units of height (22–252): 10 lies at 252 − 115 = 137, 20 at 22."""
    assert year(height=280).target_path == "M189 137 H338 V22 H487 V22 H636"


def test_filled_months_are_bars_and_coming_months_are_expected_bars():
    """Slot 149 wide, a fifth (29) free on either side: 91 wide. 5 of 20 on 230: 57,5 → the even 58 high."""
    bars = year().bars
    assert [(bar.value, bar.expected) for bar in bars] == [(0, False), (5, False), (20, False), (18, True)]
    assert (bars[1].x, bars[1].width, bars[1].height, bars[1].y + bars[1].height) == (189 + 29, 91, 58, 252)
    assert bars[0].height == 0


def test_a_month_without_figures_gets_no_bar_and_breaks_the_target_line():
    months = [MonthValues("jan", 5, 1), MonthValues("feb", None), MonthValues("mar", 5, 1)]
    chart = steps_chart(title="", description="", months=months)
    assert len(chart.bars) == 2
    assert chart.target_path.count("M") == 2


def test_table_of_a_chart_holds_the_very_values():
    assert [row.label for row in year().rows] == ["jan", "feb", "mar", "apr"]


def test_line_is_lifted_where_a_value_is_missing_and_ends_at_the_last_one():
    chart = lines_chart(
        title="",
        description="",
        months=["a", "b", "c", "d", "e"],
        target=10,
        series=[Series("x", [1, None, 3, 4, None])],
    )
    line = chart.lines[0]
    assert line.path.count("M") == 2 and line.path.count("L") == 1
    assert line.last == 4
    assert line.path.endswith(f"{line.end_x} {line.end_y}")
    assert chart.target_y == chart.value_ticks[-1].at


def test_line_without_any_value_draws_nothing():
    chart = lines_chart(title="", description="", months=["a", "b"], series=[Series("x", [None, None])])
    assert chart.lines[0].path == "" and chart.lines[0].last is None


def test_month_labels_stand_apart_when_there_are_many():
    """24 months of 44 units want 1 056; a small chart has 380 − 60 = 320: every fourth label."""
    chart = lines_chart(
        title="", description="", months=[str(n) for n in range(24)], series=[Series("x", [1] * 24)], width=380
    )
    assert [tick.label for tick in chart.month_ticks] == ["0", "4", "8", "12", "16", "20"]


def test_thousands_on_the_axis_are_parted_by_a_no_break_space():
    chart = lines_chart(title="", description="", months=["a"], series=[Series("x", [1000])])
    assert chart.value_ticks[-1].label == "1\N{NO-BREAK SPACE}000"


def test_lying_bars_stand_in_order_with_the_target_marked():
    """0–100 on 600 − 268 = 332 units: 96 → 319 wide, target 88 → 292 from the left edge 268."""
    chart = bars_chart(title="", description="", value_name="", rows=[BarRow("A", 96, 88), BarRow("B", 40)])
    assert (chart.bars[0].width, chart.bars[0].target_x, chart.bars[1].target_x) == (319, 268 + 292, None)
    assert chart.bars[1].y - chart.bars[0].y == 28
    assert chart.has_targets


def test_number_of_a_bar_keeps_clear_of_the_target_mark():
    """17 of 20 steps ends at 268 + 282 = 550; the mark at 20 (600) is 50 away, at 18 (567) only 17."""
    far, near = bars_chart(
        title="", description="", value_name="", rows=[BarRow("A", 17, 20), BarRow("B", 17, 18)]
    ).bars
    assert far.text_x == 268 + 282 + 6
    assert near.text_x == near.target_x + 7
