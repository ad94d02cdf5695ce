"""From an identity number to the person's employment. The number stands in no address, log or message."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from organisation.access import require
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.by_number import NumberForm
from placements.queries.by_number import latest_employment, person_with


@sensitive_post_parameters("number")
@require_POST
def employment_by_number(request: PersonRequest) -> HttpResponse:
    """The person's latest employment, or back to the list with the reason why not."""
    require(request.user, Act.SEE_PARTICIPANTS)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _back(request, str(form.errors["number"][0]))
    person = person_with(number=form.cleaned_data["number"])
    if person is None:
        return _back(request, _("Ingen med det numret finns i registret."))
    log_look(request, act="found_by_number", subject=person.key, people=[person.pk])
    found = latest_employment(person=person, user=request.user)
    if found is None:
        return _back(request, _("Personen %(key)s finns i registret men har ingen anställning.") % {"key": person.key})
    return redirect("placements:employment", pk=found.pk)


def _back(request: PersonRequest, told: str) -> HttpResponse:
    messages.error(request, told)
    return redirect("placements:employments")
