"""What has been handed over to the ledger: each invoice once, the exact file kept."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.ledger_files import LedgerForm
from billing.models import HandOver, Invoice
from billing.operations import hand_overs as operations
from foundation.clock import today
from foundation.documents.archive import download_response
from organisation.access import may, require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def hand_overs(request: PersonRequest) -> HttpResponse:
    """The earlier batches, and a new one of all that is left."""
    if request.method == "POST":
        require(request.user, Act.HAND_OVER)
        made = operations.hand_over(form=_chosen(request), by=request.user, today=today())
        text = _("%(n)s fakturor är överlämnade. Hämta filen %(name)s i listan.")
        messages.success(request, text % {"n": made.items.count(), "name": made.document.name})
        return redirect("billing:hand_overs")
    require(request.user, Act.SEE_INVOICES)
    rows = (
        HandOver.objects.select_related("document", "handed_by")
        .defer("document__content")
        .annotate(invoices=Count("items"), amount=Sum("items__invoice__amount"))
        .order_by("-handed_at")
    )
    context = {
        "rows": rows if sees_whole_city(request.user, Act.SEE_INVOICES) else rows.none(),
        "left": Invoice.objects.visible_to(request.user).filter(hand_over_item=None).count(),
        "forms": LedgerForm.choices,
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    return render(request, "billing/hand_overs.html", context)


def _chosen(request: PersonRequest) -> LedgerForm:
    """The form of the file that was asked for; csv when none was."""
    given = request.POST.get("form", "")
    return LedgerForm(given) if given in LedgerForm.values else LedgerForm.CSV


@require_GET
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """The very file that was handed over."""
    rows = HandOver.objects.select_related("document")
    found = get_object_or_404(rows if sees_whole_city(request.user, Act.SEE_INVOICES) else rows.none(), pk=pk)
    require(request.user, Act.SEE_INVOICES)
    return download_response(found.document)
