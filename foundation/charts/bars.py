"""Lying bars, one per department, each with a mark where its target is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.charts.scale import Exact, Frame, Tick, axis_steps, greatest_of, written

ROW_HEIGHT = 28
LABEL_WIDTH = 268


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    value: Exact
    target: Exact | None = None


@dataclass(frozen=True, slots=True)
class LyingBar:
    label: str
    value: Exact
    y: int
    width: int
    text_y: int
    text_x: int
    target_x: int | None


@dataclass(frozen=True, slots=True)
class BarsChart:
    title: str
    description: str
    value_name: str
    frame: Frame
    value_ticks: list[Tick]
    bars: list[LyingBar]
    rows: list[BarRow]

    @property
    def has_targets(self) -> bool:
        return any(row.target is not None for row in self.rows)


def bars_chart(*, title: str, description: str, value_name: str, rows: Sequence[BarRow], width: int = 640) -> BarsChart:
    """Geometry for one bar per row, in the order given. `value_name` is the table's heading for the value."""
    steps = axis_steps(greatest_of(value for row in rows for value in (row.value, row.target)))
    height = ROW_HEIGHT * len(rows) + 28
    frame = Frame(width, height, left=LABEL_WIDTH, right=width - 40, top=0, bottom=height - 28, greatest=steps[-1])
    return BarsChart(
        title=title,
        description=description,
        value_name=value_name,
        frame=frame,
        value_ticks=[Tick(frame.x(step), written(step)) for step in steps],
        bars=[_bar(frame, index, row) for index, row in enumerate(rows)],
        rows=list(rows),
    )


def _bar(frame: Frame, index: int, row: BarRow) -> LyingBar:
    y = frame.top + index * ROW_HEIGHT + 5
    end = frame.x(row.value)
    target_x = None if row.target is None else frame.x(row.target)
    # the number stands after the bar, or after the target's mark where the two would meet
    text_x = target_x + 7 if target_x is not None and -6 <= target_x - end <= 30 else end + 6
    return LyingBar(row.label, row.value, y, end - frame.left, y + 13, text_x, target_x)
