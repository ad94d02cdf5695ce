"""Bookings: the list, booking someone on a place, and one booking with what is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from foundation.access_log import logged
from foundation.clock import today
from foundation.tables import Column, Kind
from foundation.tables.responses import table_response
from organisation.access import may, require
from organisation.purposes import log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.answering import answers_for
from placements.forms.bookings import BookingFilter, BookingForm, DeclineForm, PlanForm, StartForm
from placements.forms.bookings_together import acts_for
from placements.models import Booking, Place
from placements.operations.bookings import book_newcomer
from placements.operations.starting import employment_on
from placements.queries.bookings import (
    SUGGESTED,
    BookingRow,
    booking_row,
    participants_without_place,
    selected_bookings,
)
from placements.sight import sight_of
from placements.views.employment_acts import attempt

PER_PAGE = 50
COLUMNS = (
    Column("participant", gettext_lazy("Deltagare")),
    Column("name", gettext_lazy("Namn")),
    Column("place", gettext_lazy("Plats")),
    Column("department", gettext_lazy("Förvaltning")),
    Column("state", gettext_lazy("Läge")),
    Column("starts_on", gettext_lazy("Första dag"), Kind.DATE),
    Column("ends_on", gettext_lazy("Sista dag"), Kind.DATE),
    Column("expires_on", gettext_lazy("Svar senast"), Kind.DATE),
    Column("cause", gettext_lazy("Orsak")),
)


@require_GET
def bookings(request: PersonRequest) -> HttpResponse:
    """Those on the way, or in the state asked for; ?format=xlsx or csv gives the same rows as a file."""
    require(request.user, Act.SEE_EMPLOYMENTS)
    form = BookingFilter(request.GET, user=request.user)
    form.is_valid()
    found = selected_bookings(user=request.user, chosen=form.cleaned_data, today=today())
    sight = sight_of(request.user)
    if table_format := request.GET.get("format"):
        rows = [booking_row(one, sight=sight, today=today()) for one in found]
        log_bookings(request, "booking_list_exported", rows)
        name = f"bokningar-{today().isoformat()}"
        return table_response(table_format, name=name, columns=COLUMNS, rows=[_cells(row) for row in rows])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [booking_row(one, sight=sight, today=today()) for one in page.object_list]
    log_bookings(request, "booking_list_shown", rows)
    context = {"form": form, "page": page, "rows": rows, "sight": sight, "total": page.paginator.count}
    context["acts"] = acts_for(request.user)
    template = "placements/_bookings.html" if request.htmx else "placements/bookings.html"
    return render(request, template, {**context, **purpose_context(request)})


def _cells(row: BookingRow) -> list[Any]:
    one = row.booking
    return [
        one.participant.key,
        row.name,
        str(row.place),
        row.place.department.name,
        row.state_word,
        one.starts_on,
        one.ends_on,
        one.expires_on,
        one.get_cause_display(),
    ]


def log_bookings(request: PersonRequest, act: str, rows: list[BookingRow]) -> None:
    """That the user has seen these people's names, if it has."""
    people = [row.booking.participant_id for row in rows if row.is_named]
    if people:
        log_look(request, act=act, subject=logged(lambda: _("%(n)s bokningar") % {"n": len(rows)}), people=people)


@require_http_methods(["GET", "POST"])
def booking_new(request: PersonRequest, pk: int) -> HttpResponse:
    """Propose a participant for a place."""
    place = get_object_or_404(Place.objects.visible_to(request.user).select_related("department"), pk=pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    first = max(place.available_from, today())
    initial = {"starts_on": first, "ends_on": place.available_to, "working_share": place.working_share}
    form = BookingForm(request.POST or None, initial=initial)
    if form.is_valid():
        made = attempt(form, lambda: _book(request, place, form.cleaned_data))
        if made:
            told = _("%(key)s är föreslagen. Förvaltningen svarar senast %(day)s, annars går bokningen ut.")
            messages.success(request, told % {"key": made.participant.key, "day": made.expires_on})
            return redirect("placements:booking", pk=made.pk)
    words = request.GET.get("q", "").strip()
    people = participants_without_place(user=request.user, today=today(), words=words)
    log_look(request, act="booking_candidates_shown", subject=f"plats {place.pk}", people=[one.pk for one in people])
    sight = sight_of(request.user)
    suggested = [(one.key, sight.name_of(one.name, is_protected=one.is_protected)) for one in people]
    context = {"form": form, "place": place, "people": suggested, "words": words, "most": SUGGESTED}
    context |= purpose_context(request)
    return render(request, "placements/booking_new.html", context, status=422 if form.errors else 200)


def _book(request: PersonRequest, place: Place, given: dict[str, Any]) -> Booking:
    return book_newcomer(
        place=place,
        key=given["participant_key"],
        name=given["name"],
        sex=given["sex"],
        is_protected=given["is_protected"],
        period=(given["starts_on"], given["ends_on"] or place.available_to),
        working_share=given["working_share"],
        presentation=given["presentation"],
        by=request.user,
        today=today(),
    )


@require_GET
def booking(request: PersonRequest, pk: int) -> HttpResponse:
    """One booking and what can be done with it now."""
    one = seen_booking(request, pk)
    row = booking_row(one, sight=sight_of(request.user), today=today())
    if row.is_named:
        log_look(request, act="booking_shown", subject=f"bokning {pk}", people=[one.participant_id])
    return render(request, "placements/booking.html", {"row": row, **acts_on(request, row), **purpose_context(request)})


def acts_on(request: PersonRequest, row: BookingRow) -> dict[str, Any]:
    """The forms of what this user may do with the booking as it stands."""
    one, department = row.booking, row.booking.opening.place.department
    edits, answers = may(request.user, Act.EDIT_EMPLOYMENTS), answers_for(request.user, department)
    waiting = one.is_waiting(today())
    starts = edits and row.state == "planned" and one.starts_on <= today()
    employed = employment_on(one) if starts else None
    initial = {"starts_on": one.starts_on, "ends_on": one.ends_on, "working_share": one.working_share}
    return {
        "booking": one,
        "today": today(),
        "may_answer": answers and waiting and row.state == "proposed",
        "decline": DeclineForm(by_host=not edits) if waiting and (answers or edits) else None,
        "may_extend": edits and row.state == "proposed" and one.extended_on is None,
        "may_remind": edits and row.state == "proposed",
        "may_cancel": edits and waiting,
        "plan": PlanForm(initial=initial) if edits and row.state in ("accepted", "planned") else None,
        "start": StartForm(is_employed=employed is not None, starts_on=one.starts_on) if starts else None,
        "employed_as": employed.type if employed else None,
    }


def seen_booking(request: PersonRequest, pk: int) -> Booking:
    seen = Booking.objects.shown_to(request.user, today()).select_related(
        "opening__place__department", "opening__place__supervisor", "participant", "proposed_by", "placement"
    )
    return get_object_or_404(seen, pk=pk)
