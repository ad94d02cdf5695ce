"""What someone must do now, by role: the list on the first page (UX.md, Översikt)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from agreements.models import AgreementVersion, Side, VersionState
from allocation.models import HeadcountImport, HeadcountImportState, ModelYear
from billing.models import (
    Correction,
    CorrectionState,
    InvoiceRun,
    InvoiceRunState,
    Objection,
    ObjectionState,
    Reconciliation,
    ReconciliationState,
)
from foundation.models import PieceState, RunPiece
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from organisation.access import acts_of
from organisation.models import Department, User
from organisation.roles import Act
from placements.models import EmploymentImport, EmploymentImportState, Placement

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, where, and whether somebody waits for it."""

    text: str
    url: str
    waits: bool = True


def tasks_of(*, user: User, today: date) -> list[Task]:
    """Everything that waits for this user, most urgent first. At most one query per kind of task."""
    acts = acts_of(user)
    found: list[Task] = []
    for act, tasks in _TASKS:
        if act in acts:
            found += tasks(user, today)
    return found + _failed_work(user)


def _months_to_confirm(user: User, today: date) -> list[Task]:
    rows = (
        Reconciliation.objects.visible_to(user)
        .filter(state=ReconciliationState.PROPOSED, department__in=user.department_ids)
        .select_related("department")
        .order_by("month", "department__code")
    )
    return [
        Task(
            _("%(month)s väntar på er bekräftelse – senast %(deadline)s")
            % {"month": month_name(row.month).capitalize(), "deadline": row.deadline},
            reverse("billing:reconciliation", args=[row.pk]),
        )
        for row in rows
    ]


def _versions_to_sign(user: User, side: str) -> list[Task]:
    rows = (
        AgreementVersion.objects.visible_to(user)
        .filter(state=VersionState.SENT)
        .exclude(signatures__side=side)
        .select_related("agreement__department", "agreement__model_year")
        .order_by("agreement__department__code")
    )
    return [
        Task(
            _("Överenskommelsen %(year)s med %(department)s väntar på er underskrift")
            % {"year": row.agreement.model_year.year, "department": row.agreement.department.name},
            reverse("agreements:detail", args=[row.agreement_id]),
        )
        for row in rows
    ]


def _for_department_head(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, Side.DEPARTMENT)


def _for_provider_head(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, Side.PROVIDER)


def _counted(number: int, text: Promise, url: str, *, waits: bool = True) -> list[Task]:
    """One task for a number of alike things; none when there are none. `text` is a lazy plural with %(n)s."""
    return [Task(str(text % {"n": number}), url, waits)] if number else []


def _reconciling(user: User, today: date) -> list[Task]:
    calendar = reverse("billing:calendar")
    to_close = Reconciliation.objects.filter(state=ReconciliationState.CONFIRMED).count()
    overdue = Reconciliation.objects.filter(state=ReconciliationState.PROPOSED, deadline__lt=today).count()
    found = [
        Task(
            _("%(department)s invänder mot %(month)s – svara")
            % {"department": row.reconciliation.department.name, "month": month_name(row.reconciliation.month)},
            reverse("billing:reconciliation", args=[row.reconciliation_id]),
        )
        for row in Objection.objects.filter(state=ObjectionState.OPEN)
        .select_related("reconciliation__department")
        .order_by("made_at")
    ]
    found += _counted(
        to_close,
        ngettext_lazy("%(n)s bekräftad månad att stänga", "%(n)s bekräftade månader att stänga", "n"),
        calendar,
    )
    found += _counted(
        overdue, ngettext_lazy("%(n)s månad utan svar i tid", "%(n)s månader utan svar i tid", "n"), calendar
    )
    return found + _month_to_open(today) + _corrections()


def _month_to_open(today: date) -> list[Task]:
    month = Month.of(today).previous()
    with_quota = Department.objects.with_quota().count()
    if not ModelYear.objects.covering(month).exists():
        return []
    left = with_quota - Reconciliation.objects.filter(month=month).count()
    if left <= 0:
        return []
    text = ngettext(
        "%(month)s är slut: öppna avstämningen för %(n)s förvaltning",
        "%(month)s är slut: öppna avstämningen för %(n)s förvaltningar",
        left,
    )
    return [Task(text % {"month": month_name(month).capitalize(), "n": left}, reverse("billing:calendar"))]


def _corrections() -> list[Task]:
    number = Correction.objects.filter(state=CorrectionState.PROPOSED).count()
    return _counted(
        number,
        ngettext_lazy(
            "%(n)s föreslagen rättelse att ta ställning till", "%(n)s föreslagna rättelser att ta ställning till", "n"
        ),
        reverse("billing:corrections"),
    )


def _headcounts(user: User, today: date) -> list[Task]:
    number = HeadcountImport.objects.filter(state=HeadcountImportState.WAITING).count()
    return _counted(
        number,
        ngettext_lazy(
            "%(n)s inläst fil med antal anställda att godkänna",
            "%(n)s inlästa filer med antal anställda att godkänna",
            "n",
        ),
        reverse("allocation:headcounts"),
    )


def _employments(user: User, today: date) -> list[Task]:
    url = reverse("placements:employments")
    number = EmploymentImport.objects.filter(state=EmploymentImportState.WAITING, imported_by=user).count()
    return _counted(
        number, ngettext_lazy("%(n)s inläst fil att godkänna", "%(n)s inlästa filer att godkänna", "n"), url
    )


def _agreements(user: User, today: date) -> list[Task]:
    """Departments whose model year has begun without an agreement in any state."""
    missing = (
        Department.objects.with_quota()
        .exclude(kind="provider")
        .exclude(agreements__model_year__starts__lte=today, agreements__model_year__ends__gte=today)
        .count()
    )
    if not ModelYear.objects.filter(starts__lte=today, ends__gte=today).exists():
        return []
    return _counted(
        missing,
        ngettext_lazy("%(n)s förvaltning saknar överenskommelse", "%(n)s förvaltningar saknar överenskommelse", "n"),
        reverse("agreements:list"),
    )


def _runs_to_issue(user: User, today: date) -> list[Task]:
    latest = InvoiceRun.objects.order_by("half_year", "-rehearsed_at").distinct("half_year")
    return [
        Task(
            _("Halvåret %(half)s är repeterat av någon annan: granska och utfärda") % {"half": row.half_year},
            reverse("billing:half_year", args=[row.half_year]),
        )
        for row in latest
        if row.state == InvoiceRunState.REHEARSED and row.rehearsed_by_id != user.pk
    ]


def _ending_soon(user: User, today: date) -> list[Task]:
    number = (
        Placement.objects.visible_to(user)
        .filter(Q(placed_to__gte=today, placed_to__lte=today + SOON))
        .values("employment")
        .distinct()
        .count()
    )
    return _counted(
        number,
        ngettext_lazy("%(n)s anställning slutar inom 30 dagar", "%(n)s anställningar slutar inom 30 dagar", "n"),
        reverse("placements:employments") + "?ending_within=30",
        waits=False,
    )


def _failed_work(user: User) -> list[Task]:
    failed = (
        RunPiece.objects.filter(state=PieceState.FAILED, run__asked_by=user)
        .values_list("run_id", "run__title")
        .order_by("run_id")
        .distinct()
    )
    text = _("%(title)s: något misslyckades – visa och försök igen")
    return [Task(text % {"title": title}, reverse("foundation:run", args=[pk])) for pk, title in failed]


_TASKS: tuple[tuple[Act, Callable[[User, date], list[Task]]], ...] = (
    (Act.CONFIRM_MONTH, _months_to_confirm),
    (Act.SIGN_FOR_DEPARTMENT, _for_department_head),
    (Act.SIGN_FOR_PROVIDER, _for_provider_head),
    (Act.RECONCILE, _reconciling),
    (Act.ISSUE_INVOICES, _runs_to_issue),
    (Act.IMPORT_HEADCOUNTS, _headcounts),
    (Act.EDIT_EMPLOYMENTS, _employments),
    (Act.DRAFT_AGREEMENT, _agreements),
    (Act.SEE_EMPLOYMENTS, _ending_soon),
)
