"""Lines over months against a target: the city's measures (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.charts.scale import Exact, Frame, Tick, axis_steps, greatest_of, written


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per month, None where there is none yet."""

    name: str
    values: Sequence[Exact | None]


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    path: str
    end_x: int
    end_y: int
    last: Exact | None


@dataclass(frozen=True, slots=True)
class LinesChart:
    title: str
    description: str
    frame: Frame
    value_ticks: list[Tick]
    month_ticks: list[Tick]
    lines: list[Line]
    target: Exact | None
    target_y: int
    names: list[str]
    rows: list[tuple[str, list[Exact | None]]]


def lines_chart(
    *,
    title: str,
    description: str,
    months: Sequence[str],
    series: Sequence[Series],
    target: Exact | None = None,
    width: int = 640,
    height: int = 280,
) -> LinesChart:
    """Geometry for at most three lines over the same months. Months are labelled as far apart as they fit."""
    values = [target, *(value for one in series for value in one.values)]
    steps = axis_steps(greatest_of(values))
    frame = Frame(width, height, left=48, right=width - 12, top=16, bottom=height - 28, greatest=steps[-1])
    every = max(1, -(-len(months) * 44 // (frame.right - frame.left)))
    return LinesChart(
        title=title,
        description=description,
        frame=frame,
        value_ticks=[Tick(frame.y(step), written(step)) for step in steps],
        month_ticks=[
            Tick(frame.middle(index, len(months)), label) for index, label in enumerate(months) if index % every == 0
        ],
        lines=[_line(frame, one) for one in series],
        target=target,
        target_y=frame.y(target or 0),
        names=[one.name for one in series],
        rows=[(label, [one.values[index] for one in series]) for index, label in enumerate(months)],
    )


def _line(frame: Frame, series: Series) -> Line:
    """A stroke is lifted where values are missing; a dot marks the last value."""
    parts: list[str] = []
    pen, end_x, end_y, last = "M", frame.left, frame.bottom, None
    for index, value in enumerate(series.values):
        if value is None:
            pen = "M"
            continue
        end_x, end_y, last = frame.middle(index, len(series.values)), frame.y(value), value
        parts.append(f"{pen}{end_x} {end_y}")
        pen = "L"
    return Line(series.name, " ".join(parts), end_x, end_y, last)
