"""The forecast's page: what each department and the city will owe, month by month for one of them (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allocation.models import ModelYear
from billing.forecast import ForecastMonth, WhatIf
from billing.models import Reconciliation
from billing.queries.forecasts import ForecastRow, forecast_rows, what_starts_would_save
from foundation.periods import HalfYear, Month
from organisation.models import Department

NOTHING = Decimal("0.00")
SUMS = ("fee_closed", "half_year_known", "half_year_flat", "year_known", "year_flat")


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A month of the chosen department; `reconciliation_id` when it has a page of its own."""

    ahead: ForecastMonth
    reconciliation_id: int | None

    @property
    def month(self) -> Month:
        return self.ahead.month


@dataclass(frozen=True, slots=True)
class ForecastPage:
    day: date
    half_year: HalfYear
    rows: tuple[ForecastRow, ...]
    chosen: ForecastRow | None
    months: tuple[MonthAhead, ...]

    @property
    def totals(self) -> dict[str, Decimal]:
        """Kronor, for all rows together."""
        return {name: sum((getattr(row, name) for row in self.rows), NOTHING) for name in SUMS}


def forecast_page(
    *, model_year: ModelYear, today: date, departments: Collection[Department] | None, chosen: str
) -> ForecastPage:
    """Made on today, held within the model year. `chosen` is a department's code. A constant number of queries."""
    day = min(max(today, model_year.starts), model_year.ends)
    rows = forecast_rows(day=day, departments=departments)
    one = next((row for row in rows if row.department.code == chosen), rows[0] if len(rows) == 1 else None)
    return ForecastPage(day, HalfYear.of(day), tuple(rows), one, tuple(_months(one)) if one else ())


def _months(row: ForecastRow) -> list[MonthAhead]:
    months = [one.month for one in row.forecast.months]
    found = Reconciliation.objects.filter(department=row.department, month__in=months)
    pages = {one: pk for pk, one in found.values_list("pk", "month")}
    return [MonthAhead(one, pages.get(one.month)) for one in row.forecast.months]


@dataclass(frozen=True, slots=True)
class StartsTried:
    """What more starts would do to the half-year in which they begin, and to the year; kronor on known starts."""

    department: Department
    starts: int
    from_day: date
    until: date | None
    tried: WhatIf | None  # None for one that is never charged

    @property
    def half_year(self) -> HalfYear:
        return HalfYear.of(self.from_day)

    @property
    def before(self) -> Decimal:
        return self.tried.without.known_of(self.half_year) if self.tried else NOTHING

    @property
    def after(self) -> Decimal:
        return self.tried.with_starts.known_of(self.half_year) if self.tried else NOTHING

    @property
    def saved(self) -> Decimal:
        return self.before - self.after

    @property
    def saved_year(self) -> Decimal:
        return self.tried.saved_year if self.tried else NOTHING


def starts_tried(
    *,
    department: Department,
    starts: int,
    from_day: date,
    until: date | None = None,
    working_share: int = 100,
    today: date,
) -> StartsTried:
    """The forecast of the model year in which they begin, with and without them.

    `until` is their last day, included, None when they have no end; `working_share` is percent.

    A start that no model year covers is not measured: it costs nothing and saves nothing.
    """
    tried = None
    if department.has_quota(Month.of(from_day)) and not department.is_provider:
        tried = _tried(department, starts, (from_day, until), working_share, today)
    return StartsTried(department, starts, from_day, until, tried)


def _tried(
    department: Department, starts: int, stay: tuple[date, date | None], working_share: int, today: date
) -> WhatIf | None:
    from_day, until = stay
    year = ModelYear.objects.covering(Month.of(from_day)).order_by("year").first()
    if year is None:
        return None
    day = min(max(today, year.starts), year.ends)
    return what_starts_would_save(
        department=department, day=day, starts=starts, from_day=from_day, until=until, working_share=working_share
    )
