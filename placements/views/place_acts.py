"""The same act on many places or bookings: choose rows, act, see what happened to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import today
from foundation.refusals import Refusal
from foundation.together import Outcome, each
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.models import Booking, Place
from placements.operations import bookings as on_bookings
from placements.operations.places import approve_place, withdraw_place

MOST = 500


class NotYours(Refusal):
    def __init__(self, act: Act) -> None:
        super().__init__(_("Er roll får inte %(act)s där. Inget ändrades.") % {"act": act.label})


class NothingToRemindOf(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Inget förslag väntar på svar på den platsen."))


@require_POST
def place_acts(request: PersonRequest) -> HttpResponse:
    """Approve, withdraw (with one reason for all) or remind of what waits for an answer on the chosen places."""
    if not may(request.user, Act.OFFER_PLACES):
        require(request.user, Act.EDIT_EMPLOYMENTS)
    acts: dict[str, tuple[str, Callable[[Place], object]]] = {
        "approve": (_("Godkänn"), lambda place: _approve(request, place)),
        "withdraw": (_("Ta tillbaka"), lambda place: _withdraw(request, place)),
        "remind": (_("Påminn"), lambda place: _remind_of(request, place)),
    }
    chosen = Place.objects.visible_to(request.user).select_related("department").filter(pk__in=_chosen(request))
    return _each(request, acts, list(chosen.order_by("pk")), back="billing:place_bank")


def _approve(request: PersonRequest, place: Place) -> None:
    _allowed(request, Act.EDIT_EMPLOYMENTS, place)
    approve_place(place=place, by=request.user, now=timezone.now())


def _withdraw(request: PersonRequest, place: Place) -> None:
    _allowed(request, Act.OFFER_PLACES, place)
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        raise Refusal(_("Skriv varför platsen tas tillbaka."))
    withdraw_place(place=place, reason=reason, today=today())


def _remind_of(request: PersonRequest, place: Place) -> None:
    _allowed(request, Act.EDIT_EMPLOYMENTS, place)
    waiting = Booking.objects.waiting(today()).filter(opening__place=place, state="proposed")
    if not waiting:
        raise NothingToRemindOf
    for booking in waiting:
        on_bookings.remind(booking=booking, today=today())


def _allowed(request: PersonRequest, act: Act, place: Place) -> None:
    if not may(request.user, act, place.department):
        raise NotYours(act)


@require_POST
def booking_acts(request: PersonRequest) -> HttpResponse:
    """Remind, extend or cancel the chosen bookings."""
    require(request.user, Act.EDIT_EMPLOYMENTS)
    acts: dict[str, tuple[str, Callable[[Booking], object]]] = {
        "remind": (_("Påminn"), lambda one: on_bookings.remind(booking=one, today=today())),
        "extend": (_("Förläng"), lambda one: on_bookings.extend(booking=one, today=today())),
        "cancel": (_("Avboka"), lambda one: on_bookings.cancel(booking=one, note="", today=today())),
    }
    seen = Booking.objects.visible_to(request.user).select_related("opening__place", "participant")
    return _each(request, acts, list(seen.filter(pk__in=_chosen(request)).order_by("pk")), back="placements:bookings")


def _chosen(request: PersonRequest) -> list[int]:
    return [int(value) for value in request.POST.getlist("chosen")[:MOST] if value.isdigit()]


def _each(request: PersonRequest, acts: dict[str, Any], rows: list[Any], *, back: str) -> HttpResponse:
    name = request.POST.get("act", "")
    if name not in acts or not rows:
        return redirect(back)
    title, act = acts[name]
    outcomes: list[Outcome[Any]] = each(rows, act)
    context = {
        "title": title,
        "outcomes": [(outcome, *_told(outcome.row)) for outcome in outcomes],
        "done": sum(outcome.done for outcome in outcomes),
        "back": reverse(back),
    }
    return render(request, "placements/acted.html", context)


def _told(row: Place | Booking) -> tuple[str, str]:
    """What the row is called, without anyone's name, and its address."""
    if isinstance(row, Place):
        return str(row), reverse("placements:place", args=[row.pk])
    return f"{row.opening.place} · {row.participant.key}", reverse("placements:booking", args=[row.pk])
