"""Who the participant of an employment is, corrected by those who may see it. Looking is logged (DOMAIN.md 10)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.clock import today
from organisation.access import require
from organisation.purposes import log_look
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.participants import ParticipantForm
from placements.models import Participant
from placements.operations.personal_details import correct_participant
from placements.views.employment_acts import attempt, done, editable, form_page


@require_http_methods(["GET", "POST"])
def participant_change(request: PersonRequest, pk: int) -> HttpResponse:
    """Name and sex as the register has them, to be corrected; a new identity number."""
    one = editable(request, pk)
    require(request.user, Act.SEE_PARTICIPANTS)
    person = one.participant
    log_look(request, act="participant_shown", subject=one.key, people=[person.pk])
    form = ParticipantForm(request.POST or None, initial={"name": person.name, "sex": person.sex}, today=today())
    if form.is_valid() and attempt(form, partial(_correct, person, form.cleaned_data)) is not None:
        return done(request, one, _("Personuppgifterna är rättade."))
    title = _("Rätta personuppgifter")
    return form_page(request, form, title=title, button=_("Spara rättelsen"), one=one, counts=False)


def _correct(person: Participant, given: dict[str, Any]) -> Participant:
    return correct_participant(
        participant=person,
        name=given["name"],
        sex=given["sex"],
        identity_number=given["identity_number"],
        reason=given["reason"],
    )
