"""What is done with one employment by hand: a form, one operation, back to the employment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.clock import today
from foundation.refusals import Refusal
from organisation.access import require
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.anonymous import check_known
from placements.forms.employments import (
    EmploymentForm,
    EndForm,
    MoveForm,
    NewEmploymentForm,
    PlacementForm,
    ProtectionForm,
)
from placements.forms.withdrawing import WithdrawalForm
from placements.models import Employment, Placement
from placements.operations import employments, placements, withdrawing
from placements.queries.employment import employment_page
from placements.sight import sight_of

T = TypeVar("T")
get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def employment_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.EDIT_EMPLOYMENTS)
    form = NewEmploymentForm(request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: _add(form.cleaned_data))):
        messages.success(request, _("Anställningen %(key)s är inlagd.") % {"key": made.key})
        return redirect("placements:employment", pk=made.pk)
    return form_page(request, form, title=_("Lägg till anställning"), button=_("Lägg till"))


def _add(given: dict[str, Any]) -> Employment:
    return employments.add_employment(
        key=given["key"],
        participant_key=given["participant_key"],
        name=given["name"],
        sex=given["sex"],
        is_protected=given["is_protected"],
        type=given["type"],
        employed=(given["employed_from"], given["employed_to"]),
        department=given["department"],
        kind=given["kind"],
        placed_from=given["placed_from"] or given["employed_from"],
        working_share=given["working_share"],
        reason=given["reason"],
    )


@get_or_post
def employment_end(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    form = EndForm(request.POST or None, initial={"on": one.employed_to})

    def act() -> Employment:
        given = form.cleaned_data
        return employments.end_employment(employment=one, on=given["on"], cause=given["cause"], reason=given["reason"])

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Anställningen avslutas %(day)s.") % {"day": form.cleaned_data["on"]})
    return form_page(request, form, title=_("Avsluta anställningen"), button=_("Avsluta anställningen"), one=one)


@get_or_post
def employment_change(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    fields = ("type", "employed_from", "employed_to", "end_cause")
    form = EmploymentForm(request.POST or None, initial={name: getattr(one, name) for name in fields})

    def act() -> Employment:
        given = form.cleaned_data
        return employments.change_employment(
            employment=one,
            type=given["type"],
            employed=(given["employed_from"], given["employed_to"]),
            end_cause=given["end_cause"],
            reason=given["reason"],
        )

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Anställningen är ändrad."))
    return form_page(request, form, title=_("Ändra anställningen"), button=_("Spara ändringen"), one=one)


@get_or_post
def employment_protection(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    form = ProtectionForm(request.POST or None, initial={"is_protected": one.participant.is_protected})
    if form.is_valid():
        given = form.cleaned_data
        employments.set_protection(
            participant=one.participant, is_protected=given["is_protected"], reason=given["reason"]
        )
        return done(request, one, _("Skyddet är ändrat."))
    return form_page(request, form, title=_("Skyddade personuppgifter"), button=_("Spara"), one=one)


@get_or_post
def placement_move(request: PersonRequest, pk: int) -> HttpResponse:
    placement = editable_placement(request, pk)
    initial = {"kind": placement.kind, "working_share": placement.working_share}
    form = MoveForm(request.POST or None, initial=initial)

    def act() -> Placement:
        return placements.move_placement(placement=placement, **form.cleaned_data)

    one = placement.employment
    if form.is_valid() and attempt(form, act) is not None:
        given = form.cleaned_data
        told = _("Flyttas till %(department)s från %(day)s.")
        return done(request, one, told % {"department": given["department"], "day": given["first_day"]})
    title = _("Flytta från %(department)s") % {"department": placement.department}
    return form_page(request, form, title=title, button=_("Flytta"), one=one)


@get_or_post
def placement_change(request: PersonRequest, pk: int) -> HttpResponse:
    placement = editable_placement(request, pk)
    fields = ("placed_from", "placed_to", "kind", "working_share")
    form = PlacementForm(request.POST or None, initial={name: getattr(placement, name) for name in fields})

    def act() -> Placement:
        given = form.cleaned_data
        return placements.change_placement(
            placement=placement,
            placed=(given["placed_from"], given["placed_to"]),
            kind=given["kind"],
            working_share=given["working_share"],
            reason=given["reason"],
        )

    one = placement.employment
    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Placeringen är ändrad."))
    title = _("Ändra placeringen på %(department)s") % {"department": placement.department}
    return form_page(request, form, title=title, button=_("Spara ändringen"), one=one)


@get_or_post
def placement_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back a move, or another placement, that has not begun."""
    placement = editable_placement(request, pk)
    until = _("till och med %(day)s") % {"day": placement.placed_to} if placement.placed_to else _("tills vidare")
    form = WithdrawalForm(request.POST or None, earlier=withdrawing.placement_before(placement), until=until)

    def act() -> Employment:
        return withdrawing.withdraw_placement(
            placement=placement,
            earlier_goes_on=form.cleaned_data.get("earlier_goes_on", False),
            reason=form.cleaned_data["reason"],
            today=today(),
        )

    one = placement.employment
    if form.is_valid() and attempt(form, act) is not None:
        told = _("Placeringen på %(department)s från %(day)s är borttagen.")
        return done(request, one, told % {"department": placement.department, "day": placement.placed_from})
    title = _("Ta tillbaka den planerade placeringen på %(department)s") % {"department": placement.department}
    return form_page(
        request, form, title=title, button=_("Ta tillbaka den planerade placeringen"), one=one, counts=False
    )


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it; what is refused stands in the form, and what was filled in stays."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, list(refusal.messages))
        return None


def editable(
    request: PersonRequest, pk: int, *, act: Act = Act.EDIT_EMPLOYMENTS, department: Department | None = None
) -> Employment:
    """404 for a stranger, 403 for someone who may read only; raises PersonIsAnonymous, for then nothing is changed."""
    shown = employment_page(employment_id=pk, user=request.user, sight=sight_of(request.user), today=today())
    if shown is None:
        raise Http404
    require(request.user, act, department)
    check_known(shown.employment.key)
    return shown.employment


def editable_placement(request: PersonRequest, pk: int) -> Placement:
    seen = Placement.objects.visible_to(request.user).select_related("department", "employment")
    placement = get_object_or_404(seen, pk=pk)
    editable(request, placement.employment_id)
    return placement


def done(request: PersonRequest, one: Employment, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("placements:employment", pk=one.pk)


def form_page(
    request: PersonRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    one: Employment | None = None,
    counts: bool = True,
) -> HttpResponse:
    """`counts`: what the form changes is counted in months, also in closed ones."""
    context = {"form": form, "title": title, "button": button, "employment": one, "counts": counts}
    return render(request, "placements/employment_form.html", context, status=422 if form.errors else 200)
