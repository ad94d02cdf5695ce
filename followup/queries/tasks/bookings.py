"""What waits at the place bank: proposals to answer, places sent back, starts to plan and confirm (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import ngettext, ngettext_lazy

from followup.queries.tasks.task import Task, counted
from organisation.models import User
from organisation.roles import Act
from placements.models import Booking, BookingState, JobParameters, Place, PlaceState


def proposals_to_answer(user: User, today: date) -> list[Task]:
    """For the host's own people; what ASF has reminded of says so. One query."""
    own = user.reach(Act.OFFER_PLACES).departments
    waiting = Booking.objects.waiting(today).filter(state=BookingState.PROPOSED, opening__place__department__in=own)
    told = waiting.aggregate(n=Count("pk"), first=Min("expires_on"), reminded=Count("pk", filter=~Q(reminded_on=None)))
    if not told["n"]:
        return []
    text = ngettext(
        "%(n)s föreslagen person väntar på ert svar – senast %(day)s",
        "%(n)s föreslagna personer väntar på ert svar – senast %(day)s",
        told["n"],
    ) % {"n": told["n"], "day": told["first"]}
    if told["reminded"]:
        text = f"{text} ({_reminded(told['reminded'])})"
    return [Task(text, reverse("placements:bookings") + "?state=proposed")]


def _reminded(number: int) -> str:
    return ngettext("ASF har påmint om %(n)s", "ASF har påmint om %(n)s", number) % {"n": number}


def places_sent_back(user: User, today: date) -> list[Task]:
    """Places that ASF wants something changed in, for those who offered them. One query."""
    own = user.reach(Act.OFFER_PLACES).departments
    back = Place.objects.filter(department__in=own, state=PlaceState.DRAFT, returned_on__isnull=False)
    return counted(
        back.count(),
        ngettext_lazy("%(n)s plats är skickad tillbaka från ASF", "%(n)s platser är skickade tillbaka från ASF", "n"),
        reverse("billing:place_bank") + "?state=draft",
    )


def on_the_way(user: User, today: date) -> list[Task]:
    """For case officers: bookings that run out soon, starts to plan and starts to confirm. Two queries."""
    soon = today + timedelta(days=JobParameters.objects.on(today).booking_reminder_days)
    told = Booking.objects.waiting(today).aggregate(
        ending=Count("pk", filter=Q(state=BookingState.PROPOSED, expires_on__lte=soon)),
        to_plan=Count("pk", filter=Q(state=BookingState.ACCEPTED)),
        to_confirm=Count("pk", filter=Q(state=BookingState.PLANNED, starts_on__lte=today)),
    )
    address = reverse("placements:bookings")
    return [
        *counted(
            told["ending"],
            ngettext_lazy("%(n)s bokning går snart ut utan svar", "%(n)s bokningar går snart ut utan svar", "n"),
            f"{address}?state=proposed",
        ),
        *counted(
            told["to_plan"],
            ngettext_lazy(
                "%(n)s accepterad person: planera starten", "%(n)s accepterade personer: planera starten", "n"
            ),
            f"{address}?state=accepted",
        ),
        *counted(
            told["to_confirm"],
            ngettext_lazy("%(n)s planerad start att bekräfta", "%(n)s planerade starter att bekräfta", "n"),
            f"{address}?state=planned",
        ),
    ]
