"""Charts: values in, geometry out. Drawn as SVG by `templates/components/chart_*.html`; standard library only.

Coordinates are whole units of the chart's own view box, so nothing here depends on how large it is shown.
"""

from foundation.charts.bars import BarRow, BarsChart, bars_chart
from foundation.charts.lines import LinesChart, Series, lines_chart
from foundation.charts.steps import MonthValues, StepsChart, steps_chart

__all__ = [
    "BarRow",
    "BarsChart",
    "LinesChart",
    "MonthValues",
    "Series",
    "StepsChart",
    "bars_chart",
    "lines_chart",
    "steps_chart",
]
