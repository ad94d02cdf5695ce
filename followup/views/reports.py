"""Steering-group reports: which there are, ask for new ones, take one."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from followup.models import SteeringGroupReport
from followup.operations.reports import ask_for_reports
from foundation.clock import today
from foundation.documents.archive import download_response
from foundation.fields import MonthFormField
from foundation.periods import Month
from organisation.access import may, require
from organisation.models import Department, User
from organisation.requests import PersonRequest
from organisation.roles import Act


class ReportForm(forms.Form):
    month = MonthFormField(label=_("Månad"), help_text=_("Rapporten visar läget vid månadens slut, t.ex. 2021-06."))
    departments = forms.ModelMultipleChoiceField(
        label=_("Förvaltningar"),
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en förvaltning.")},
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the form's own many arguments
        choices = Department.objects.visible_to(user).with_quota().in_order()
        self.fields["departments"].queryset = choices  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


@require_GET
def reports(request: PersonRequest) -> HttpResponse:
    """The reports this user may see, newest first, and the form to ask for more."""
    require(request.user, Act.SEE_REPORTS)
    rows = SteeringGroupReport.objects.visible_to(request.user).select_related("department", "document", "asked_by")
    may_make = may(request.user, Act.MAKE_REPORTS)
    last_month = Month.of(today()).previous()
    form = ReportForm(user=request.user, initial={"month": last_month}) if may_make else None
    page = Paginator(rows.order_by("-asked_at", "-pk"), 50).get_page(request.GET.get("page"))
    return render(request, "followup/reports.html", {"page": page, "form": form})


@require_POST
def report_order(request: PersonRequest) -> HttpResponse:
    """Ask for reports; the next page shows how far the workers have come."""
    require(request.user, Act.MAKE_REPORTS)
    form = ReportForm(request.POST, user=request.user)
    if not form.is_valid():
        page = Paginator(SteeringGroupReport.objects.none(), 50).get_page(1)
        return render(request, "followup/reports.html", {"page": page, "form": form}, status=422)
    run = ask_for_reports(
        departments=list(form.cleaned_data["departments"].select_related("board")),
        month=form.cleaned_data["month"],
        by=request.user,
        today=today(),
    )
    return redirect("foundation:run", run_id=run.pk)


@require_GET
def report_document(request: PersonRequest, report_id: int) -> HttpResponse:
    report = get_object_or_404(
        SteeringGroupReport.objects.visible_to(request.user).select_related("document"),
        pk=report_id,
        document__isnull=False,
    )
    require(request.user, Act.SEE_REPORTS)
    assert report.document is not None  # by the filter
    return download_response(report.document)
