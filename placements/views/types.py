"""Employment types with their terms, and the city's dated parameters: shown to all who see jobs, changed by right."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.clock import today
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.types import NewTypeForm, ParametersForm, TermsForm, TypeForm
from placements.models import EmploymentType, JobParameters, SupportTerms
from placements.operations import types as operations
from placements.views.employment_acts import attempt

get_or_post = require_http_methods(["GET", "POST"])
TYPE_FIELDS = (
    "name", "counts", "valid_from", "valid_to", "support_kind", "support_share", "support_ceiling",
    "has_supervisor_grant",
)  # fmt: skip
PARAMETERS = (
    "payroll_overhead", "statutory_fees", "support_ceiling", "standard_wage", "grant_first", "grant_first_months",
    "grant_after", "supervisor_load", "booking_days", "booking_reminder_days", "protected_in_files", "source",
)  # fmt: skip


@require_GET
def employment_types(request: PersonRequest) -> HttpResponse:
    if not (may(request.user, Act.SEE_EMPLOYMENTS) or may(request.user, Act.SEE_COSTS)):
        raise PermissionDenied(_("Er roll ser inte anställningstyperna. Be er systemadministratör om hjälp."))
    terms = Prefetch("terms", SupportTerms.objects.order_by("valid_from"))
    context = {
        "types": EmploymentType.objects.order_by("name").prefetch_related(terms),
        "current": JobParameters.objects.on(today()),
        "parameters": JobParameters.objects.order_by("-valid_from"),
        "may_edit": may(request.user, Act.EDIT_TYPES),
    }
    return render(request, "placements/employment_types.html", context)


@get_or_post
def employment_type_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.EDIT_TYPES)
    form = NewTypeForm(request.POST or None)
    return _page(request, form, _("Lägg till en anställningstyp"), lambda: _save_type(form, None))


@get_or_post
def employment_type(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.EDIT_TYPES)
    one = get_object_or_404(EmploymentType, pk=pk)
    form = TypeForm(request.POST or None, initial={name: getattr(one, name) for name in TYPE_FIELDS})
    return _page(request, form, one.name, lambda: _save_type(form, one), changes_counting=True)


def _save_type(form: forms.Form, one: EmploymentType | None) -> object:
    given = dict(form.cleaned_data)
    reason = given.pop("reason")
    return operations.save_type(values=given, reason=reason, type=one)


@get_or_post
def support_terms(request: PersonRequest, pk: int) -> HttpResponse:
    """Another share or ceiling from a day on."""
    require(request.user, Act.EDIT_TYPES)
    one = get_object_or_404(EmploymentType, pk=pk)
    initial = {"share": one.support_share, "ceiling": one.support_ceiling}
    form = TermsForm(request.POST or None, initial=initial)
    title = _("Nya villkor för %(type)s") % {"type": one.name}
    return _page(request, form, title, lambda: operations.set_terms(type=one, **form.cleaned_data))


@get_or_post
def job_parameters(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.EDIT_TYPES)
    current = JobParameters.objects.on(today())
    form = ParametersForm(
        request.POST or None, initial={"valid_from": today()} | {name: getattr(current, name) for name in PARAMETERS}
    )

    def act() -> object:
        given = dict(form.cleaned_data)
        return operations.set_parameters(valid_from=given.pop("valid_from"), values=given)

    return _page(request, form, _("Stadens parametrar"), act)


def _page(
    request: PersonRequest,
    form: forms.Form,
    title: str,
    act: Callable[[], object],
    *,
    changes_counting: bool = False,
) -> HttpResponse:
    if form.is_valid() and attempt(form, act) is not None:
        messages.success(request, _("Sparat."))
        return redirect("placements:employment_types")
    context = {"form": form, "title": title, "changes_counting": changes_counting}
    return render(request, "placements/type_form.html", context, status=422 if form.errors else 200)
