"""Why employments were missing in a month, as ASF records it (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import MissingCause, Reconciliation
from billing.operations.months.opening import locked, recount
from foundation.refusals import Refusal


class MoreCausesThanMissing(Refusal):
    def __init__(self, number: int, missing: Fraction) -> None:
        super().__init__(
            _("Orsakerna är %(number)s tillsammans, men bara %(missing)s saknas. Sänk antalen så att summan stämmer.")
            % {"number": number, "missing": missing}
        )


@transaction.atomic
def record_causes(*, reconciliation: Reconciliation, causes: Mapping[str, int]) -> Reconciliation:
    """Replace the month's causes (number per Cause; 0 takes one away) and count the month again.

    Raises MonthIsClosed, MonthIsConfirmed and MoreCausesThanMissing; then nothing is changed.
    """
    row = locked(reconciliation)
    kept = MissingCause.objects.filter(department=row.department, month=row.month)
    kept.exclude(cause__in=[cause for cause, number in causes.items() if number]).delete()
    for cause, number in causes.items():
        if number:
            MissingCause.objects.update_or_create(
                department=row.department, month=row.month, cause=cause, defaults={"number": number}
            )
    counted = recount(reconciliation=row)
    total = sum(causes.values())
    if total > counted.missing:
        raise MoreCausesThanMissing(total, counted.missing)
    return counted
