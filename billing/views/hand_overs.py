"""What has been handed over to the ledger: each invoice once, the exact file kept, and the ledger's answer."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.forms.hand_overs import HandOverForm, ReceiptForm
from billing.models import HandOver, Invoice
from billing.operations import hand_overs as operations
from billing.operations.receipts import ReceiptHasErrors, read_back
from billing.queries.hand_overs import batch_lines, hand_over_rows, rejected_lines
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.tables import read_upload
from organisation.access import may, require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def hand_overs(request: PersonRequest) -> HttpResponse:
    """The earlier batches, and a new one of all that is left."""
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, Act.HAND_OVER)
        if form.is_valid():
            made = operations.hand_over(**form.cleaned_data, by=request.user, today=today())
            return _told(request, made, made.items.count())
    require(request.user, Act.SEE_INVOICES)
    sees_all = sees_whole_city(request.user, Act.SEE_INVOICES)
    seen = Invoice.objects.visible_to(request.user)
    context = {
        "rows": hand_over_rows() if sees_all else [],
        "rejected": rejected_lines() if sees_all else [],
        "left": seen.filter(hand_over_item=None).count(),
        "issued": seen.exists(),
        "form": form,
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    return render(request, "billing/hand_overs.html", context, status=422 if form.errors else 200)


def _told(request: PersonRequest, made: HandOver, number: int) -> HttpResponse:
    text = ngettext(
        "%(n)s faktura är överlämnad. Hämta filen %(name)s i listan.",
        "%(n)s fakturor är överlämnade. Hämta filen %(name)s i listan.",
        number,
    )
    messages.success(request, text % {"n": number, "name": made.document.name})
    return redirect("billing:hand_overs")


@require_POST
def repeats(request: PersonRequest) -> HttpResponse:
    """Hand over again, deliberately, what the ledger rejected and someone has chosen."""
    require(request.user, Act.HAND_OVER)
    chosen = [int(text) for text in request.POST.getlist("rejection") if text.isdecimal()]
    form = HandOverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Inget är överlämnat: välj i vilken form filen ska vara."))
        return redirect("billing:hand_overs")
    made = operations.hand_over_again(rejections=chosen, **form.cleaned_data, by=request.user, today=today())
    return _told(request, made, made.repeated_items.count())


def _seen(request: PersonRequest) -> QuerySet[HandOver]:
    rows = HandOver.objects.select_related("document", "handed_by")
    return rows if sees_whole_city(request.user, Act.SEE_INVOICES) else rows.none()


@require_GET
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """The very file that was handed over."""
    found = get_object_or_404(_seen(request), pk=pk)
    require(request.user, Act.SEE_INVOICES)
    return download_response(found.document)


@require_GET
def batch(request: PersonRequest, pk: int) -> HttpResponse:
    """What the batch held, and what the ledger answered line by line."""
    found = get_object_or_404(_seen(request).defer("document__content"), pk=pk)
    require(request.user, Act.SEE_INVOICES)
    return _batch_page(request, found)


def _batch_page(request: PersonRequest, found: HandOver, errors: tuple[str, ...] = ()) -> HttpResponse:
    context = {
        "found": found,
        "lines": batch_lines(found),
        "errors": errors,
        "form": ReceiptForm(),
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    return render(request, "billing/batch.html", context, status=422 if errors else 200)


@require_POST
def receipts(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the ledger's answer back; with errors nothing is read, and all of them are shown."""
    found = get_object_or_404(_seen(request), pk=pk)
    require(request.user, Act.HAND_OVER)
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _batch_page(request, found, (_("Ingen fil var vald. Välj ekonomisystemets kvittensfil."),))
    upload = form.cleaned_data["file"]
    try:
        receipt = read_back(
            hand_over=found, content=read_upload(upload), name=upload.name or "kvittens", by=request.user
        )
    except ReceiptHasErrors as refusal:
        return _batch_page(request, found, tuple(refusal.messages))
    counts = {"accepted": receipt.lines.filter(accepted=True).count(), "all": receipt.lines.count()}
    text = _("Kvittensen är inläst: %(accepted)s av %(all)s fakturor är mottagna.")
    messages.success(request, text % counts)
    return redirect("billing:batch", pk=found.pk)
