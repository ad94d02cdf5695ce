"""Model years written, copied, changed and revised: what changes is shown before it is saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms.years import ParametersForm, RevisionForm, YearForm, initial_of, initial_of_copy, initial_of_year
from agreements.operations.years import change_model_year, create_model_year, revise_model_year
from agreements.queries.years import effect_of_revision, resting_on
from allocation.models import ModelYear
from allocation.parameter_words import differences, values_of
from foundation.clock import today
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def year_new(request: PersonRequest) -> HttpResponse:
    """A first model year, or with `?copy=2021` the year after it."""
    require(request.user, Act.ADOPT_MODEL_YEAR)
    wanted = request.GET.get("copy", "")
    copied = get_object_or_404(ModelYear, year=int(wanted)) if wanted.isdecimal() and len(wanted) == 4 else None
    form = YearForm(request.POST or None, initial=initial_of_copy(copied) if copied else None)
    before = _of_year(copied) if copied else {}
    page = {"copied": copied, "title": _("Nytt modellår"), "back": _back(copied)}
    return _written(
        request, form, page, before,
        lambda: create_model_year(values=form.values(), by=request.user), _("Modellåret är upplagt."),
    )  # fmt: skip


@get_or_post
def year_change(request: PersonRequest, year: int) -> HttpResponse:
    """For a year that no agreement rests on; the others are revised."""
    require(request.user, Act.ADOPT_MODEL_YEAR)
    found = get_object_or_404(ModelYear, year=year)
    if resting_on(found):
        return redirect("agreements:year_revision", year=year)
    form = YearForm(request.POST or None, initial=initial_of_year(found))
    form.fields["year"].disabled = True
    page = {"model_year": found, "title": _("Ändra modellår %(year)s") % {"year": year}, "back": _back(found)}
    return _written(
        request, form, page, _of_year(found),
        lambda: change_model_year(model_year=found, values=form.values(), by=request.user, today=today()),
        _("Modellåret är ändrat."),
    )  # fmt: skip


@get_or_post
def year_revision(request: PersonRequest, year: int) -> HttpResponse:
    """New parameters from a month on, by a decision of their own; what is signed and closed is left as it is."""
    require(request.user, Act.ADOPT_MODEL_YEAR)
    found = get_object_or_404(ModelYear, year=year)
    now = found.at(min(max(Month.of(today()).next(), found.first_month), found.last_month))
    form = RevisionForm(request.POST or None, initial=initial_of(now) | {"decision": ""})
    page: dict[str, Any] = {
        "model_year": found,
        "title": _("Revidera modellår %(year)s") % {"year": year},
        "back": _back(found),
        "resting": resting_on(found),
        "is_revision": True,
    }
    before = values_of(now)
    if form.is_valid():
        month = form.cleaned_data["first_month"]
        before = values_of(found.at(month))
        page["effect"] = effect_of_revision(found, form.parameters(), month)
    return _written(
        request, form, page, before,
        lambda: revise_model_year(
            model_year=found,
            values=form.parameters(),
            first_month=form.cleaned_data["first_month"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        _("Revisionen gäller. Publicera den så att förvaltningarna får veta."),
    )  # fmt: skip


def _written(
    request: PersonRequest,
    form: ParametersForm,
    page: Mapping[str, Any],
    before: Mapping[str, Any],
    save: Callable[[], object],
    done: str,
) -> HttpResponse:
    """First what it changes is shown; sent again unchanged, it is saved."""
    context: dict[str, Any] = {**page, "form": form}
    if form.is_valid():
        values = form.values() if isinstance(form, YearForm) else form.parameters()
        seen = _fingerprint(form)
        if request.POST.get("seen") == seen:
            try:
                save()
            except Refusal as refusal:
                form.add_error(None, list(refusal.messages))
            else:
                messages.success(request, done)
                number = values.get("year") or page["model_year"].year
                return redirect("allocation:model_year", year=number)
        context |= {"seen": seen, "differences": differences(before, values), "is_first": not before}
    return render(request, "agreements/year_form.html", context, status=422 if form.errors else 200)


def _of_year(model_year: ModelYear) -> dict[str, Any]:
    days = {name: getattr(model_year, name) for name in ("year", "starts", "ends")}
    return days | values_of(max((model_year, *model_year.readings), key=lambda one: one.reading))


def _fingerprint(form: ParametersForm) -> str:
    """What was shown, so that only that is saved."""
    text = json.dumps({name: str(value) for name, value in form.cleaned_data.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _back(model_year: ModelYear | None) -> str:
    return reverse("allocation:model_year", args=[model_year.year]) if model_year else reverse("home")
