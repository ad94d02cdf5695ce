"""Many employments at once: choose rows, act, see what came of each (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation.clock import today
from foundation.together import each
from organisation.access import require
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.bulk import ACTS, bulk_form
from placements.forms.filters import EmploymentFilter
from placements.models import Employment, Placement
from placements.operations.case_officers import assign, case_officers
from placements.operations.employments import end_employment
from placements.operations.extending import extend_employment
from placements.operations.recruitments import announce
from placements.queries.employments import selected_placements
from placements.sight import sight_of

MOST = 500  # what one form carries, and what one person can look over


@require_http_methods(["GET", "POST"])
def bulk(request: PersonRequest) -> HttpResponse:
    """GET: the chosen ones and the act's form. POST: the act on each by itself, and what came of each."""
    require(request.user, Act.EDIT_EMPLOYMENTS)
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    act = given.get("act", "extension")
    if act not in ACTS:
        raise Http404
    chosen, left_out = _chosen(request, given)
    officers = case_officers() if act == "officer" else []
    form = bulk_form(act, request.POST if request.method == "POST" else None, officers=officers, today=today())
    if chosen:
        people = [one.participant_id for one in chosen]
        log_look(request, act="bulk_shown", subject=f"{act}, {len(chosen)}", people=people)
    context: dict[str, Any] = {
        "act": act, "title": ACTS[act], "form": form, "chosen": _named(request, chosen), "left_out": left_out,
        "outcomes": None,
    }  # fmt: skip
    if request.method == "POST" and chosen and form.is_valid():
        outcomes = each(chosen, _operation(request, act, form))
        context |= {"outcomes": outcomes, "done": sum(one.done for one in outcomes)}
    return render(request, "placements/bulk.html", context, status=422 if form.errors else 200)


def _chosen(request: PersonRequest, given: QueryDict) -> tuple[list[Employment], int]:
    """The ticked ones, or with `all` everyone whom the filters of the list choose; and how many were too many."""
    seen: QuerySet[Placement] = Placement.objects.visible_to(request.user)
    if given.get("all"):
        sight = sight_of(request.user)
        form = EmploymentFilter(QueryDict(given.get("filter", "")), user=request.user, sight=sight)
        seen = selected_placements(user=request.user, sight=sight, selection=form.selection(), today=today())
    else:
        ticked = [int(one) for one in given.getlist("id") if one.isdecimal() and len(one) < 12]
        seen = seen.filter(employment__in=ticked)
    found = Employment.objects.filter(pk__in=seen.order_by().values("employment_id"))
    rows = list(found.select_related("participant", "type").order_by("employed_to", "key")[: MOST + 1])
    return rows[:MOST], found.count() - MOST if len(rows) > MOST else 0


def _named(request: PersonRequest, chosen: list[Employment]) -> list[tuple[Employment, str]]:
    sight = sight_of(request.user)
    return [(one, sight.name_of(one.participant.name, is_protected=one.participant.is_protected)) for one in chosen]


def _operation(request: PersonRequest, act: str, form: forms.Form) -> Callable[[Employment], object]:
    given, by, day = form.cleaned_data, request.user, today()
    operations: dict[str, Callable[[Employment], object]] = {
        "extension": lambda one: extend_employment(employment=one, until=given["until"], reason=given["reason"]),
        "end": lambda one: end_employment(employment=one, on=given["on"], cause=given["cause"], reason=given["reason"]),
        "officer": lambda one: assign(participant=one.participant, **given),
        "announcement": lambda one: announce(**given, employment=one, by=by, today=day),
    }
    return operations[act]
