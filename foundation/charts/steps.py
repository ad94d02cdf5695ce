"""A department's year: the target as steps, what is filled as bars, the forecast as dashed bars (UX.md, Översikt)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.charts.scale import Exact, Frame, Tick, axis_steps, greatest_of, written


@dataclass(frozen=True, slots=True)
class MonthValues:
    """One month. `filled` is None for a month to come; `forecast` is None for a month that has passed."""

    label: str
    target: Exact | None
    filled: Exact | None = None
    forecast: Exact | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    value: Exact
    expected: bool


@dataclass(frozen=True, slots=True)
class StepsChart:
    title: str
    description: str
    frame: Frame
    value_ticks: list[Tick]
    month_ticks: list[Tick]
    bars: list[Bar]
    target_path: str
    rows: list[MonthValues]


def steps_chart(
    *, title: str, description: str, months: Sequence[MonthValues], width: int = 640, height: int = 280
) -> StepsChart:
    """Geometry for one bar per month under a stepped target line.

    The line breaks at months without a target. `description` says in a sentence what the picture shows.
    """
    steps = axis_steps(greatest_of(value for m in months for value in (m.target, m.filled, m.forecast)))
    frame = Frame(width, height, left=40, right=width - 4, top=22, bottom=height - 28, greatest=steps[-1])
    count = len(months)
    return StepsChart(
        title=title,
        description=description,
        frame=frame,
        value_ticks=[Tick(frame.y(step), written(step)) for step in steps],
        month_ticks=[Tick(frame.middle(index, count), month.label) for index, month in enumerate(months)],
        bars=[bar for index, month in enumerate(months) if (bar := _bar(frame, index, count, month)) is not None],
        target_path=_path(frame, months),
        rows=list(months),
    )


def _bar(frame: Frame, index: int, count: int, month: MonthValues) -> Bar | None:
    value = month.filled if month.filled is not None else month.forecast
    if value is None:
        return None
    left, right = frame.slot(index, count)
    gap = (right - left) // 5
    y = frame.y(value)
    return Bar(left + gap, y, right - left - 2 * gap, frame.bottom - y, value, expected=month.filled is None)


def _path(frame: Frame, months: Sequence[MonthValues]) -> str:
    parts: list[str] = []
    drawing = False
    for index, month in enumerate(months):
        if month.target is None:
            drawing = False
            continue
        left, right = frame.slot(index, len(months))
        y = frame.y(month.target)
        parts.append(f"V{y}" if drawing else f"M{left} {y}")
        parts.append(f"H{right}")
        drawing = True
    return " ".join(parts)
