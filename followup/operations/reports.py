"""Steering-group reports: figures frozen when asked for, documents made by the workers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from billing.queries.measured import model_years_of
from followup.documents import report_pdf
from followup.models import SteeringGroupReport
from followup.queries.report import report_figures
from foundation import runs
from foundation.documents.archive import archive
from foundation.models import Document, Run
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department, User

RUN_KIND = "steering_group_reports"


class NothingToReport(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Ingen av de valda förvaltningarna har en kvot. Välj minst en som har det."))


@transaction.atomic
def ask_for_reports(*, departments: Sequence[Department], month: Month, by: User | None, today: date) -> Run:
    """Freeze the figures of each department's report for the month and let the workers make the documents.

    Raises NothingToReport, and OutsideModelYears for a month that no model year covers.
    """
    model_year = model_years_of([month])[month]
    with override("sv"):  # the words in the frozen figures are the document's
        reports = [
            SteeringGroupReport.objects.create(
                department=department,
                month=month,
                asked_by=by,
                figures=report_figures(department=department, model_year=model_year, month=month, today=today),
            )
            for department in departments
            if department.has_quota(month)
        ]
        title = f"Styrgruppsrapporter {month_name(month)}"
    if not reports:
        raise NothingToReport
    return runs.start_run(
        kind=RUN_KIND,
        title=title,
        subjects=[(report.pk, report.department.name) for report in reports],
        asked_by_id=by.pk if by else None,
    )


def make_report_document(report_id: int) -> Document:
    """Make and archive a report's document, once: a second call gives back the first."""
    report = SteeringGroupReport.objects.select_for_update(of=("self",)).select_related("department").get(pk=report_id)
    if report.document is None:
        name = f"styrgruppsrapport-{report.department.code}-{report.month}.pdf"
        report.document = archive(kind="steering_group_report", name=name, content=report_pdf(report))
        report.save(update_fields=["document"])
    return report.document
