"""The forecast then and now: the one made that day on what was known that day, and today's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from billing.queries.forecasts import ForecastRow, forecast_rows
from billing.queries.measured import OutsideModelYears
from foundation.history import end_of, known_at
from foundation.known_day import PARAMETER, ThenNow
from foundation.money import kronor
from foundation.periods import HalfYear
from foundation.templatetags.overens import half_year_name
from organisation.models import Department

NOTHING = Decimal("0.00")


def forecast_then_now(
    *, departments: Collection[Department] | None, day: date, now_day: date, chosen: str = ""
) -> list[ThenNow]:
    """`day` is the day of knowledge, `now_day` the day of today's forecast. Sums first; then each department's year."""
    half_year = HalfYear.of(day)
    with known_at(end_of(day)):
        then = _read(day, departments, chosen)
    now = _read(now_day, departments, chosen)
    rows = [
        ThenNow(label, kronor(a), kronor(b))
        for (label, a), (_same, b) in zip(_sums(then, half_year), _sums(now, half_year), strict=True)
    ]
    return rows + ([] if chosen else _each(then, now, day))


def _read(day: date, departments: Collection[Department] | None, chosen: str) -> dict[str, ForecastRow]:
    try:
        rows = forecast_rows(day=day, departments=departments)
    except OutsideModelYears:
        return {}
    return {row.department.code: row for row in rows if not chosen or row.department.code == chosen}


def _sums(known: dict[str, ForecastRow], half_year: HalfYear) -> list[tuple[str, Decimal]]:
    rows = known.values()
    half = half_year_name(half_year)
    return [
        (_("Avgift för stängda månader"), sum((row.fee_closed for row in rows), NOTHING)),
        (
            _("%(half)s, kända starter och slut") % {"half": half},
            sum((row.forecast.known_of(half_year) for row in rows), NOTHING),
        ),
        (_("Året, kända starter och slut"), sum((row.year_known for row in rows), NOTHING)),
        (_("Året, om inget ändras"), sum((row.year_flat for row in rows), NOTHING)),
    ]


def _each(then: dict[str, ForecastRow], now: dict[str, ForecastRow], day: date) -> list[ThenNow]:
    here = reverse("billing:forecast")
    return [
        ThenNow(
            _("%(name)s, året") % {"name": row.department.name},
            kronor(then[code].year_known) if code in then else "",
            kronor(now[code].year_known) if code in now else "",
            f"{here}?{urlencode({'department': code, PARAMETER: day.isoformat()})}#known",
        )
        for code, row in {**then, **now}.items()
    ]
