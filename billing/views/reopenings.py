"""Opening a closed month again: proposed by one person, confirmed or declined by another."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.models import Reconciliation, Reopening
from billing.operations.reopening import confirm_reopening, decline_reopening, propose_reopening
from billing.views.month_loading import answer_with, load
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_POST
def reopenings(request: PersonRequest, pk: int) -> HttpResponse:
    row = load(request, pk, Act.RECONCILE)
    propose_reopening(reconciliation=row, reason=request.POST.get("reason", ""), by=request.user)
    return answer_with(request, pk, _("Förslaget är sparat. En annan person ska bekräfta det innan månaden öppnas."))


@require_POST
def confirmation(request: PersonRequest, pk: int) -> HttpResponse:
    one = _load(request, pk)
    confirm_reopening(reopening=one, by=request.user)
    return answer_with(request, one.reconciliation_id, _("Månaden är öppen igen och ska stämmas av på nytt."))


@require_POST
def refusal(request: PersonRequest, pk: int) -> HttpResponse:
    one = _load(request, pk)
    decline_reopening(reopening=one, by=request.user)
    return answer_with(request, one.reconciliation_id, _("Förslaget är avböjt. Månaden är fortfarande stängd."))


def _load(request: PersonRequest, pk: int) -> Reopening:
    seen = Reconciliation.objects.visible_to(request.user)
    one = get_object_or_404(Reopening.objects.filter(reconciliation__in=seen), pk=pk)
    load(request, one.reconciliation_id, Act.CONFIRM_REOPENING)
    return one
