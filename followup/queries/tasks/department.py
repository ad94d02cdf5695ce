"""What waits for a department: months to answer, agreements to sign, employments that end."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from agreements.models import AgreementVersion, Side, VersionState
from billing.models import Reconciliation, ReconciliationState
from followup.queries.tasks.task import Task, counted
from foundation.templatetags.overens import month_name
from organisation.access import may
from organisation.models import User
from organisation.roles import Act
from placements.models import Placement
from placements.queries.employments import ends_by

SOON = timedelta(days=30)


def months_to_confirm(user: User, today: date) -> list[Task]:
    """Months before departments for which the user may answer."""
    rows = (
        Reconciliation.objects.visible_to(user)
        .filter(state=ReconciliationState.PROPOSED, department__in=user.department_ids)
        .select_related("department")
        .order_by("month", "department__code")
    )
    several = len(user.department_ids) > 1
    return [
        Task(_month_text(row, several), reverse("billing:reconciliation", args=[row.pk]))
        for row in rows
        if may(user, Act.CONFIRM_MONTH, row.department)
    ]


def _month_text(row: Reconciliation, several: bool) -> str:
    text = _("%(month)s väntar på er bekräftelse – senast %(deadline)s") % {
        "month": month_name(row.month).capitalize(),
        "deadline": row.deadline,
    }
    return f"{row.department.name}: {text}" if several else text


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


def to_sign_for_department(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, Side.DEPARTMENT)


def to_sign_for_provider(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, Side.PROVIDER)


def ending_soon(user: User, today: date) -> list[Task]:
    """For those who can do something about it: the host departments, and ASF's own who keep the register."""
    own_act = Act.CONFIRM_MONTH if not user.sees_whole_city else Act.EDIT_EMPLOYMENTS
    if not may(user, own_act):
        return []
    ending = Placement.objects.visible_to(user).current(today).filter(ends_by(today, today + SOON))
    return counted(
        ending.values("employment").distinct().count(),
        ngettext_lazy("%(n)s anställning slutar inom 30 dagar", "%(n)s anställningar slutar inom 30 dagar", "n"),
        reverse("placements:employments") + "?ending=30",
        waits=False,
    )
