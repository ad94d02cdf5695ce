"""What the targets of closed months rest on: signed versions, signed transfers, locked headcounts."""

from __future__ import annotations

from agreements.queries.effective import signed_transfers, signed_versions
from agreements.targets import effective_target
from allocation.models import ModelYear
from billing.models import Reconciliation
from billing.proof_targets import FrozenTarget
from organisation.models import Succession


def frozen_targets() -> list[FrozenTarget]:
    """One for each closed month. Three queries, and three for each model year.

    Where staff were handed on to or from the department, its trail has another number than the counted row.
    """
    rows = Reconciliation.objects.closed().select_related("department", "version__headcount")
    found: list[FrozenTarget] = []
    handed_on = {pk for pair in Succession.objects.values_list("predecessor", "successor") for pk in pair}
    transfers = signed_transfers()
    for year in ModelYear.objects.order_by("year"):
        versions = signed_versions(year)
        promises = {department: [promise for promise, _row in own] for department, own in versions.items()}
        for row in rows.filter(model_year=year).order_by("month", "department__code"):
            derived = effective_target(
                month=row.month,
                versions=promises.get(row.department_id, ()),
                transfers=transfers[row.department_id],
                formula_quota=row.target_trail["formula_quota"],
            )
            version = row.target_trail["version"]
            found.append(
                FrozenTarget(
                    row.department.name,
                    row.month,
                    row.target_trail,
                    version,
                    derived,
                    None if row.department_id in handed_on else _locked(row),
                )
            )
    return found


def _locked(row: Reconciliation) -> int | None:
    headcount = row.version.headcount if row.version else None
    if headcount is None or headcount.locked_at is None:
        return None
    same_day = headcount.date.isoformat() == row.target_trail["headcount_date"]
    return headcount.people(row.target_trail["basis"]) if same_day else None
