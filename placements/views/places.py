"""The place bank: list, one place, offer, approve, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import today
from foundation.tables import Column, Kind
from foundation.tables.responses import table_response
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.filters import PlaceFilter
from placements.forms.places import PlaceForm, WithdrawalForm
from placements.models import Place
from placements.operations.places import approve_place, offer_place, withdraw_place
from placements.queries.places import selected_places
from placements.views.employment_acts import attempt

PER_PAGE = 50
COLUMNS = (
    Column("job_title", gettext_lazy("Yrkestitel")),
    Column("workplace", gettext_lazy("Arbetsplats")),
    Column("department", gettext_lazy("Förvaltning")),
    Column("kind", gettext_lazy("Slag av plats")),
    Column("openings", gettext_lazy("Antal platser"), Kind.INTEGER),
    Column("available_from", gettext_lazy("Från och med"), Kind.DATE),
    Column("available_to", gettext_lazy("Till och med"), Kind.DATE),
    Column("state", gettext_lazy("Läge")),
)


@require_GET
def places(request: PersonRequest) -> HttpResponse:
    """One row per place; ?format=xlsx or csv gives exactly the chosen rows as a file."""
    _require_place_bank(request)
    form = PlaceFilter(request.GET, user=request.user)
    form.is_valid()
    found = selected_places(user=request.user, chosen=form.cleaned_data, sort=request.GET.get("sort", ""))
    if table_format := request.GET.get("format"):
        name = f"platser-{today().isoformat()}"
        return table_response(table_format, name=name, columns=COLUMNS, rows=[_cells(place) for place in found])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "openings": found.aggregate(all=Sum("openings"))["all"] or 0,
        "may_offer": may(request.user, Act.OFFER_PLACES),
    }
    return render(request, "placements/_places.html" if request.htmx else "placements/places.html", context)


def _cells(place: Place) -> list[Any]:
    return [
        place.job_title,
        place.workplace,
        place.department.name,
        place.get_kind_display(),
        place.openings,
        place.available_from,
        place.available_to,
        place.get_state_display(),
    ]


@require_http_methods(["GET", "POST"])
def place_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.OFFER_PLACES)
    form = PlaceForm(request.POST or None, user=request.user)
    if form.is_valid():
        given = dict(form.cleaned_data)
        require(request.user, Act.OFFER_PLACES, department=given["department"])
        available = given.pop("available_from"), given.pop("available_to")
        made = attempt(form, lambda: offer_place(**given, available=available, today=today()))
        if made:
            messages.success(request, _("Platsen är erbjuden. ASF går igenom den och godkänner den."))
            return redirect("placements:place", pk=made.pk)
    return render(request, "placements/place_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def place(request: PersonRequest, pk: int) -> HttpResponse:
    _require_place_bank(request)
    one = get_object_or_404(Place.objects.visible_to(request.user).select_related("department"), pk=pk)
    context = {
        "place": one,
        "withdrawal": WithdrawalForm(),
        "may_withdraw": one.is_open and may(request.user, Act.OFFER_PLACES, one.department),
        "may_approve": one.state == "offered" and may(request.user, Act.EDIT_EMPLOYMENTS),
    }
    return render(request, "placements/place.html", context)


@require_POST
def place_approval(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    approve_place(place=one)
    messages.success(request, _("Platsen är godkänd och kan tillsättas."))
    return redirect("placements:place", pk=pk)


@require_POST
def place_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Place.objects.visible_to(request.user).select_related("department"), pk=pk)
    require(request.user, Act.OFFER_PLACES, department=one.department)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv varför platsen tas tillbaka. Den är kvar tills vidare."))
        return redirect("placements:place", pk=pk)
    withdraw_place(place=one, reason=form.cleaned_data["reason"])
    messages.success(request, _("Platsen är återtagen."))
    return redirect("placements:place", pk=pk)


def _require_place_bank(request: PersonRequest) -> None:
    """Those who offer places and those who fill them."""
    if not (may(request.user, Act.OFFER_PLACES) or may(request.user, Act.SEE_EMPLOYMENTS)):
        raise PermissionDenied(_("Er roll har inte tillgång till platsbanken. Be er systemadministratör om hjälp."))
