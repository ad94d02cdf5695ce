"""An agreement that ends before its time: proposed, agreed to, put aside."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.forms import EndingForm
from agreements.models import Agreement, AgreementEnding, Side
from agreements.operations import accept_ending, propose_ending, withdraw_ending
from agreements.queries.listing import parties_of, side_of
from agreements.views.acts import NotSaid
from agreements.views.loading import visible_agreement
from foundation.clock import today
from foundation.templatetags.overens import month_name
from organisation.requests import PersonRequest


@require_POST
def ending(request: PersonRequest, pk: int) -> HttpResponse:
    agreement = visible_agreement(request, pk)
    side = _side(request, agreement)
    form = EndingForm(request.POST, prefix="ending")
    if not form.is_valid():
        raise NotSaid(*[f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items()])
    proposal = propose_ending(
        agreement=agreement,
        last_month=form.cleaned_data["last_month"],
        reason=form.cleaned_data["reason"],
        side=side,
        by=request.user,
        now=timezone.now(),
    )
    said = _("Förslaget är lämnat: till och med %(month)s. Det gäller när den andra sidan har godtagit det.")
    messages.success(request, said % {"month": month_name(proposal.last_month)})
    return redirect("agreements:detail", pk=pk)


@require_POST
def acceptance(request: PersonRequest, pk: int, ending: int) -> HttpResponse:
    agreement, found = _found(request, pk, ending)
    side = _side(request, agreement)
    if side.value not in {party.value for party in parties_of(request.user, agreement.department)}:
        raise PermissionDenied(_("Den som undertecknar för er sida godtar att överenskommelsen upphör. Be er chef."))
    accept_ending(ending=found, side=side, by=request.user, today=today())
    messages.success(request, _("Överenskommelsen upphör. Från månaden efter är kvoten målet."))
    return redirect("agreements:detail", pk=pk)


@require_POST
def withdrawal(request: PersonRequest, pk: int, ending: int) -> HttpResponse:
    agreement, found = _found(request, pk, ending)
    _side(request, agreement)
    withdraw_ending(ending=found, by=request.user)
    messages.success(request, _("Förslaget är borta. Överenskommelsen gäller som förut."))
    return redirect("agreements:detail", pk=pk)


def _found(request: PersonRequest, pk: int, ending: int) -> tuple[Agreement, AgreementEnding]:
    agreement = visible_agreement(request, pk)
    found = get_object_or_404(AgreementEnding.objects.select_related("agreement"), agreement=agreement, pk=ending)
    return agreement, found


def _side(request: PersonRequest, agreement: Agreement) -> Side:
    """The side of someone who drafts or signs. Raises PermissionDenied for everybody else."""
    side = side_of(request.user, agreement.department)
    if side is None or not parties_of(request.user, agreement.department):
        raise PermissionDenied(_("De som undertecknar, och ASF-administratörer, föreslår ett slut. Be en av dem."))
    return side
