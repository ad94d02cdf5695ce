"""Supervisors per department with their load, and the provider's support to them (DOMAIN.md 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.supervisors import (
    NewSupervisorForm,
    SupervisorChangeForm,
    SupervisorFilter,
    SupervisorSupportForm,
)
from placements.models import Supervisor
from placements.operations import supervisors as operations
from placements.queries.supervisors import SupervisorRow, supervisor_list, supervisor_page
from placements.sight import sight_of
from placements.views.employment_acts import attempt

COLUMNS = (
    Column("supervisor", gettext_lazy("Handledarnyckel"), Kind.CODE),
    Column("name", gettext_lazy("Namn")),
    Column("department", gettext_lazy("Förvaltning")),
    Column("workplace", gettext_lazy("Arbetsplats")),
    Column("people", gettext_lazy("Personer nu"), Kind.INTEGER),
    Column("too_many", gettext_lazy("Fler än gränsen"), Kind.BOOLEAN),
    Column("last_support", gettext_lazy("Senaste stöd från ASF"), Kind.DATE),
)


@require_GET
def supervisors(request: PersonRequest) -> HttpResponse:
    """One row per supervisor; ?format=xlsx or csv gives exactly the chosen rows as a file."""
    require(request.user, Act.SEE_EMPLOYMENTS)
    form = SupervisorFilter(request.GET, user=request.user)
    form.is_valid()
    chosen = form.cleaned_data
    found = supervisor_list(
        user=request.user,
        words=(chosen.get("q") or "").strip(),
        department=chosen["department"].pk if chosen.get("department") else None,
        overloaded=bool(chosen.get("overloaded")),
        sort=request.GET.get("sort", ""),
        today=today(),
    )
    if table_format := request.GET.get("format"):
        name = f"handledare-{today().isoformat()}"
        return table_response(table_format, name=name, columns=COLUMNS, rows=[_cells(row) for row in found.rows])
    context = {
        "form": form,
        "found": found,
        "too_many": sum(row.too_many for row in found.rows),
        "may_name": may(request.user, Act.NAME_SUPERVISORS),
    }
    return render(request, "placements/_supervisors.html" if request.htmx else "placements/supervisors.html", context)


def _cells(row: SupervisorRow) -> list[Any]:
    one = row.supervisor
    return [one.key, one.name, one.department.name, one.workplace, row.people, row.too_many, row.last_support]


@require_http_methods(["GET", "POST"])
def supervisor_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.NAME_SUPERVISORS)
    form = NewSupervisorForm(request.POST or None, user=request.user, initial={"active_from": today()})
    if form.is_valid():
        require(request.user, Act.NAME_SUPERVISORS, department=form.cleaned_data["department"])
        made = attempt(form, lambda: operations.add_supervisor(**form.cleaned_data))
        if made is not None:
            messages.success(request, _("%(name)s är upplagd som handledare.") % {"name": made.name})
            return redirect("placements:supervisor", pk=made.pk)
    return _form_page(request, form, None, title=_("Lägg upp en handledare"), button=_("Lägg upp"))


@require_GET
def supervisor(request: PersonRequest, pk: int) -> HttpResponse:
    sight = sight_of(request.user)
    shown = supervisor_page(supervisor_id=pk, user=request.user, today=today())
    if shown is None:
        raise Http404
    people = [placement.employment.participant for placement in shown.placements]
    if sight.names and people:
        subject = shown.row.supervisor.key
        log_look(request, act="supervisor_shown", subject=subject, people=(person.pk for person in people))
    context = {
        "shown": shown,
        "placements": [
            (one, sight.name_of(person.name, is_protected=person.is_protected))
            for one, person in zip(shown.placements, people, strict=True)
        ],
        "sight": sight,
        "form": SupervisorSupportForm(initial={"on": today()}),
        "may_name": may(request.user, Act.NAME_SUPERVISORS, shown.row.supervisor.department),
    }
    return render(request, "placements/supervisor.html", context)


@require_http_methods(["GET", "POST"])
def supervisor_change(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Supervisor.objects.visible_to(request.user).select_related("department"), pk=pk)
    require(request.user, Act.NAME_SUPERVISORS, department=one.department)
    names = ("name", "workplace", "contact", "active_from", "active_to")
    form = SupervisorChangeForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    if form.is_valid():
        changed = attempt(form, lambda: operations.change_supervisor(supervisor=one, **form.cleaned_data))
        if changed is not None:
            messages.success(request, _("Handledaren är ändrad."))
            return redirect("placements:supervisor", pk=pk)
    return _form_page(request, form, one, title=_("Ändra handledaren"), button=_("Spara ändringen"))


@require_POST
def supervisor_support(request: PersonRequest, pk: int) -> HttpResponse:
    """ASF writes down a visit, a course or a question."""
    one = get_object_or_404(Supervisor.objects.visible_to(request.user), pk=pk)
    require(request.user, Act.EDIT_EMPLOYMENTS)
    form = SupervisorSupportForm(request.POST)
    if form.is_valid():
        operations.log_support(supervisor=one, by=request.user, **form.cleaned_data)
        messages.success(request, _("Stödet är antecknat."))
    else:
        messages.error(request, _("Välj dag och slag av stöd. Inget är antecknat."))
    return redirect("placements:supervisor", pk=pk)


def _form_page(
    request: PersonRequest, form: forms.Form, one: Supervisor | None, *, title: str, button: str
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "supervisor": one}
    return render(request, "placements/supervisor_form.html", context, status=422 if form.errors else 200)
