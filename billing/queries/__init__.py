"""What the rooms above and the pages read: figures, forecasts, claims, drafts and differences."""

from billing.queries.claims import BoardClaim, computed_claims
from billing.queries.departments import DepartmentMonth, department_year
from billing.queries.figures import MonthFigures, figures, of_reconciliation
from billing.queries.forecasts import ForecastRow, forecast_rows, what_starts_would_save
from billing.queries.measured import OutsideModelYears

__all__ = [
    "BoardClaim",
    "DepartmentMonth",
    "ForecastRow",
    "MonthFigures",
    "OutsideModelYears",
    "computed_claims",
    "department_year",
    "figures",
    "forecast_rows",
    "of_reconciliation",
    "what_starts_would_save",
]
