"""What the rooms above and the pages read: figures, forecasts, claims, drafts and differences."""

from billing.queries.departments import DepartmentMonth, department_year
from billing.queries.figures import MonthFigures, figures, of_reconciliation
from billing.queries.forecasts import ForecastRow, forecast_rows, what_starts_would_save
from billing.queries.measured import OutsideModelYears

__all__ = [
    "DepartmentMonth",
    "ForecastRow",
    "MonthFigures",
    "OutsideModelYears",
    "department_year",
    "figures",
    "forecast_rows",
    "of_reconciliation",
    "what_starts_would_save",
]
