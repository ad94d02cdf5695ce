"""Finance's half-year: the list, the five steps, the rehearsals and the issue by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from billing.archives import Collection
from billing.forms.claims import DelegationForm
from billing.models import InvoiceRun, InvoiceRunState
from billing.operations import half_years as operations
from billing.operations.collections import collect_documents
from billing.queries.half_year_page import documents_now, half_year_page, notes_of, own_claims
from billing.queries.half_years import half_year_rows
from billing.queries.known import half_year_then_now
from billing.queries.rehearsal import rehearsed_drafts
from billing.tables import BOARD_COLUMNS, board_cells
from foundation.clock import today
from foundation.known_day import known_context
from foundation.periods import HalfYear
from foundation.tables import table_response
from foundation.templatetags.overens import day
from organisation.access import may, require, sees_whole_city
from organisation.models import Board, Department
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def half_years(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.SEE_INVOICES)
    departments = list(Department.objects.visible_to(request.user, Act.SEE_INVOICES))
    return render(request, "billing/half_years.html", {"rows": half_year_rows(departments)})


@require_GET
def half_year(request: PersonRequest, half_year: HalfYear) -> HttpResponse:
    """All five steps for those who see the whole city; a department sees its own board's sums."""
    require(request.user, Act.SEE_INVOICES)
    if not sees_whole_city(request.user, Act.SEE_INVOICES):
        return _own(request, half_year)
    if request.htmx and request.htmx.target == "documents":
        context = {"documents": documents_now(half_year), "half_year": half_year}
        return render(request, "billing/_documents.html", context)
    page = half_year_page(half_year=half_year, day=today())
    if table_format := request.GET.get("format"):
        return table_response(
            table_format,
            name=f"namnder-{half_year}",
            columns=BOARD_COLUMNS,
            rows=[board_cells(row) for row in page.rows],
            about=[(_("Halvår"), str(half_year)), (_("Uttagen"), day(today()))],
        )
    context = {
        "page": page,
        "half_year": half_year,
        "documents": page.documents,
        "notes": notes_of(half_year),
        "may_rehearse": may(request.user, Act.REHEARSE_HALF_YEAR),
        "may_decide": may(request.user, Act.DECIDE_CLAIM),
        "may_issue": may(request.user, Act.ISSUE_INVOICES),
        "may_hand_over": may(request.user, Act.HAND_OVER),
        "is_rehearser": page.run is not None and page.run.rehearsed_by_id == request.user.pk,
        "delegation_form": DelegationForm(),
        **_known(request, half_year, None),
    }
    return render(request, "billing/half_year.html", context)


@require_POST
def collections(request: PersonRequest, half_year: HalfYear) -> HttpResponse:
    """All archived documents of the half-year as one file, for those who see every board."""
    require(request.user, Act.SEE_INVOICES)
    if not sees_whole_city(request.user, Act.SEE_INVOICES):
        raise Http404
    form = Collection.PDF if request.POST.get("form") == Collection.PDF else Collection.ZIP
    made = collect_documents(half_year=half_year, form=form, by=request.user)
    messages.success(request, _("%(name)s är klar att hämta under Dokument.") % {"name": made.document.name})
    return redirect(reverse("billing:half_year", args=[half_year]) + "#documents")


def _own(request: PersonRequest, half_year: HalfYear) -> HttpResponse:
    boards = list(
        Board.objects.filter(departments__in=Department.objects.visible_to(request.user, Act.SEE_INVOICES)).distinct()
    )
    claims = own_claims(half_year=half_year, boards=boards)
    notes = notes_of(half_year, [board.pk for board in boards])
    context = {"claims": claims, "half_year": half_year, "notes": notes, **_known(request, half_year, boards)}
    return render(request, "billing/own_half_year.html", context)


def _known(request: PersonRequest, half_year: HalfYear, boards: list[Board] | None) -> dict[str, Any]:
    return known_context(
        request.GET.dict(),
        today=today(),
        read=lambda day: half_year_then_now(half_year=half_year, boards=boards, day=day),
    )


@require_POST
def rehearsals(request: PersonRequest, half_year: HalfYear) -> HttpResponse:
    require(request.user, Act.REHEARSE_HALF_YEAR)
    run = operations.rehearse(half_year=half_year, by=request.user, today=today())
    messages.success(request, _("Halvåret är repeterat. Granska utkasten; en annan person utfärdar."))
    return redirect("billing:rehearsal", half_year=half_year, pk=run.pk)


@require_GET
def rehearsal(request: PersonRequest, half_year: HalfYear, pk: int) -> HttpResponse:
    """The drafts as they were when rehearsed, with the differences since the rehearsal before."""
    require(request.user, Act.SEE_INVOICES)
    runs = InvoiceRun.objects.filter(half_year=half_year).select_related("rehearsed_by", "issued_by")
    run = get_object_or_404(runs if sees_whole_city(request.user, Act.SEE_INVOICES) else runs.none(), pk=pk)
    drafts = rehearsed_drafts(run)
    context = {
        "run": run,
        "half_year": half_year,
        "drafts": drafts,
        "ready": [draft for draft in drafts if draft.state == "ready"],
        "changed": [draft for draft in drafts if draft.changes],
        "faulty": [draft for draft in drafts if draft.faults],
        "may_issue": may(request.user, Act.ISSUE_INVOICES),
        "is_rehearser": run.rehearsed_by_id == request.user.pk,
        "is_last": not runs.filter(rehearsed_at__gt=run.rehearsed_at).exists(),
        "is_issued": run.state == InvoiceRunState.ISSUED,
    }
    return render(request, "billing/rehearsal.html", context)


@require_POST
def issue(request: PersonRequest, half_year: HalfYear, pk: int) -> HttpResponse:
    require(request.user, Act.ISSUE_INVOICES)
    run = get_object_or_404(InvoiceRun.objects.filter(half_year=half_year), pk=pk)
    issued = operations.issue(run=run, by=request.user, today=today())
    number = issued.documents_run.pieces.count() if issued.documents_run else 0
    text = ngettext(
        "%(n)s faktura är utfärdad. Dokumentet görs nu; ni kan lämna sidan.",
        "%(n)s fakturor är utfärdade. Dokumenten görs nu; ni kan lämna sidan.",
        number,
    )
    messages.success(request, text % {"n": number})
    return redirect("billing:half_year", half_year=half_year)
