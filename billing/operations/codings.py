"""A coding from a day on: it ends the one before and stops at the one after; what is invoiced keeps its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from billing.coding_file import FIELDS, CodingRow
from billing.models import AccountCoding
from foundation.refusals import Refusal
from organisation.models import Department

_ONE_DAY = timedelta(days=1)


class CodingsMoved(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Konteringarna har ändrats sedan ni såg skillnaden. Granska den på nytt; inget är ändrat."))


@dataclass(frozen=True, slots=True)
class CodingChange:
    """What a row would do: the fields that differ, as (name, then, now). `is_new` when it begins a period."""

    row: CodingRow
    is_new: bool
    fields: tuple[tuple[str, Any, Any], ...]


@transaction.atomic
def keep_coding(*, department: Department, valid_from: date, valid_to: date | None, **parts: str) -> AccountCoding:
    """Begin a coding on a day, or change the one that begins that day; no two hold on the same day.

    An earlier one that still holds ends the day before, and this one ends the day before a later one begins.
    """
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    own = AccountCoding.objects.filter(department=department)
    later = own.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    if later and (valid_to is None or valid_to >= later.valid_from):
        valid_to = later.valid_from - _ONE_DAY
    for earlier in own.filter(valid_from__lt=valid_from).exclude(valid_to__lt=valid_from):
        earlier.valid_to = valid_from - _ONE_DAY
        earlier.save(update_fields=["valid_to"])
    values = {"valid_to": valid_to, **parts}
    kept, _made = AccountCoding.objects.update_or_create(department=department, valid_from=valid_from, defaults=values)
    return kept


def coding_changes(rows: Iterable[CodingRow]) -> list[CodingChange]:
    """What taking in the rows would change; rows that change nothing are left out. One query."""
    known = {(one.department_id, one.valid_from): one for one in AccountCoding.objects.all()}
    found = []
    for row in rows:
        before = known.get((row.department.pk, row.valid_from))
        pairs = [(name, getattr(before, name, None), row.values[name]) for name in FIELDS]
        fields = tuple(pair for pair in pairs if (pair[1] or None) != (pair[2] or None))
        if fields:
            found.append(CodingChange(row, before is None, fields))
    return found


def fingerprint(changes: Sequence[CodingChange]) -> str:
    """The same for the same difference: says whether what is taken in is what was shown."""
    told = [
        (one.row.department.code, str(one.row.valid_from), one.is_new, list(map(str, one.fields))) for one in changes
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@transaction.atomic
def take_in_codings(*, rows: Sequence[CodingRow], seen: str) -> list[CodingChange]:
    """Take in what was shown, in the order of days. Raises CodingsMoved when the difference is another by now."""
    list(
        Department.objects.select_for_update(no_key=True)
        .filter(pk__in={row.department.pk for row in rows})
        .order_by("pk")
    )
    changes = coding_changes(rows)
    if fingerprint(changes) != seen:
        raise CodingsMoved
    for one in sorted(changes, key=lambda change: change.row.valid_from):
        keep_coding(department=one.row.department, valid_from=one.row.valid_from, **one.row.values)
    return changes
