"""A credit in two steps: chosen and shown, then done."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.forms.credits import CreditForm
from billing.models import Invoice
from billing.operations import credit_notes
from billing.operations.charging_again import charge_again
from billing.queries.invoice_page import CreditPage, credit_page
from billing.views.invoices import load_invoice
from foundation.clock import today
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_http_methods(["GET", "POST"])
def credit(request: PersonRequest, pk: int) -> HttpResponse:
    """First step: choose. A posted choice is shown as the credit note that it would give; nothing is written."""
    invoice = load_invoice(request, pk, Act.ISSUE_INVOICES)
    page = credit_page(invoice)
    form = CreditForm(request.POST or None, months=page.months, left=page.left)
    if request.method == "POST" and form.is_valid():
        return _preview(request, invoice, page, form)
    return render(request, "billing/credit.html", {"invoice": invoice, "page": page, "form": form})


def _preview(request: PersonRequest, invoice: Invoice, page: CreditPage, form: CreditForm) -> HttpResponse:
    result = form.result()
    total = sum((share for _month, share in result), Decimal(0))
    context = {
        "invoice": invoice,
        "page": page,
        "result": result,
        "charged": sum((month.charged for month, _share in result), Decimal(0)),
        "total": total,
        "left_after": page.left - total,
        "given": [(name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "left")],
        "left": form.left,
        "reason": form.cleaned_data["reason"],
    }
    return render(request, "billing/credit_preview.html", context)


@require_POST
def credit_notes_of(request: PersonRequest, pk: int) -> HttpResponse:
    """Second step: do it, if what is left is still what the one who does it has seen; else it is shown first."""
    invoice = load_invoice(request, pk, Act.ISSUE_INVOICES)
    page = credit_page(invoice)
    form = CreditForm(request.POST, months=page.months, left=page.left)
    if not form.is_valid():
        return render(request, "billing/credit.html", {"invoice": invoice, "page": page, "form": form})
    if (seen := form.seen()) is None:
        return _preview(request, invoice, page, form)
    note = credit_notes.credit(
        invoice=invoice, lines=form.chosen(), reason=form.cleaned_data["reason"], by=request.user, seen=seen
    )
    messages.success(request, _("%(number)s är utfärdad. Dokumentet görs nu.") % {"number": note.number})
    return redirect("billing:invoice", pk=note.pk)


@require_POST
def charged_again(request: PersonRequest, pk: int) -> HttpResponse:
    """What a credit note took off, charged again with the coding of today."""
    note = load_invoice(request, pk, Act.ISSUE_INVOICES)
    made = charge_again(note=note, reason=request.POST.get("reason", ""), by=request.user, today=today())
    messages.success(request, _("%(number)s är utfärdad. Dokumentet görs nu.") % {"number": made.number})
    return redirect("billing:invoice", pk=made.pk)
