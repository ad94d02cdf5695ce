"""Proposed corrections of closed months: seen by both sides, accepted or dismissed by ASF or finance."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from billing.models import Correction, CorrectionState, Reconciliation
from billing.operations.corrections import accept_correction, dismiss_correction, find_corrections, note_instead
from billing.queries.correction_page import correction_rows
from foundation.clock import today
from organisation.access import may, require
from organisation.models import User
from organisation.requests import PersonRequest
from organisation.roles import Act


def may_settle(user: User) -> bool:
    """ASF answers for the months, finance for the notes that a correction gives."""
    return may(user, Act.RECONCILE) or may(user, Act.ISSUE_INVOICES)


def _require_settler(user: User) -> None:
    if not may_settle(user):
        require(user, Act.RECONCILE)


@require_GET
def corrections(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_RECONCILIATIONS)
    rows, settled = correction_rows(request.user)
    context = {
        "rows": rows,
        "settled": settled,
        "sum": sum(row.moves for row in rows),
        "difference": sum(row.correction.difference for row in rows),
        "may_settle": may_settle(request.user),
        "sees_employments": may(request.user, Act.SEE_EMPLOYMENTS),
    }
    return render(request, "billing/corrections.html", context)


@require_POST
def searches(request: PersonRequest) -> HttpResponse:
    """Compare every closed month with the register as it is now."""
    _require_settler(request.user)
    found = find_corrections(today=today())
    text = ngettext(
        "%(n)s stängd månad skiljer sig från registret.",
        "%(n)s stängda månader skiljer sig från registret.",
        len(found),
    )
    messages.success(request, text % {"n": len(found)})
    return redirect("billing:corrections")


def _load(request: PersonRequest, pk: int) -> Correction:
    _require_settler(request.user)
    seen = Reconciliation.objects.visible_to(request.user)
    return get_object_or_404(Correction.objects.filter(reconciliation__in=seen), pk=pk)


@require_POST
def acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    settled = accept_correction(
        correction=_load(request, pk), by=request.user, reason=reason, carrier=request.POST.get("carrier", "")
    )
    settled.refresh_from_db()
    if settled.waits_for_next_invoice:
        text = _("Rättelsen är godtagen och kommer på nämndens nästa halvårsfaktura.")
    elif settled.amount == 0:
        text = _("Rättelsen är godtagen. Den ger ingen faktura. %(why)s") % {"why": settled.explanation}
    elif settled.line is not None:
        text = _("Rättelsen är godtagen och står på %(number)s.") % {"number": settled.line.invoice.number}
    else:
        text = _("Rättelsen är godtagen. Den kommer med på halvårets faktura om den ändrar beloppet.")
    messages.success(request, text)
    return redirect("billing:corrections")


@require_POST
def acceptances(request: PersonRequest) -> HttpResponse:
    """Accept every proposed one with the same reason: all of them or, when one is refused, none."""
    _require_settler(request.user)
    seen = Reconciliation.objects.visible_to(request.user)
    waiting = Correction.objects.filter(reconciliation__in=seen, state=CorrectionState.PROPOSED).order_by("pk")
    with transaction.atomic():
        settled = [
            accept_correction(
                correction=one,
                by=request.user,
                reason=request.POST.get("reason", ""),
                carrier=request.POST.get("carrier", ""),
            )
            for one in waiting
        ]
    text = ngettext("%(n)s rättelse är godtagen.", "%(n)s rättelser är godtagna.", len(settled))
    messages.success(request, text % {"n": len(settled)})
    return redirect("billing:corrections")


@require_POST
def note(request: PersonRequest, pk: int) -> HttpResponse:
    """A note of its own for one that waits for the next invoice."""
    settled = note_instead(correction=_load(request, pk), by=request.user)
    if settled.line is None:
        messages.success(request, _("Det finns inget kvar att kreditera på fakturan."))
    else:
        messages.success(request, _("%(number)s är utfärdad.") % {"number": settled.line.invoice.number})
    return redirect("billing:corrections")


@require_POST
def dismissal(request: PersonRequest, pk: int) -> HttpResponse:
    dismiss_correction(correction=_load(request, pk), by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("Rättelsen är avfärdad. Samma skillnad föreslås inte igen."))
    return redirect("billing:corrections")
