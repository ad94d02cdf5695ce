"""One place: what it is, what is said about it, and what is done with it. The list is in billing (who is short)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import today
from organisation.access import may, require
from organisation.purposes import log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.places import CommentForm, WithdrawalForm
from placements.models import Place
from placements.operations.places import (
    approve_place,
    comment_on_place,
    copy_place,
    send_back_place,
    withdraw_place,
)
from placements.queries.bookings import openings_of
from placements.queries.places import place_rows
from placements.sight import sight_of


@require_GET
def place(request: PersonRequest, pk: int) -> HttpResponse:
    """The place with its openings; whoever sees names of those on the way is written down."""
    require_place_bank(request)
    one = _seen(request, pk)
    sight = sight_of(request.user)
    openings = openings_of(one, sight=sight, today=today())
    people = [row.booking.participant_id for opening in openings for row in opening.bookings if row.is_named]
    if people:
        log_look(request, act="place_shown", subject=f"plats {one.pk}", people=people)
    offers = may(request.user, Act.OFFER_PLACES, one.department)
    context = {
        "place": one,
        "row": place_rows([one], today=today(), short={})[0],
        "openings": openings,
        "comments": one.comments.select_related("by").order_by("-at"),
        "withdrawal": WithdrawalForm(),
        "comment": CommentForm(),
        "may_offer": offers and one.state != "withdrawn",
        "may_copy": offers,
        "may_withdraw": one.is_open and offers,
        "may_approve": one.state == "offered" and may(request.user, Act.EDIT_EMPLOYMENTS),
        "may_book": one.state == "approved" and may(request.user, Act.EDIT_EMPLOYMENTS),
        "may_comment": offers or may(request.user, Act.EDIT_EMPLOYMENTS),
        "names_shown": bool(people),
        **purpose_context(request),
    }
    return render(request, "placements/place.html", context)


@require_POST
def place_approval(request: PersonRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    approve_place(place=one, by=request.user, now=timezone.now())
    messages.success(request, _("Platsen är godkänd och kan tillsättas."))
    return redirect("placements:place", pk=pk)


@require_POST
def place_return(request: PersonRequest, pk: int) -> HttpResponse:
    """ASF sends it back with what should be changed."""
    one = _seen(request, pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    send_back_place(
        place=one, text=request.POST.get("text", "")[:1000], by=request.user, now=timezone.now(), today=today()
    )
    messages.success(request, _("Platsen är skickad tillbaka. Förvaltningen ser vad ni skrev bland det som ska göras."))
    return redirect("placements:place", pk=pk)


@require_POST
def place_comments(request: PersonRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    if not may(request.user, Act.EDIT_EMPLOYMENTS):
        require(request.user, Act.OFFER_PLACES, department=one.department)
    comment_on_place(place=one, text=request.POST.get("text", "")[:1000], by=request.user, now=timezone.now())
    messages.success(request, _("Kommentaren är sparad. Båda sidor ser den."))
    return redirect("placements:place", pk=pk)


@require_POST
def place_copy(request: PersonRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    require(request.user, Act.OFFER_PLACES, department=one.department)
    made = copy_place(place=one, today=today())
    messages.success(request, _("Ett utkast med samma uppgifter. Ändra det som skiljer och erbjud platsen."))
    return redirect("placements:place_edit", pk=made.pk)


@require_POST
def place_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    require(request.user, Act.OFFER_PLACES, department=one.department)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv varför platsen tas tillbaka. Den är kvar tills vidare."))
        return redirect("placements:place", pk=pk)
    withdraw_place(place=one, reason=form.cleaned_data["reason"], today=today())
    messages.success(request, _("Platsen är återtagen."))
    return redirect("placements:place", pk=pk)


def _seen(request: PersonRequest, pk: int) -> Place:
    seen = Place.objects.visible_to(request.user).select_related("department", "supervisor")
    return get_object_or_404(seen, pk=pk)


def require_place_bank(request: PersonRequest) -> None:
    """Those who offer places and those who fill them."""
    if not (may(request.user, Act.OFFER_PLACES) or may(request.user, Act.SEE_EMPLOYMENTS)):
        raise PermissionDenied(_("Er roll har inte tillgång till platsbanken. Be er systemadministratör om hjälp."))
