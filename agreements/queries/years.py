"""What a new reading of a model year would change, department by department, and what it leaves as it is."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from agreements.models import AgreementVersion, VersionState
from agreements.queries.effective import effective_targets
from allocation.models import PARAMETERS, ModelYear, ModelYearRevision
from allocation.queries import YearQuotas
from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """`version` is the signed version in force in the month, which keeps its target; None = the quota is the target."""

    department: Department
    before: int
    after: int
    version: int | None

    @property
    def target_follows(self) -> bool:
        return self.version is None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Effect:
    month: Month
    rows: list[QuotaChange]

    @property
    def before(self) -> int:
        return sum(row.before for row in self.rows)

    @property
    def after(self) -> int:
        return sum(row.after for row in self.rows)


def effect_of_revision(model_year: ModelYear, values: dict[str, Any], first_month: Month) -> Effect:
    """Quotas in the revision's first month, as they are and as they would be; nothing is stored."""
    number = max((one.number for one in model_year.readings), default=0) + 1
    parameters = {name: values[name] for name in PARAMETERS}
    trial = copy(model_year)
    trial.readings = [
        *model_year.readings,
        ModelYearRevision(model_year=model_year, number=number, first_month=first_month, **parameters),
    ]
    now, then = YearQuotas(model_year).at(first_month), YearQuotas(trial).at(first_month)
    targets = effective_targets(model_year=model_year, months=[first_month])
    departments = Department.objects.filter(pk__in=now).in_order()
    return Effect(
        first_month,
        [
            QuotaChange(one, now[one.pk].quota, then[one.pk].quota, targets[one.pk, first_month].effective.version)
            for one in departments
        ],
    )


def resting_on(model_year: ModelYear) -> int:
    """How many agreements, in draft, sent or signed, rest on the year. One query."""
    live = [VersionState.DRAFT, VersionState.SENT, VersionState.SIGNED]
    versions = AgreementVersion.objects.filter(agreement__model_year=model_year, state__in=live)
    return versions.values("agreement").distinct().count()
