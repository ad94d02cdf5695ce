"""Steering-group reports: which there are, ask for new ones, take one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from followup.forms import ReportFilter, ReportForm
from followup.models import SteeringGroupReport
from followup.operations.reports import ask_for_reports
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.periods import Month
from organisation.access import may, require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def reports(request: PersonRequest) -> HttpResponse:
    """The reports this user may see, newest first, and the form to order more."""
    require(request.user, Act.SEE_REPORTS)
    if request.method == "POST":
        return _order(request)
    form = None
    if may(request.user, Act.MAKE_REPORTS):
        form = ReportForm(user=request.user, today=today(), initial={"month": Month.of(today()).previous()})
    return _show(request, form)


def _show(request: PersonRequest, form: ReportForm | None, *, status: int = 200) -> HttpResponse:
    """The list with the address's filters; the list alone when htmx asks for it."""
    chosen = ReportFilter(request.GET, user=request.user)
    rows = SteeringGroupReport.objects.visible_to(request.user).filter(**chosen.chosen())
    found = rows.select_related("department", "document", "asked_by").defer("figures", "document__content")
    context: dict[str, Any] = {
        "page": Paginator(found.order_by("-asked_at", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "filter": chosen,
        "form": form,
        "sees_whole_city": sees_whole_city(request.user, Act.SEE_REPORTS),
    }
    name = "followup/_reports.html" if request.htmx else "followup/reports.html"
    return render(request, name, context, status=status)


def _order(request: PersonRequest) -> HttpResponse:
    """The next page shows how far the workers have come."""
    require(request.user, Act.MAKE_REPORTS)
    form = ReportForm(request.POST, user=request.user, today=today())
    if not form.is_valid():
        return _show(request, form, status=422)
    run = ask_for_reports(
        departments=list(form.cleaned_data["departments"].select_related("board")),
        month=form.cleaned_data["month"],
        by=request.user,
        today=today(),
    )
    return redirect("foundation:run", run_id=run.pk)


@require_GET
def report_document(request: PersonRequest, report_id: int) -> HttpResponse:
    """The archived bytes; 404 while the document is being made."""
    report = get_object_or_404(
        SteeringGroupReport.objects.visible_to(request.user).select_related("document", "department"),
        pk=report_id,
        document__isnull=False,
    )
    require(request.user, Act.SEE_REPORTS, report.department)
    assert report.document is not None  # by the filter
    return download_response(report.document)
