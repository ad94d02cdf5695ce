"""What waits for ASF: objections, months to open and close, corrections, files, agreements, places."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from agreements.models import AgreementVersion, VersionState
from allocation.models import HeadcountImport, HeadcountImportState, ModelYear
from billing.models import (
    Correction,
    CorrectionState,
    MonthParameters,
    Objection,
    ObjectionState,
    ParkedLine,
    Reconciliation,
    ReconciliationState,
    Reopening,
    ReopeningState,
)
from followup.queries.tasks.task import Task, counted
from foundation.periods import Month, months_between
from foundation.templatetags.overens import month_name
from organisation.models import CompanyProposal, Department, DepartmentKind, User
from placements.models import EmploymentImport, EmploymentImportState, Place, PlaceState
from placements.queries.places import over


def reconciling(user: User, today: date) -> list[Task]:
    """Objections to answer, months to close, silences, the next month to open, corrections. Six queries."""
    calendar = reverse("billing:calendar")
    to_close = Reconciliation.objects.filter(state=ReconciliationState.CONFIRMED).count()
    overdue = Reconciliation.objects.filter(state=ReconciliationState.PROPOSED, deadline__lt=today).count()
    found = _objections()
    found += counted(
        to_close,
        ngettext_lazy("%(n)s bekräftad månad att stänga", "%(n)s bekräftade månader att stänga", "n"),
        calendar,
    )
    found += counted(
        overdue, ngettext_lazy("%(n)s månad utan svar i tid", "%(n)s månader utan svar i tid", "n"), calendar
    )
    return found + _parked(today) + _month_to_open(today) + _corrections()


def _parked(today: date) -> list[Task]:
    """Disputed lines of closed months that wait for ASF's word; more pressing by each reminder stage."""
    rows = ParkedLine.objects.unsettled().select_related("reconciliation__department").order_by("deadline", "pk")
    days = MonthParameters.objects.on(today)
    text = _("%(department)s %(month)s: en omtvistad rad är parkerad – avgör senast %(deadline)s")
    return [
        Task(
            text
            % {
                "department": row.reconciliation.department.name,
                "month": month_name(row.reconciliation.month),
                "deadline": row.deadline,
            },
            reverse("billing:reconciliation", args=[row.reconciliation_id]),
            stage=days.stages_passed(deadline=row.deadline, today=today),
            key=f"parked {row.pk}",
        )
        for row in rows
    ]


def reopenings(user: User, today: date) -> list[Task]:
    """Closed months that someone else has proposed to open again."""
    rows = (
        Reopening.objects.filter(state=ReopeningState.PROPOSED)
        .exclude(proposed_by=user)
        .select_related("reconciliation__department")
        .order_by("proposed_at")
    )
    text = _("%(department)s %(month)s: bekräfta eller avböj att månaden öppnas på nytt")
    return [
        Task(
            text % {"department": row.reconciliation.department.name, "month": month_name(row.reconciliation.month)},
            reverse("billing:reconciliation", args=[row.reconciliation_id]) + "#reopening",
        )
        for row in rows
    ]


def _objections() -> list[Task]:
    """One task per month that is objected to, however many the objections."""
    rows = (
        Objection.objects.filter(state=ObjectionState.OPEN)
        .values_list("reconciliation", "reconciliation__department__name", "reconciliation__month")
        .annotate(number=Count("pk"))
        .order_by("reconciliation__month", "reconciliation__department__code")
    )
    text = _("%(department)s invänder mot %(month)s – svara")
    return [
        Task(
            text % {"department": name, "month": month_name(month)},
            reverse("billing:reconciliation", args=[pk]),
        )
        for pk, name, month, _number in rows
    ]


def _month_to_open(today: date) -> list[Task]:
    """The first month of the latest started model year that has ended and is not opened for all."""
    year = ModelYear.objects.filter(starts__lte=today).order_by("-starts").first()
    if year is None:
        return []
    departments = list(Department.objects.prefetch_related("exemptions"))
    opened = dict(
        Reconciliation.objects.filter(month__gte=year.first_month, month__lte=year.last_month)
        .values_list("month")
        .annotate(number=Count("pk"))
    )
    for month in months_between(year.first_month, year.last_month):
        if month.last_day >= today:
            break
        left = sum(one.has_quota(month) for one in departments) - opened.get(month, 0)
        if left > 0:
            return [_open_task(month, left)]
    return []


def _open_task(month: Month, left: int) -> Task:
    text = ngettext(
        "%(month)s är slut: öppna avstämningen för %(n)s förvaltning",
        "%(month)s är slut: öppna avstämningen för %(n)s förvaltningar",
        left,
    )
    address = f"{reverse('billing:calendar')}?year={month.year}&month={month}"
    return Task(text % {"month": month_name(month).capitalize(), "n": left}, address)


def _corrections() -> list[Task]:
    number = Correction.objects.filter(state=CorrectionState.PROPOSED).count()
    return counted(
        number,
        ngettext_lazy(
            "%(n)s föreslagen rättelse att ta ställning till", "%(n)s föreslagna rättelser att ta ställning till", "n"
        ),
        reverse("billing:corrections"),
    )


def headcount_files(user: User, today: date) -> list[Task]:
    """Files that are compared and wait for anyone's approval."""
    rows = HeadcountImport.objects.filter(state=HeadcountImportState.WAITING).order_by("imported_at")
    return [_file(row.file_name, reverse("allocation:comparison", args=[row.pk])) for row in rows]


def employment_files(user: User, today: date) -> list[Task]:
    """The user's own files that are compared and wait for approval."""
    rows = EmploymentImport.objects.filter(state=EmploymentImportState.WAITING, imported_by=user)
    waiting = rows.order_by("imported_at").values_list("pk", "file_name")
    return [_file(name, reverse("placements:employment_import", args=[pk])) for pk, name in waiting]


def _file(name: str, url: str) -> Task:
    """The name of a file is whatever someone called it, and stays out of mails."""
    text = _("Filen %(name)s är jämförd och väntar på godkännande") % {"name": name}
    return Task(text, url, mail_text=_("En inläst fil är jämförd och väntar på godkännande"))


def agreements(user: User, today: date) -> list[Task]:
    """Departments whose model year has begun without an agreement in any state; and those that wait for a signature."""
    if not ModelYear.objects.filter(starts__lte=today, ends__gte=today).exists():
        return []
    missing = (
        Department.objects.with_quota(Month.of(today))
        .exclude(kind=DepartmentKind.PROVIDER)
        .exclude(agreements__model_year__starts__lte=today, agreements__model_year__ends__gte=today)
        .count()
    )
    sent = AgreementVersion.objects.filter(state=VersionState.SENT).count()
    url = reverse("agreements:list")
    return counted(
        missing,
        ngettext_lazy("%(n)s förvaltning saknar överenskommelse", "%(n)s förvaltningar saknar överenskommelse", "n"),
        url,
    ) + counted(
        sent,
        ngettext_lazy(
            "%(n)s överenskommelse väntar på underskrift", "%(n)s överenskommelser väntar på underskrift", "n"
        ),
        url,
        waits=False,
    )


def proposals_to_answer(user: User, today: date) -> list[Task]:
    return counted(
        CompanyProposal.objects.waiting().count(),
        ngettext_lazy("%(n)s förslag från bolag väntar på svar", "%(n)s förslag från bolag väntar på svar", "n"),
        reverse("organisation:proposals"),
    )


def places_to_approve(user: User, today: date) -> list[Task]:
    return counted(
        Place.objects.filter(state=PlaceState.OFFERED).exclude(over(today)).count(),
        ngettext_lazy("%(n)s erbjudande om platser att gå igenom", "%(n)s erbjudanden om platser att gå igenom", "n"),
        reverse("billing:place_bank") + "?state=offered",
    )
