"""A stored month measured by the terms that it was counted with, whatever the agreement says today."""

from __future__ import annotations

from fractions import Fraction

from billing.models import Reconciliation
from billing.shortfall import ChargingTerms, Shortfall, excusing_causes, shortfall


def measured_as_closed(row: Reconciliation, counted: Fraction) -> Shortfall:
    """What would be missing and cost if `counted` had counted. No queries."""
    terms = ChargingTerms(
        fee=row.fee_each,
        charging_starts=row.month if row.charges else row.month.next(),
        excusing=excusing_causes(
            unfilled_place_excuses=row.unfilled_place_excuses, agreed=row.target_trail.get("excusing_causes", ())
        ),
    )
    return shortfall(month=row.month, target=row.target, counted=counted, terms=terms, causes=row.causes)
