"""What a steering-group report said, what was known on any day, and what is known today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from followup.models import SteeringGroupReport
from followup.queries.known_report import report_and_today, report_then_now
from foundation.clock import today
from foundation.known_day import differing, known_context
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_GET
def report(request: PersonRequest, report_id: int) -> HttpResponse:
    visible = SteeringGroupReport.objects.visible_to(request.user).select_related("department__board", "asked_by")
    found = get_object_or_404(visible, pk=report_id)
    require(request.user, Act.SEE_REPORTS, found.department)
    rows = report_and_today(report=found, today=today())
    known = known_context(
        request.GET.dict(),
        today=today(),
        read=lambda day: report_then_now(department=found.department, month=found.month, day=day, today=today()),
    )
    context = {"report": found, "rows": rows, "differences": differing(rows), **known}
    return render(request, "followup/report.html", context)
