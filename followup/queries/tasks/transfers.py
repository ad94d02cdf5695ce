"""Transfers of places that wait for someone: the other side's answer, and ASF's note."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import QuotaTransfer
from agreements.models.proposal import OPEN
from agreements.sides import speaks_for
from followup.queries.tasks.task import Task
from organisation.access import may
from organisation.models import User
from organisation.roles import Act


def transfers_to_answer(user: User, today: date) -> list[Task]:
    """Proposed transfers and endings that the user answers for a side, and accepted ones to note. One query."""
    acts = (Act.SIGN_FOR_DEPARTMENT, Act.SIGN_FOR_PROVIDER, Act.DRAFT_AGREEMENT)
    if not any(may(user, act) for act in acts):
        return []
    unfinished = Q(OPEN) | Q(ending_proposed_for__isnull=False) | Q(signed_on__isnull=False, notice=None)
    rows = QuotaTransfer.objects.visible_to(user).with_ends().filter(unfinished)
    found = rows.select_related("from_department", "to_department", "notice").order_by("first_month", "pk")
    return [
        Task(text % _words(row), reverse("agreements:transfer", args=[row.pk]))
        for row in found
        if (text := _what_waits(row, user))
    ]


def _what_waits(row: QuotaTransfer, user: User) -> str:
    if row.is_open and speaks_for(user, row.answering_side):
        return _("Överföringen från %(giver)s till %(receiver)s väntar på ert svar")
    if row.ending_proposed_for is not None:
        is_receivers = row.ending_proposed_for == row.to_department_id
        if speaks_for(user, row.from_department if is_receivers else row.to_department):
            return _("Avslut av överföringen från %(giver)s till %(receiver)s väntar på ert svar")
    if row.signed_on is not None and not hasattr(row, "notice") and may(user, Act.DRAFT_AGREEMENT):
        return _("Överföringen från %(giver)s till %(receiver)s är accepterad: notera att ASF har sett den")
    return ""


def _words(row: QuotaTransfer) -> dict[str, str]:
    return {"giver": row.from_department.name, "receiver": row.to_department.name}
