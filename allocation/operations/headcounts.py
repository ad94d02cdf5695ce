"""Headcount files: read in, accepted, cancelled (DOMAIN.md 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import Headcount, HeadcountFile, HeadcountImport, HeadcountImportState
from allocation.reorganisation import CountedRow
from foundation.bulk_rows import save_in
from foundation.import_refusals import ImportSettled, NothingNew
from foundation.refusals import Refusal
from organisation.models import Department, User


class NothingToRead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Filen har rubriker men inga rader. Här väntas en rad för varje förvaltning. "
                "Fyll i filen och välj den igen."
            )
        )


class HeadcountLocked(Refusal):
    def __init__(self, rows: Sequence[Headcount]) -> None:
        super().__init__(
            *(
                _(
                    "%(department)s %(day)s är låst: en undertecknad överenskommelse vilar på %(permanent)s "
                    "tillsvidareanställda. Ta bort raden ur filen, eller räkna på ett nytt datum."
                )
                % {"department": row.department.name, "day": row.date.isoformat(), "permanent": row.permanent}
                for row in rows
            )
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    added: int
    changed: int


@transaction.atomic
def propose_headcounts(
    *,
    content: bytes,
    file_name: str,
    rows: Sequence[CountedRow],
    by: User,
    columns: Mapping[str, str] | None = None,
    distributed: Sequence[Mapping[str, Any]] = (),
) -> HeadcountImport:
    """Keep the rows of a faultless file for comparison; nothing in the register changes yet.

    `columns` and `distributed` say how the file was read. The same file again while it waits gives the one that
    waits, with the rows as they are read now. Raises NothingToRead and NothingNew.
    """
    if not rows:
        raise NothingToRead
    digest = hashlib.sha256(content).hexdigest()
    same = HeadcountImport.objects.filter(sha256=digest).order_by("-imported_at")
    current = _current(rows)
    if not any(_differs(row, current) for row in rows):
        raise NothingNew(file_name, same.filter(state=HeadcountImportState.ACCEPTED).first())
    waiting = same.select_for_update().filter(state=HeadcountImportState.WAITING).first()
    found = waiting or HeadcountImport(file_name=file_name[:200], sha256=digest, imported_by=by)
    found.rows = [row.as_json() for row in rows]
    found.columns, found.distributed = dict(columns or {}), [dict(row) for row in distributed]
    found.save()
    return found


@transaction.atomic
def accept_headcounts(*, headcount_import: HeadcountImport, by: User) -> Accepted:
    """Write the file's rows into the register, with the file as their source; rows that say the same are left alone.

    Raises ImportSettled on the second run, and HeadcountLocked where a signed agreement rests on another number.
    """
    kept = _claimed(headcount_import)
    rows = [CountedRow.from_json(row) for row in kept.rows]
    # one acceptance at a time: two files with the same new day must not both add it
    departments = dict(Department.objects.select_for_update(no_key=True).order_by("pk").values_list("code", "pk"))
    current = _current(rows, lock=True)
    changing = [row for row in rows if _differs(row, current)]
    locked = [found for row in changing if (found := current.get(_key(row))) and found.locked_at]
    if locked:
        raise HeadcountLocked(locked)
    written = [_written(row, current.get(_key(row)), departments[row.department], kept) for row in changing]
    added, changed = [row for row in written if row.pk is None], [row for row in written if row.pk is not None]
    Headcount.objects.bulk_create(added)
    save_in(changed, ["permanent", "all_employees", "source"])
    kept.settle(HeadcountImportState.ACCEPTED, now=timezone.now())
    HeadcountFile.objects.filter(owner=by).delete()
    return Accepted(len(added), len(changed))


@transaction.atomic
def cancel_headcounts(*, headcount_import: HeadcountImport, by: User) -> None:
    """Leave the register as it is. Raises ImportSettled on the second run."""
    _claimed(headcount_import).settle(HeadcountImportState.CANCELLED, now=timezone.now())
    HeadcountFile.objects.filter(owner=by).delete()


def _claimed(headcount_import: HeadcountImport) -> HeadcountImport:
    kept = HeadcountImport.objects.select_for_update().get(pk=headcount_import.pk)
    if kept.state != HeadcountImportState.WAITING:
        raise ImportSettled
    return kept


def _current(rows: Sequence[CountedRow], *, lock: bool = False) -> dict[tuple[str, date], Headcount]:
    """What the register says on the dates of the file, by department code and date."""
    found = Headcount.objects.filter(date__in={row.date for row in rows}).select_related("department").order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    return {(headcount.department.code, headcount.date): headcount for headcount in found}


def _key(row: CountedRow) -> tuple[str, date]:
    return row.department, row.date


def _differs(row: CountedRow, current: dict[tuple[str, date], Headcount]) -> bool:
    headcount = current.get(_key(row))
    return headcount is None or (headcount.permanent, headcount.all_employees) != (row.permanent, row.all)


def _written(row: CountedRow, headcount: Headcount | None, department_id: int, source: HeadcountImport) -> Headcount:
    headcount = headcount or Headcount(department_id=department_id, date=row.date)
    headcount.permanent, headcount.all_employees, headcount.source = row.permanent, row.all, source
    return headcount
