"""The same act on many places: choose rows, act, see what happened to each."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import today
from foundation.refusals import Refusal
from foundation.together import each
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.models import Booking, Place
from placements.operations import bookings as on_bookings
from placements.operations.places import approve_place, withdraw_place
from placements.views.together import NotYours, acted, nothing_chosen, ticked


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
    chosen = Place.objects.visible_to(request.user).select_related("department").filter(pk__in=ticked(request.POST))
    name = request.POST.get("act", "")
    rows = list(chosen.order_by("pk"))
    if name not in acts or not rows:
        return nothing_chosen(request, back="billing:place_bank")
    title, act = acts[name]
    return acted(request, title=title, outcomes=each(rows, act), back="billing:place_bank")


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
