"""One department: its name and board, the months in which it exists, exemptions and successors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import today
from foundation.periods import Month
from organisation.access import may, require
from organisation.department_forms import (
    ClosingForm,
    DepartmentForm,
    ExemptionEndForm,
    ExemptionForm,
    ReorganisationForm,
)
from organisation.models import Department, Exemption, Succession
from organisation.operations.departments import (
    change_department,
    close_department,
    end_exemption,
    exempt,
    remove_exemption,
)
from organisation.operations.reorganising import reorganise, undo_reorganisation
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.attempts import attempt
from organisation.views.logs import require_oversight

Forms = dict[str, forms.Form]


@require_GET
def department(request: PersonRequest, pk: int) -> HttpResponse:
    require_oversight(request.user)
    return _page(request, _found(pk))


def _found(pk: int) -> Department:
    return get_object_or_404(Department.objects.select_related("board"), pk=pk)


def _page(request: PersonRequest, one: Department, tried: Forms | None = None) -> HttpResponse:
    """The page with its forms; `tried` are those that were sent and refused."""
    month = Month.of(today())
    shown: dict[str, Any] = {
        "details": DepartmentForm(initial={"name": one.name, "board": one.board}, auto_id="details_%s"),
        "closing": ClosingForm(initial={"last_month": one.last_month}, auto_id="closing_%s"),
        "exemption": ExemptionForm(initial={"first_month": month}, auto_id="exemption_%s"),
        "reorganisation": ReorganisationForm(department=one, auto_id="reorganisation_%s"),
    } | (tried or {})
    context = {
        "department": one,
        "month": month,
        "has_quota": one.has_quota(month),
        "exemption_now": one.exemption_in(month),
        "exemptions": one.exemptions.order_by("first_month"),
        "successions": one.successions.select_related("successor").order_by("first_month", "successor__code"),
        "inheritances": one.inheritances.select_related("predecessor").order_by("first_month", "predecessor__code"),
        "may_administer": may(request.user, Act.ADMINISTER),
        **shown,
    }
    return render(request, "organisation/department.html", context, status=422 if tried else 200)


def _act(
    request: PersonRequest, one: Department, name: str, form: forms.Form, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it and go back to the page; refused, the page shows the form with why."""
    if form.is_valid():
        attempt(form, act)
    if form.errors:
        return _page(request, one, {name: form})
    messages.success(request, done)
    return redirect("organisation:department", pk=one.pk)


@require_POST
def details(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    one, form = _found(pk), DepartmentForm(request.POST, auto_id="details_%s")
    done = _("Namn och nämnd är ändrade. Det som är utfärdat och undertecknat står kvar som det var.")
    return _act(request, one, "details", form, lambda: change_department(department=one, **form.cleaned_data), done)


@require_POST
def closing(request: PersonRequest, pk: int) -> HttpResponse:
    """The last month, or none: the department exists until further notice."""
    require(request.user, Act.ADMINISTER)
    one, form = _found(pk), ClosingForm(request.POST, auto_id="closing_%s")
    done = _("Förvaltningens tid är ändrad.")
    return _act(request, one, "closing", form, lambda: close_department(department=one, **form.cleaned_data), done)


@require_POST
def exemptions(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    one, form = _found(pk), ExemptionForm(request.POST, auto_id="exemption_%s")
    done = _("%(name)s är undantagen de månaderna och har då ingen kvot.") % {"name": one.name}
    return _act(request, one, "exemption", form, lambda: exempt(department=one, **form.cleaned_data), done)


@require_POST
def exemption_end(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    found = get_object_or_404(Exemption.objects.select_related("department"), pk=pk)
    form = ExemptionEndForm(request.POST)
    if form.is_valid():
        end_exemption(exemption=found, **form.cleaned_data)
        messages.success(request, _("Undantaget har fått en sista månad."))
    else:
        messages.error(request, " ".join(map(str, form.errors["last_month"])))
    return redirect("organisation:department", pk=found.department_id)


@require_POST
def exemption_removal(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    found = get_object_or_404(Exemption.objects.select_related("department"), pk=pk)
    remove_exemption(exemption=found)
    messages.success(request, _("Undantaget är borttaget. Det står kvar i ändringsloggen."))
    return redirect("organisation:department", pk=found.department_id)


@require_POST
def reorganisation(request: PersonRequest, pk: int) -> HttpResponse:
    """Who takes over from this department, and from which month."""
    require(request.user, Act.ADMINISTER)
    one = _found(pk)
    form = ReorganisationForm(request.POST, department=one, auto_id="reorganisation_%s")
    done = _("Efterträdarna räknas med sina andelar från den månaden. Se kvoterna.")
    return _act(
        request, one, "reorganisation", form,
        lambda: reorganise(
            predecessor=one,
            parts=form.parts(),
            first_month=form.cleaned_data["first_month"],
            decision=form.cleaned_data["decision"],
            closes=form.cleaned_data["closes"],
        ),
        done,
    )  # fmt: skip


@require_POST
def reorganisation_removal(request: PersonRequest, pk: int) -> HttpResponse:
    """All successors that took over in the same month as this one."""
    require(request.user, Act.ADMINISTER)
    found = get_object_or_404(Succession.objects.select_related("predecessor"), pk=pk)
    undo_reorganisation(predecessor=found.predecessor, first_month=found.first_month)
    messages.success(request, _("Efterträdarna från den månaden är borttagna. De står kvar i ändringsloggen."))
    return redirect("organisation:department", pk=found.predecessor_id)
