"""Whose time is out: the people that a retention rule no longer lets us know (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from foundation.periods import Month
from placements.models import Employment, Participant, Placement
from privacy.models import LegalHold, RetentionEntry, RetentionOutcome


def last_day_kept(*, day: date, months: int) -> date:
    """Whoever ended on this day or before has been kept for `months` whole months on `day`.

    24 months on 31 March 2024 → 31 March 2022; 1 month on 31 March 2023 → 28 February 2023.
    """
    month = Month.of(day)
    for _n in range(months):
        month = month.previous()
    return min(month.last_day, date(month.year, month.month, min(day.day, month.last_day.day)))


def people_due(*, last_day: date) -> QuerySet[Participant]:
    """Everyone whose employments and placements had all ended on `last_day`, with it as `ended`; held ones too.

    Who has been made anonymous before, or never was employed, is not among them.
    """
    going_on = Employment.objects.filter(participant=OuterRef("pk")).filter(
        Q(employed_to=None) | Q(employed_to__gt=last_day)
    )
    placed = Placement.objects.filter(employment__participant=OuterRef("pk"), placed_to__gt=last_day)
    done = RetentionEntry.objects.filter(participant_id=OuterRef("pk"), outcome=RetentionOutcome.ANONYMISED)
    return (
        Participant.objects.annotate(ended=Max("employments__employed_to"))
        .filter(~Exists(going_on), ~Exists(placed), ~Exists(done), ended__isnull=False)
        .order_by("ended", "pk")
    )


def held_people() -> QuerySet[LegalHold]:
    """Live holds with whom they hold and who placed them, oldest first."""
    return LegalHold.objects.live().select_related("participant", "placed_by").order_by("placed_at")
