"""Every department's quota by the formula, from the rows of the headcount date."""

from __future__ import annotations

from django.db.models import FilteredRelation, Q

from allocation.models import ModelYear
from allocation.quota import QuotaDerivation, Rounding, apportion
from organisation.models import Department


def formula_quotas(model_year: ModelYear, *, basis: str = "") -> dict[int, QuotaDerivation]:
    """The quota with its derivation by department id, for the departments with a quota (D1; DOMAIN.md 3). One query.

    `basis` asks for the other reading of the decision than the model year's own. A department without a headcount
    on the date counts as 0 people.
    """
    basis = basis or model_year.basis
    column = "counted__permanent" if basis == "permanent" else "counted__all_employees"
    on_the_day = FilteredRelation("headcounts", condition=Q(headcounts__date=model_year.headcount_date))
    rows = list(
        Department.objects.with_quota().in_order().annotate(counted=on_the_day).values_list("pk", "code", column)
    )
    # by code, not by id: equal remainders fall the same way in every installation
    quotas = apportion(
        rate=model_year.rate,
        headcounts={code: people or 0 for _pk, code, people in rows},
        rounding=Rounding(model_year.rounding),
        total=model_year.rounding_total,
    )
    return {pk: quotas[code] for pk, code, _people in rows}
