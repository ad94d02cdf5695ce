"""Which hosts are short of their target this month, on today's register (DOMAIN.md 5: ranked first, with why)."""

from __future__ import annotations

from datetime import date
from math import ceil

from django.core.cache import cache

from agreements.models import (
    Agreement,
    AgreementEnding,
    AgreementVersion,
    MonthlyTarget,
    QuotaTransfer,
    TransferEnding,
)
from allocation.models import Headcount, ModelYear, ModelYearRevision
from billing.models import MissingCause, Reconciliation
from billing.queries.figures import figures
from billing.queries.measured import OutsideModelYears
from foundation.history.latest import latest_change
from foundation.periods import Month
from organisation.models import Board, Department, Exemption, Succession
from placements.models import Employment, EmploymentType, Placement

# What a month's figures are made of: as long as nothing of it changes, they are not counted anew for every search.
_MADE_OF = (
    Agreement, AgreementEnding, AgreementVersion, Board, Department, Employment, EmploymentType, Exemption, Headcount,
    MissingCause, ModelYear, ModelYearRevision, MonthlyTarget, Placement, QuotaTransfer, Reconciliation, Succession,
    TransferEnding,
)  # fmt: skip
_SECONDS = 60


def short_hosts(today: date) -> dict[int, int]:
    """How many employments each department with a quota lacks this month, by id; a fraction counts as a whole one.

    Empty outside all model years. A constant number of queries: one as long as nothing has changed.
    """
    month = Month.of(today)
    mark = f"short_hosts_{month}_{latest_change(_MADE_OF)}"
    return cache.get_or_set(mark, lambda: _counted(month), _SECONDS) or {}


def _counted(month: Month) -> dict[int, int]:
    try:
        found = figures(first=month, last=month)
    except OutsideModelYears:
        return {}
    return {one.department.pk: ceil(one.missing) for one in found}
