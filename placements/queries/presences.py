"""Who was there: what the counting of months, forecasts and reports reads (DOMAIN.md 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from placements.models import Placement

AROUND = timedelta(days=31)


class PresenceRow(NamedTuple):
    """One placement with its employment and type; all dates inclusive, None = no end (or limit) known.

    `participant` and `department` are database ids; `working_share` is per cent. What comes after `type_code` is for
    the eye only.
    """

    placement_id: int
    participant: int
    department: int
    employed_from: date
    employed_to: date | None
    placed_from: date
    placed_to: date | None
    working_share: int
    type_counts: bool
    type_valid_from: date | None
    type_valid_to: date | None
    type_code: str
    employment_id: int
    employment_key: str
    participant_key: str
    sex: str
    type_name: str
    kind: str
    end_cause: str


_FIELDS = (
    "id",
    "employment__participant_id",
    "department_id",
    "employment__employed_from",
    "employment__employed_to",
    "placed_from",
    "placed_to",
    "working_share",
    "employment__type__counts",
    "employment__type__valid_from",
    "employment__type__valid_to",
    "employment__type__code",
    "employment_id",
    "employment__key",
    "employment__participant__key",
    "employment__participant__sex",
    "employment__type__name",
    "kind",
    "employment__end_cause",
)


def presences(*, first: date, last: date) -> list[PresenceRow]:
    """Every placement that touches the period or the 31 days before or after it, in all departments. One query.

    All departments, since a person's day counts in one of them only (DOMAIN.md 9).
    """
    found = Placement.objects.overlapping(first - AROUND, last + AROUND).order_by("id")
    return list(map(PresenceRow._make, found.values_list(*_FIELDS)))


def stock_on(day: date) -> int:
    """Distinct people in qualifying employments, placed anywhere in the city, on the day (DOMAIN.md 3). One query."""
    type_in_force = Q(employment__type__counts=True) & (
        (Q(employment__type__valid_from=None) | Q(employment__type__valid_from__lte=day))
        & (Q(employment__type__valid_to=None) | Q(employment__type__valid_to__gte=day))
    )
    there = Placement.objects.current(day).filter(type_in_force)
    return there.values("employment__participant_id").distinct().count()
