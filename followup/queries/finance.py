"""The half-year as finance and the claim decision-maker see it: sums, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allocation.models import ModelYear
from billing.queries.claims import computed_claims
from foundation.periods import HalfYear


@dataclass(frozen=True, slots=True)
class HalfYearOverview:
    """Sums are kronor; the counts are boards with something to claim."""

    half_year: HalfYear
    computed: Decimal
    claimed: Decimal
    invoiced: Decimal
    held_back: int
    undecided: int
    ready: int


def half_year_overview(*, model_year: ModelYear, today: date) -> HalfYearOverview:
    """The last half-year that has ended within the model year, else its first. A constant number of queries."""
    half_year = HalfYear.of(min(max(today, model_year.starts), model_year.ends))
    if half_year.last_day > today and half_year.previous().first_day >= model_year.starts:
        half_year = half_year.previous()
    claims = computed_claims(half_year=half_year)
    return HalfYearOverview(
        half_year=half_year,
        computed=sum((one.computed for one in claims), Decimal(0)),
        claimed=sum((one.claimed or Decimal(0) for one in claims), Decimal(0)),
        invoiced=sum((one.invoiced for one in claims), Decimal(0)),
        held_back=sum(one.is_held_back for one in claims),
        undecided=sum(bool(one.computed) and not one.is_decided and not one.is_held_back for one in claims),
        ready=sum(one.is_ready for one in claims),
    )
