"""What is taken away each night by the rules that need no second person: forgotten files, old looks (DOMAIN.md 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pgtrigger
from django.db import transaction

from foundation.models import AccessLogEntry
from placements.models import EmploymentImport, EmploymentImportState
from placements.operations.imports import cancel_import
from privacy.models import Purge, RetentionKind, RetentionRule
from privacy.queries.due import last_day_kept


@transaction.atomic
def purge(*, today: date) -> dict[str, int]:
    """How many were taken away of each kind that has a rule in force; each with a row in the log when there were any.

    Done twice it takes nothing more.
    """
    taken = {}
    for kind, act in _ACTS.items():
        rule = RetentionRule.objects.in_force(kind=kind, on=today)
        if rule is None:
            continue
        taken[kind.value] = act(last_day_kept(day=today, months=rule.months))
        if taken[kind.value]:
            Purge.objects.create(rule=rule, number=taken[kind.value])
    return taken


def _files(last_day: date) -> int:
    """Lay waiting files aside, as if someone had: their rows are thrown away, the register is as it was. Of accepted
    ones the way back is thrown away: it holds what the register said before."""
    old = EmploymentImport.objects.filter(imported_at__date__lte=last_day)
    waiting = list(old.filter(state=EmploymentImportState.WAITING).order_by("pk"))
    for one in waiting:
        cancel_import(employment_import=one, by=None)
    with pgtrigger.ignore("placements.EmploymentImport:employment_import_settled"):
        emptied = old.filter(state=EmploymentImportState.ACCEPTED).exclude(undo=b"").update(undo=b"")
    return len(waiting) + emptied


def _looks(last_day: date) -> int:
    """The one act that the log lets past its trigger."""
    with pgtrigger.ignore("foundation.AccessLogEntry:access_log_is_append_only"):
        number, _by_model = AccessLogEntry.objects.filter(at__date__lte=last_day).delete()
    return number


_ACTS: dict[RetentionKind, Callable[[date], int]] = {
    RetentionKind.FILE: _files,
    RetentionKind.ACCESS_LOG: _looks,
}
