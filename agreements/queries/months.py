"""The effective target of every month of an agreement's year, with the trail behind it (DOMAIN.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.closed_months import closed_months
from agreements.models import Agreement
from agreements.queries.effective import TargetOfMonth, effective_targets
from agreements.targets import TargetSource
from foundation.periods import Month, months_between


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    """One month: where its number comes from, and whether it is closed."""

    month: Month
    found: TargetOfMonth
    is_closed: bool

    @property
    def source(self) -> str:
        """Where the base comes from, in words."""
        effective = self.found.effective
        if effective.source == TargetSource.FORMULA:
            return _("kvoten: ingen överenskommelse gäller")
        words = {
            TargetSource.STEP: _("månadens eget mål i version %(n)s"),
            TargetSource.AGREED: _("överenskommet mål i version %(n)s"),
        }
        return words[effective.source] % {"n": effective.version}


def months_of(agreement: Agreement) -> list[MonthOfYear]:
    """Every month of the model year. Six queries, and one for the closed months."""
    year, department = agreement.model_year, agreement.department
    months = months_between(year.first_month, year.last_month)
    targets = effective_targets(model_year=year, months=months)
    closed = {month for _department, month in closed_months([department])}
    return [
        MonthOfYear(month, targets[department.pk, month], month in closed)
        for month in months
        if (department.pk, month) in targets
    ]
