"""What is done with one booking: each a POST, one operation, back to the booking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import today
from organisation.access import may, require
from organisation.purposes import purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.answering import HostAnswersItself, answers_for
from placements.forms.bookings import DeclineForm, PlanForm, StartForm
from placements.models import Booking, Placement
from placements.operations import bookings as operations
from placements.operations.starting import confirm_start, employment_on
from placements.queries.bookings import booking_row
from placements.sight import sight_of
from placements.views.bookings import acts_on, seen_booking
from placements.views.employment_acts import attempt

T = TypeVar("T")


@require_POST
def booking_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    one = seen_booking(request, pk)
    _require_answer(request, one)
    operations.accept(booking=one, by=request.user, today=today())
    messages.success(request, _("Ni har sagt ja. ASF planerar starten med er."))
    return redirect("placements:booking", pk=pk)


@require_POST
def booking_refusal(request: PersonRequest, pk: int) -> HttpResponse:
    """The host's no, or the person's or Arbetsförmedlingen's as the case officer has heard it."""
    one = seen_booking(request, pk)
    edits = may(request.user, Act.EDIT_EMPLOYMENTS)
    if not edits:
        _require_answer(request, one)
    form = DeclineForm(request.POST, by_host=not edits)
    act = partial(_decline, request, one, form)
    return _done(request, one, "decline", form, act, _("Svaret är sparat. Platsen är ledig igen."))


def _decline(request: PersonRequest, one: Booking, form: DeclineForm) -> Booking:
    given = form.cleaned_data
    return operations.decline(booking=one, cause=given["cause"], note=given["note"], by=request.user, today=today())


@require_POST
def booking_extension(request: PersonRequest, pk: int) -> HttpResponse:
    one = _editable(request, pk)
    extended = operations.extend(booking=one, today=today())
    messages.success(request, _("Svarstiden är förlängd till %(day)s.") % {"day": extended.expires_on})
    return redirect("placements:booking", pk=pk)


@require_POST
def booking_reminder(request: PersonRequest, pk: int) -> HttpResponse:
    operations.remind(booking=_editable(request, pk), today=today())
    messages.success(request, _("Påminnelsen står först på förvaltningens översikt."))
    return redirect("placements:booking", pk=pk)


@require_POST
def booking_cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    one = _editable(request, pk)
    operations.cancel(booking=one, note=request.POST.get("note", "").strip()[:300], today=today())
    messages.success(request, _("Bokningen är avbokad. Platsen är ledig igen."))
    return redirect("placements:booking", pk=pk)


@require_POST
def booking_plan(request: PersonRequest, pk: int) -> HttpResponse:
    one = _editable(request, pk)
    form = PlanForm(request.POST)

    def act() -> Booking:
        given = form.cleaned_data
        period = given["starts_on"], given["ends_on"]
        return operations.plan_start(booking=one, period=period, working_share=given["working_share"], today=today())

    return _done(request, one, "plan", form, act, _("Starten är planerad."))


@require_POST
def booking_start(request: PersonRequest, pk: int) -> HttpResponse:
    """Confirmed: the employment and the placement are in the register."""
    one = _editable(request, pk)
    form = StartForm(request.POST, is_employed=employment_on(one) is not None, starts_on=one.starts_on)
    act = partial(_start, one, form)
    return _done(request, one, "start", form, act, _started)


def _started(placement: Placement) -> str:
    type = placement.employment.type
    if type.counts_on(placement.placed_from):
        return _("Starten är bekräftad: personen räknas från första dagen.")
    return _("Starten är bekräftad. %(type)s räknas inte mot målet.") % {"type": type.name}


def _start(one: Booking, form: StartForm) -> Placement:
    given = form.cleaned_data
    return confirm_start(
        booking=one,
        type=given.get("type"),
        employed_to=given.get("employed_to"),
        key=given.get("key", ""),
        today=today(),
    )


def _editable(request: PersonRequest, pk: int) -> Booking:
    one = seen_booking(request, pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    return one


def _require_answer(request: PersonRequest, one: Booking) -> None:
    department = one.opening.place.department
    require(request.user, Act.OFFER_PLACES, department=department)
    if not answers_for(request.user, department):
        raise PermissionDenied(str(HostAnswersItself()))


def _done(
    request: PersonRequest,
    one: Booking,
    name: str,
    form: forms.Form,
    act: Callable[[], T],
    told: str | Callable[[T], str],
) -> HttpResponse:
    """Do it and go back to the booking; what is refused stands in the form there."""
    if form.is_valid() and (made := attempt(form, act)) is not None:
        messages.success(request, told if isinstance(told, str) else told(made))
        return redirect("placements:booking", pk=one.pk)
    one.refresh_from_db()
    row = booking_row(one, sight=sight_of(request.user), today=today())
    context = {"row": row, **acts_on(request, row), name: form, **purpose_context(request)}
    return render(request, "placements/booking.html", context, status=422)
