"""What the allocation says: the model year that holds, every department's quota, the counted staff."""

from allocation.queries.formula import YearQuotas, formula_quotas
from allocation.queries.years import NoModelYear, asked_model_year, current_model_year, model_year_of, month_shown

__all__ = [
    "NoModelYear", "YearQuotas", "asked_model_year", "current_model_year", "formula_quotas", "model_year_of",
    "month_shown",
]  # fmt: skip
