"""What is disputed is parked while the rest closes, and settled afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.forms.months import AnswerForm, DeadlineForm, parking_deadline, within_reach
from billing.models import Correction, ParkedLine, Reconciliation
from billing.operations import months
from billing.operations.parked import settle_parked
from billing.views.month_loading import answer_with, load
from billing.views.months import days_to_mend
from foundation.clock import today
from foundation.money import kronor
from foundation.templatetags.overens import day
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_POST
def parking(request: PersonRequest, pk: int) -> HttpResponse:
    """Close the month on what both sides agree on."""
    row = load(request, pk, Act.RECONCILE)
    form = DeadlineForm(request.POST, prefix="parking")
    if not form.is_valid():
        text = _("Månaden stängdes inte: ange när raden senast ska vara avgjord, t.ex. %(day)s.")
        messages.error(request, text % {"day": day(parking_deadline(today()))})
        return redirect("billing:reconciliation", pk=pk)
    deadline = within_reach(form.cleaned_data["deadline"], today=today())
    months.park_and_close(reconciliation=row, deadline=deadline, by=request.user, today=today())
    return answer_with(request, pk, _("Det som båda sidor är ense om är stängt. Det omtvistade är parkerat."))


@require_POST
def settlement(request: PersonRequest, pk: int) -> HttpResponse:
    """ASF settles a parked line: it counts, or it does not."""
    seen = Reconciliation.objects.visible_to(request.user)
    parked = get_object_or_404(ParkedLine.objects.filter(reconciliation__in=seen), pk=pk)
    row = load(request, parked.reconciliation_id, Act.RECONCILE)
    form = AnswerForm(request.POST)
    form.full_clean()
    settled = settle_parked(
        parked=parked, counts=form.accepts, answer=form.cleaned_data.get("answer", ""), by=request.user,
        mended=days_to_mend(request, form, agrees=form.accepts != parked.in_lines),
        carrier=request.POST.get("carrier", ""),
    )  # fmt: skip
    told = _("Den parkerade raden är avgjord. Förvaltningen ser svaret på månadens sida.")
    return answer_with(request, row.pk, format_html("{} {}", told, _what_came_of_it(settled.correction)))


def _what_came_of_it(correction: Correction | None) -> str:
    """The note with its number and a link to it, or where the sum comes instead."""
    if correction is None or not correction.moved:
        return _("Inget belopp ändras.")
    if correction.line is not None:
        note = correction.line.invoice
        return format_html(
            '{} <a href="{}">{}</a>.',
            _("%(sum)s debiteras med") % {"sum": kronor(note.amount)},
            reverse("billing:invoice", args=[note.pk]),
            note.number,
        )
    if correction.waits_for_next_invoice:
        return _("%(sum)s kommer på nämndens nästa halvårsfaktura.") % {"sum": kronor(correction.moved)}
    return _("%(sum)s kommer med på halvårets faktura.") % {"sum": kronor(correction.moved)}
