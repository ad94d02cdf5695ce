"""Whose time is out: the people that a retention rule no longer lets us know (DOMAIN.md 10)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from foundation.periods import Month
from placements.models import Booking, BookingState, Employment, Participant, Placement
from privacy.models import LegalHold, RetentionEntry, RetentionOutcome


def last_day_kept(*, day: date, months: int) -> date:
    """Whoever ended on this day or before has been kept for `months` whole months on `day`.

    24 months on 31 March 2024 → 31 March 2022; 1 month on 31 March 2023 → 28 February 2023.
    """
    month = Month.of(day)
    for _n in range(months):
        month = month.previous()
    return min(month.last_day, date(month.year, month.month, min(day.day, month.last_day.day)))


def last_activity() -> Greatest:
    """A participant's last day in employment or on a place, or the day on which the last proposal came to nothing.

    To annotate participants with; what goes on is no part of it, and whoever was only registered has none.
    """
    placed = Max("bookings__ends_on", filter=Q(bookings__state=BookingState.STARTED))
    return Greatest(Max("employments__employed_to"), placed, Max("bookings__settled_on"))


def people_due(*, last_day: date) -> QuerySet[Participant]:
    """Everyone for whom all was over on `last_day`, with the day of the last of it as `ended`; held ones too.

    Employments and placements have ended, proposals were declined, taken back or ran out; nobody is on the way to a
    start. Who has been made anonymous before is not among them, nor who never was employed or proposed.
    """
    theirs = OuterRef("pk")
    employed = Employment.objects.filter(participant=theirs).filter(Q(employed_to=None) | Q(employed_to__gt=last_day))
    placed = Placement.objects.filter(employment__participant=theirs, placed_to__gt=last_day)
    booked = Booking.objects.filter(participant=theirs).filter(_goes_on(last_day))
    done = RetentionEntry.objects.filter(participant_id=theirs, outcome=RetentionOutcome.ANONYMISED)
    return (
        Participant.objects.annotate(ended=last_activity())
        .filter(~Exists(employed), ~Exists(placed), ~Exists(booked), ~Exists(done), ended__isnull=False)
        .order_by("ended", "pk")
    )


def _goes_on(last_day: date) -> Q:
    """Bookings that lead to a start, or that were over after the day. A proposal is over when the time to answer is,
    also before the night has written so."""
    to_come = Q(state__in=(BookingState.ACCEPTED, BookingState.PLANNED))
    to_answer = Q(state=BookingState.PROPOSED, expires_on__gt=last_day)
    there = Q(state=BookingState.STARTED) & (Q(ends_on=None) | Q(ends_on__gt=last_day))
    return to_come | to_answer | there | Q(settled_on__gt=last_day)


def held_people() -> QuerySet[LegalHold]:
    """Live holds with whom they hold and who placed them, oldest first."""
    return LegalHold.objects.live().select_related("participant", "placed_by").order_by("placed_at")
