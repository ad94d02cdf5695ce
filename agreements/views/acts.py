"""What the drafter and the signers do to a version: send, send back, put aside, amend."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.forms import AmendForm, ReasonForm
from agreements.operations import amend, cancel_version, send_back, send_for_signing
from agreements.queries.listing import parties_of
from agreements.views.loading import visible_agreement, visible_version
from foundation.refusals import Refusal
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


class NotSaid(Refusal):
    """A small form was left empty or wrong: its errors, in words."""


@require_POST
def sending(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    require(request.user, Act.DRAFT_AGREEMENT)
    send_for_signing(version=version, by=request.user)
    messages.success(request, _("Skickad. Nu väntar den på förvaltningschefens och ASF-chefens underskrifter."))
    return redirect("agreements:detail", pk=pk)


@require_POST
def return_to_draft(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The drafter and both signers may send back; the reason is for the other side."""
    version = visible_version(request, pk, number)
    if not parties_of(request.user, version.agreement.department):
        raise PermissionDenied(
            _("Bara de som ska underteckna, och ASF-administratören, kan skicka tillbaka. Be er förvaltningschef.")
        )
    reason = _reason(ReasonForm(request.POST, prefix="return"))
    send_back(version=version, reason=reason, by=request.user)
    messages.success(
        request, _("Tillbaka till utkast. Underskrifter som fanns har fallit; ASF ändrar och skickar på nytt.")
    )
    return redirect("agreements:detail", pk=pk)


@require_POST
def cancellation(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    require(request.user, Act.DRAFT_AGREEMENT)
    reason = _reason(ReasonForm(request.POST, prefix="cancel"))
    cancel_version(version=version, reason=reason, by=request.user)
    messages.success(request, _("Versionen är avbruten. Det som gällde före gäller fortfarande."))
    return redirect("agreements:detail", pk=pk)


@require_POST
def amendment(request: PersonRequest, pk: int) -> HttpResponse:
    found = visible_agreement(request, pk)
    require(request.user, Act.DRAFT_AGREEMENT)
    form = AmendForm(request.POST)
    if not form.is_valid():
        raise NotSaid(*[str(error) for errors in form.errors.values() for error in errors])
    version = amend(agreement=found, valid_from=form.cleaned_data["valid_from"], by=request.user)
    messages.success(
        request, _("Ett tillägg är påbörjat från den version som gäller. Ändra det som ska bli annorlunda.")
    )
    return redirect("agreements:draft", pk=pk, number=version.number)


def _reason(form: ReasonForm) -> str:
    if not form.is_valid():
        raise NotSaid(
            _("Skälet är tomt. Den andra sidan behöver veta varför. Skriv det med några ord och försök igen.")
        )
    reason: str = form.cleaned_data["reason"]
    return reason
