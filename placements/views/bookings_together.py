"""Many bookings at once: choose rows, look them over, act, see what came of each (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation.clock import today
from foundation.together import each
from organisation.access import may
from organisation.models import Department, User
from organisation.purposes import purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.answering import HostAnswersItself, answers_for
from placements.forms.bookings_together import ANSWERS, OFFICERS_ACTS, acts_for, together_form
from placements.models import Booking
from placements.operations import bookings as operations
from placements.operations.starting import confirm_start
from placements.queries.bookings import booking_row
from placements.sight import sight_of
from placements.views.bookings import log_bookings
from placements.views.together import NotYours, acted, nothing_chosen, ticked

_Work = Callable[[Booking], object]


@require_http_methods(["GET", "POST"])
def booking_acts(request: PersonRequest) -> HttpResponse:
    """GET: the chosen ones and the act's form. POST: the act on each by itself, and what came of each."""
    given = request.POST if request.method == "POST" else request.GET
    act, acts = given.get("act", ""), acts_for(request.user)
    if not acts or (act not in acts and act in {**ANSWERS, **OFFICERS_ACTS}):
        raise PermissionDenied
    seen = Booking.objects.shown_to(request.user, today()).select_related("opening__place__department", "participant")
    chosen = list(seen.filter(pk__in=ticked(given)).order_by("starts_on", "pk"))
    if act not in acts or not chosen:
        return nothing_chosen(request, back="placements:bookings")
    by_host = not may(request.user, Act.EDIT_EMPLOYMENTS)
    data = request.POST if request.method == "POST" else None
    form = together_form(act, data, by_host=by_host)
    if form.is_valid():
        outcomes = each(chosen, _operation(request.user, act, form))
        return acted(request, title=str(acts[act]), outcomes=outcomes, back="placements:bookings")
    rows = [booking_row(one, sight=sight_of(request.user), today=today()) for one in chosen]
    log_bookings(request, "booking_list_shown", rows)
    context = {"act": act, "title": acts[act], "form": form, "rows": rows, **purpose_context(request)}
    return render(request, "placements/bookings_together.html", context, status=422 if form.errors else 200)


def _operation(user: User, act: str, form: forms.Form) -> _Work:
    """The act on one booking, refused where the user may not."""
    given, day = form.cleaned_data, today()
    operation: _Work = {
        "accept": lambda one: operations.accept(booking=one, by=user, today=day),
        "decline": lambda one: operations.decline(booking=one, **given, by=user, today=day),
        "plan": lambda one: operations.plan_start(booking=one, **_planned(one, given), today=day),
        "start": lambda one: confirm_start(booking=one, **given, key="", today=day),
        "remind": lambda one: operations.remind(booking=one, today=day),
        "extend": lambda one: operations.extend(booking=one, today=day),
        "cancel": lambda one: operations.cancel(booking=one, note="", today=day),
    }[act]

    def work(one: Booking) -> object:
        _refuse(user, act, one.opening.place.department)
        return operation(one)

    return work


def _planned(one: Booking, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is not filled in for all of them stays as the booking says."""
    return {
        "period": (given["starts_on"] or one.starts_on, given["ends_on"] or one.ends_on),
        "working_share": given["working_share"] or one.working_share,
    }


def _refuse(user: User, act: str, department: Department) -> None:
    edits = may(user, Act.EDIT_EMPLOYMENTS, department)
    if act in OFFICERS_ACTS and not edits:
        raise NotYours(Act.EDIT_EMPLOYMENTS)
    if act in ANSWERS and not (answers_for(user, department) or (act == "decline" and edits)):
        raise HostAnswersItself
