"""How many it should be: the model year and the counted staff that quotas rest on (DOMAIN.md 3)."""

from allocation.models.headcounts import (
    ColumnMatching,
    Headcount,
    HeadcountFile,
    HeadcountImport,
    HeadcountImportState,
    HeadcountQuerySet,
)
from allocation.models.notices import Notice, Publication
from allocation.models.parameters import (
    PARAMETERS,
    Basis,
    CountingRuleChoice,
    FractionRuleChoice,
    RoundingRule,
    YearParameters,
)
from allocation.models.years import ModelYear, ModelYearRevision

__all__ = [
    "PARAMETERS",
    "Basis",
    "ColumnMatching",
    "CountingRuleChoice",
    "FractionRuleChoice",
    "Headcount",
    "HeadcountFile",
    "HeadcountImport",
    "HeadcountImportState",
    "HeadcountQuerySet",
    "ModelYear",
    "ModelYearRevision",
    "Notice",
    "Publication",
    "RoundingRule",
    "YearParameters",
]
