"""Invoices: the list, one with its rows and document, and why it is what it is."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.forms.invoices import InvoiceFilter, sorted_by
from billing.models import Invoice
from billing.queries.invoice_basis import invoice_basis
from billing.queries.invoice_page import invoice_page
from billing.queries.known import invoice_then_now
from billing.tables import INVOICE_COLUMNS, invoice_cells
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.known_day import known_context
from foundation.refusals import Refusal
from foundation.tables import table_response
from foundation.templatetags.overens import day
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act

ROWS_ON_A_PAGE = 50


class DocumentNotMade(Refusal):
    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            _("Dokumentet för %(number)s är inte gjort än. Vänta en stund, eller se halvårets sida.")
            % {"number": invoice.number}
        )


def load_invoice(request: PersonRequest, pk: int, act: Act) -> Invoice:
    """The invoice, if this person may see it (else 404) and may do this (else 403)."""
    rows = Invoice.objects.visible_to(request.user).select_related(
        "board", "document", "issued_by", "corrects", "hand_over_item__hand_over__handed_by"
    )
    invoice = get_object_or_404(rows.defer("document__content"), pk=pk)
    require(request.user, act)
    return invoice


@require_GET
def invoices(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_INVOICES)
    seen = Invoice.objects.visible_to(request.user)
    half_years = sorted(set(seen.values_list("half_year", flat=True)), reverse=True)
    filters = InvoiceFilter(request.GET, half_years=half_years)
    rows = sorted_by(filters.narrowed(seen), request.GET.get("sort", "")).select_related(
        "board", "corrects", "hand_over_item"
    )
    if "format" in request.GET:
        return _table(request, rows)
    context = {
        "filters": filters,
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "sum": rows.aggregate(sum=Sum("amount"))["sum"] or 0,
    }
    return render(request, "billing/_invoices.html" if request.htmx else "billing/invoices.html", context)


def _table(request: PersonRequest, rows: QuerySet[Invoice]) -> HttpResponse:
    """Exactly the rows that the filters leave, in the order of the screen."""
    chosen = request.GET.copy()
    chosen.pop("format")
    return table_response(
        request.GET["format"],
        name="fakturor",
        columns=INVOICE_COLUMNS,
        rows=[invoice_cells(one, handed_over=hasattr(one, "hand_over_item")) for one in rows],
        about=[(_("Urval"), chosen.urlencode() or _("alla")), (_("Uttagen"), day(today()))],
    )


@require_GET
def invoice(request: PersonRequest, pk: int) -> HttpResponse:
    found = load_invoice(request, pk, Act.SEE_INVOICES)
    context = {
        "page": invoice_page(found),
        "invoice": found,
        "may_credit": may(request.user, Act.ISSUE_INVOICES),
        **known_context(request.GET.dict(), today=today(), read=lambda day: invoice_then_now(invoice=found, day=day)),
    }
    return render(request, "billing/invoice.html", context)


@require_GET
def invoice_why(request: PersonRequest, pk: int) -> HttpResponse:
    """From the sum to each month, to the target and every person-month counted or not."""
    found = load_invoice(request, pk, Act.SEE_INVOICES)
    context = {
        "invoice": found,
        "basis": invoice_basis(found, reader=request.user),
        "sees_employments": may(request.user, Act.SEE_EMPLOYMENTS),
    }
    return render(request, "billing/invoice_why.html", context)


@require_GET
def invoice_document(request: PersonRequest, pk: int) -> HttpResponse:
    """The archived bytes; `?inline=1` shows them in the browser."""
    found = load_invoice(request, pk, Act.SEE_INVOICES)
    if found.document is None:
        raise DocumentNotMade(found)
    return download_response(found.document, inline=request.GET.get("inline") == "1")
