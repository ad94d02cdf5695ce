"""What waits for a department: months to answer, agreements to sign, employments that end."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from allocation.models import Notice
from billing.models import MonthParameters, Reconciliation, ReconciliationState
from followup.queries.tasks.task import Task, counted
from foundation.templatetags.overens import month_name
from organisation.models import Department, User
from organisation.roles import Act
from placements.models import Placement
from placements.queries.employments import ends_by

SOON = timedelta(days=30)


def months_to_confirm(user: User, today: date) -> list[Task]:
    """Months before departments for which the user may answer."""
    own = user.reach(Act.CONFIRM_MONTH).departments
    rows = (
        Reconciliation.objects.visible_to(user)
        .filter(state=ReconciliationState.PROPOSED, department__in=own)
        .select_related("department")
        .order_by("month", "department__code")
    )
    days = MonthParameters.objects.on(today)
    return [
        _month_task(row, len(own) > 1, days.stages_passed(deadline=row.deadline, today=today) if row.deadline else 0)
        for row in rows
    ]


def _month_task(row: Reconciliation, several: bool, stages: int) -> Task:
    """The same task until it is answered; each reminder stage makes it more pressing."""
    address = reverse("billing:reconciliation", args=[row.pk])
    return Task(_month_text(row, several, stages), address, stage=stages, key=address)


def _month_text(row: Reconciliation, several: bool, stages: int) -> str:
    text = _("%(month)s väntar på er bekräftelse – senast %(deadline)s") % {
        "month": month_name(row.month).capitalize(),
        "deadline": row.deadline,
    }
    text = f"{row.department.name}: {text}" if several else text
    return _("Påminnelse: %(text)s") % {"text": text} if stages else text


def notices(user: User, today: date) -> list[Task]:
    """Model years that have been made known to the department and that nobody there has received yet."""
    theirs = Department.objects.visible_to(user, Act.RECEIVE_NOTICES)
    rows = (
        Notice.objects.waiting().filter(department__in=theirs).select_related("department", "publication__model_year")
    )
    return [
        Task(
            _("%(department)s har fått besked om modellår %(year)s: läs och bekräfta att ni tagit emot det")
            % {"department": row.department.name, "year": row.publication.model_year.year},
            reverse("allocation:model_year", args=[row.publication.model_year.year]),
        )
        for row in rows.order_by("pk")
    ]


def ending_soon(user: User, today: date) -> list[Task]:
    """For those who can do something about it: the host departments, and ASF's own who keep the register."""
    theirs = Department.objects.visible_to(user, Act.CONFIRM_MONTH, Act.EDIT_EMPLOYMENTS)
    seen = Placement.objects.visible_to(user).filter(department__in=theirs)
    ending = seen.current(today).filter(ends_by(today, today + SOON))
    return counted(
        ending.values("employment").distinct().count(),
        ngettext_lazy("%(n)s anställning slutar inom 30 dagar", "%(n)s anställningar slutar inom 30 dagar", "n"),
        reverse("placements:employments") + "?ending=30",
        waits=False,
    )
