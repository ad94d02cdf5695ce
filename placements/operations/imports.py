"""Employment files: kept for comparison, accepted, cancelled (DOMAIN.md 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import User
from placements.employment_rows import EmploymentRow, RowState
from placements.import_payload import opened, sealed
from placements.models import EmploymentImport, EmploymentImportState
from placements.operations.register_rows import Saved, compare_with_register, save_employment_rows


class NothingToRead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Filen har rubriker men inga rader. Här väntas en rad för varje placering. "
                "Fyll i filen och välj den igen."
            )
        )


class NothingNew(Refusal):
    """The file says what the register already says."""

    def __init__(self, file_name: str, earlier: EmploymentImport | None) -> None:
        if earlier is not None and earlier.settled_at is not None:
            found = _("Filen är densamma som ni läste in %(day)s (%(file)s).") % {
                "day": timezone.localdate(earlier.settled_at).isoformat(),
                "file": earlier.file_name,
            }
        else:
            found = _("Varje rad i %(file)s står redan så i registret.") % {"file": file_name}
        super().__init__(_("%(found)s Inget ändras. Välj en annan fil om ni väntade er en ändring.") % {"found": found})


class ImportSettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Filen är redan godkänd eller avbruten. Inget ändras. Läs in den på nytt om det behövs.")
        )


@transaction.atomic
def propose_import(
    *, content: bytes, file_name: str, rows: Sequence[EmploymentRow], kept: Sequence[str], by: User
) -> EmploymentImport:
    """Keep the rows of a faultless file for comparison; nothing in the register changes yet.

    The same file again while it waits gives the one that waits. Raises NothingToRead and NothingNew.
    """
    if not rows:
        raise NothingToRead
    digest = hashlib.sha256(content).hexdigest()
    same = EmploymentImport.objects.filter(sha256=digest).order_by("-imported_at")
    if all(one.state is RowState.UNCHANGED for one in compare_with_register(rows, kept=kept)):
        raise NothingNew(file_name, same.filter(state=EmploymentImportState.ACCEPTED).first())
    waiting = same.filter(state=EmploymentImportState.WAITING).first()
    return waiting or EmploymentImport.objects.create(
        file_name=file_name[:200], sha256=digest, rows=sealed(rows, kept), row_count=len(rows), imported_by=by
    )


@transaction.atomic
def accept_import(*, employment_import: EmploymentImport, by: User) -> Saved:
    """Write all rows of the file into the register, or none. Raises ImportSettled the second time, and NumberTaken."""
    kept_file = _claimed(employment_import)
    rows, kept = opened(kept_file.rows)
    with pghistory.context(reason=_("Inläst från %(file)s") % {"file": kept_file.file_name}):
        saved = save_employment_rows(rows=rows, kept=kept)
    kept_file.settle(EmploymentImportState.ACCEPTED, now=timezone.now(), by=by)
    return saved


@transaction.atomic
def cancel_import(*, employment_import: EmploymentImport, by: User | None) -> None:
    """Leave the register as it is; `by` is None when time is out. Raises ImportSettled on the second run."""
    _claimed(employment_import).settle(EmploymentImportState.CANCELLED, now=timezone.now(), by=by)


def _claimed(employment_import: EmploymentImport) -> EmploymentImport:
    kept = EmploymentImport.objects.select_for_update().get(pk=employment_import.pk)
    if kept.state != EmploymentImportState.WAITING:
        raise ImportSettled
    return kept
