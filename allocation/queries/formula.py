"""Every department's quota by the formula, from the rows of the headcount date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from allocation.models import Basis, ModelYear
from allocation.quota import QuotaDerivation, Rounding, apportion
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class CountedStaff:
    """A department's staff on the model year's headcount date; None where nobody has counted."""

    department_id: int
    code: str
    permanent: int | None
    all_employees: int | None

    def people(self, basis: str) -> int:
        return (self.permanent if basis == Basis.PERMANENT else self.all_employees) or 0


def formula_quotas(model_year: ModelYear) -> dict[int, QuotaDerivation]:
    """The quota with its derivation by department id, for the departments with a quota (D1; DOMAIN.md 3). One query.

    A department without a headcount on the date counts as 0 people.
    """
    return quotas_from(counted_staff(model_year), model_year, basis=model_year.basis)


def counted_staff(model_year: ModelYear) -> list[CountedStaff]:
    """The staff that the model year's quotas rest on, one row for each department with a quota, by code. One query."""
    on_the_day = FilteredRelation("headcounts", condition=Q(headcounts__date=model_year.headcount_date))
    rows = Department.objects.with_quota().in_order().annotate(counted=on_the_day)
    return [
        CountedStaff(*row) for row in rows.values_list("pk", "code", "counted__permanent", "counted__all_employees")
    ]


def with_counts(staff: list[CountedStaff], counts: Mapping[int, tuple[int, int]]) -> list[CountedStaff]:
    """The same departments with other numbers (permanent, all) for some of them, by department id."""
    return [
        CountedStaff(row.department_id, row.code, *counts.get(row.department_id, (row.permanent, row.all_employees)))
        for row in staff
    ]


def quotas_from(staff: list[CountedStaff], model_year: ModelYear, *, basis: str) -> dict[int, QuotaDerivation]:
    """The quotas by department id under one reading of the basis.

    Apportioned by code, not by id, so that equal remainders fall the same way in every installation.
    """
    quotas = apportion(
        rate=model_year.rate,
        headcounts={row.code: row.people(basis) for row in staff},
        rounding=Rounding(model_year.rounding),
        total=model_year.rounding_total,
    )
    return {row.department_id: quotas[row.code] for row in staff}
