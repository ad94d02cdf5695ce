"""Pages as they were known on an earlier day, beside today: the same reads twice, no rule of its own (DOMAIN.md 6)."""

from billing.queries.known.forecast import forecast_then_now
from billing.queries.known.half_year import half_year_then_now
from billing.queries.known.invoice import invoice_then_now
from billing.queries.known.month import MonthThenNow, month_then_now

__all__ = ["MonthThenNow", "forecast_then_now", "half_year_then_now", "invoice_then_now", "month_then_now"]
