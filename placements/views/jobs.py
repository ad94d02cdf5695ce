"""What is written on one employment besides its days: decisions, wages, leave, training, officer, start checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from foundation.clock import today
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms import jobs as job_forms
from placements.models import Employment, Leave, Placement, SupportDecision, Training
from placements.operations import case_officers, extending, progress, supervisors, support
from placements.views.employment_acts import attempt, done, editable, form_page, get_or_post


@get_or_post
def employment_extension(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    form = job_forms.ExtensionForm(request.POST or None)

    def act() -> object:
        given = form.cleaned_data
        return extending.extend_employment(employment=one, until=given["until"], reason=given["reason"])

    if form.is_valid() and attempt(form, act) is not None:
        told = _("Anställningen gäller nu till och med %(day)s.") % {"day": form.cleaned_data["until"]}
        return done(request, one, told)
    return form_page(request, form, title=_("Förläng anställningen"), button=_("Förläng"), one=one)


@get_or_post
def decision_new(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    initial = {"type": one.type, "valid_from": one.employed_from, "valid_to": one.employed_to}
    return _decision(request, one, None, job_forms.DecisionForm(request.POST or None, initial=initial))


@get_or_post
def decision_change(request: PersonRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(SupportDecision.objects.select_related("employment"), pk=pk)
    one = editable(request, decision.employment_id)
    form = job_forms.DecisionForm(
        request.POST or None, initial=_values(decision, "number", "type", "valid_from", "valid_to", "share")
    )
    return _decision(request, one, decision, form)


def _decision(
    request: PersonRequest, one: Employment, decision: SupportDecision | None, form: forms.Form
) -> HttpResponse:
    def act() -> object:
        given = dict(form.cleaned_data)
        valid = given.pop("valid_from"), given.pop("valid_to")
        return support.record_decision(employment=one, valid=valid, decision=decision, **given)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Beslutet är sparat."))
    return form_page(
        request, form, title=_("Beslut från Arbetsförmedlingen"), button=_("Spara beslutet"), one=one, counts=False
    )


@get_or_post
def leave_new(request: PersonRequest, pk: int) -> HttpResponse:
    return _leave(request, editable(request, pk), None, job_forms.LeaveForm(request.POST or None))


@get_or_post
def leave_change(request: PersonRequest, pk: int) -> HttpResponse:
    leave = get_object_or_404(Leave, pk=pk)
    form = job_forms.LeaveForm(request.POST or None, initial=_values(leave, "first_day", "last_day", "is_paid"))
    return _leave(request, editable(request, leave.employment_id), leave, form)


def _leave(request: PersonRequest, one: Employment, leave: Leave | None, form: forms.Form) -> HttpResponse:
    def act() -> object:
        given = form.cleaned_data
        days = given["first_day"], given["last_day"]
        return progress.record_leave(employment=one, days=days, is_paid=given["is_paid"], leave=leave)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Ledigheten är sparad. Personen räknas som förut."))
    return form_page(request, form, title=_("Ledighet"), button=_("Spara ledigheten"), one=one, counts=False)


@get_or_post
def training_new(request: PersonRequest, pk: int) -> HttpResponse:
    initial = {"module": request.GET.get("module"), "offered_on": today()}
    form = job_forms.TrainingForm(request.POST or None, initial=initial)
    return _training(request, editable(request, pk), None, form)


@get_or_post
def training_change(request: PersonRequest, pk: int) -> HttpResponse:
    training = get_object_or_404(Training, pk=pk)
    initial = _values(training, "module", "offered_on", "started_on", "completed_on")
    form = job_forms.TrainingForm(request.POST or None, initial=initial)
    return _training(request, editable(request, training.employment_id), training, form)


def _training(request: PersonRequest, one: Employment, training: Training | None, form: forms.Form) -> HttpResponse:
    def act() -> object:
        return progress.record_training(employment=one, training=training, **form.cleaned_data)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Utbildningen är sparad."))
    return form_page(request, form, title=_("Utbildning"), button=_("Spara utbildningen"), one=one, counts=False)


@get_or_post
def wage_new(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    require(request.user, Act.SEE_COSTS)
    form = job_forms.WageForm(request.POST or None, initial={"valid_from": one.employed_from})

    def act() -> object:
        return support.record_wage(employment=one, **form.cleaned_data)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Lönen är sparad."))
    return form_page(request, form, title=_("Lön"), button=_("Spara lönen"), one=one, counts=False)


@get_or_post
def grant_use_new(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    require(request.user, Act.SEE_COSTS)
    form = job_forms.GrantUseForm(request.POST or None, initial={"on": today()})

    def act() -> object:
        return support.note_grant_use(employment=one, **form.cleaned_data)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Det är antecknat vad handledarbidraget användes till."))
    title = _("Vad handledarbidraget användes till")
    return form_page(request, form, title=title, button=_("Spara"), one=one, counts=False)


@get_or_post
def employment_officer(request: PersonRequest, pk: int) -> HttpResponse:
    one = editable(request, pk)
    officers = case_officers.case_officers()
    form = job_forms.OfficerForm(request.POST or None, officers=officers, initial={"on": today()})

    def act() -> object:
        return case_officers.assign(participant=one.participant, **form.cleaned_data)

    if form.is_valid() and attempt(form, act) is not None:
        told = _("%(name)s är handläggare från %(day)s.")
        given = form.cleaned_data
        return done(request, one, told % {"name": given["officer"].full_name, "day": given["on"]})
    return form_page(request, form, title=_("Byt handläggare"), button=_("Byt handläggare"), one=one, counts=False)


@get_or_post
def placement_checklist(request: PersonRequest, pk: int) -> HttpResponse:
    """The host's own HR fills it in too: supervisor, introduction and work environment are the host's (D1)."""
    placement = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related("department", "employment__participant"), pk=pk
    )
    one = editable(request, placement.employment_id, act=Act.NAME_SUPERVISORS, department=placement.department)
    initial = _values(placement, "job_title", "supervisor", "onboarding_on", "responsibility_on")
    form = job_forms.ChecklistForm(request.POST or None, placement=placement, initial=initial)

    def act() -> object:
        return supervisors.set_checklist(placement=placement, **form.cleaned_data)

    if form.is_valid() and attempt(form, act) is not None:
        return done(request, one, _("Startlistan är sparad."))
    title = _("Startlista, %(department)s") % {"department": placement.department}
    return form_page(request, form, title=title, button=_("Spara startlistan"), one=one, counts=False)


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
