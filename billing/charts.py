"""Pictures of what is owed, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from billing.forecast import ForecastMonth
from billing.queries.forecast_page import ForecastPage
from foundation.charts import LinesChart, Series, lines_chart
from foundation.templatetags.overens import month_name


def fee_chart(page: ForecastPage) -> LinesChart | None:
    """The fee in thousands of kronor added up over the year, by both readings: the chosen one's, else the city's."""
    rows = [page.chosen] if page.chosen else page.rows
    if not rows:
        return None
    months = [[row.forecast.months[index] for row in rows] for index in range(len(rows[0].forecast.months))]
    return lines_chart(
        title=_("Avgiften hittills och framåt, tusental kronor"),
        description=_("Avgiften sedan årets början, månad för månad, enligt båda prognoserna."),
        months=[month_name(each[0].month, "M") for each in months],
        series=[
            Series(_("kända starter och slut"), _added_up(months, lambda one: one.known.fee)),
            Series(_("om inget ändras"), _added_up(months, lambda one: one.flat.fee)),
        ],
    )


def _added_up(months: Sequence[Sequence[ForecastMonth]], fee: Callable[[ForecastMonth], Decimal]) -> list[Decimal]:
    return [total / 1000 for total in accumulate(sum((fee(one) for one in each), Decimal(0)) for each in months)]
