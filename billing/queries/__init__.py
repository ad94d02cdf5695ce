"""What the rooms above and the pages read: figures, forecasts, claims, drafts and differences."""

from billing.queries.figures import MonthFigures, figures, of_reconciliation
from billing.queries.measured import OutsideModelYears

__all__ = ["MonthFigures", "OutsideModelYears", "figures", "of_reconciliation"]
