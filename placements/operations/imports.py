"""Employment files: kept for comparison, accepted, cancelled (DOMAIN.md 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.bulk_rows import any_of
from foundation.identity_numbers import without_identity_numbers
from foundation.import_refusals import ImportSettled, NothingNew
from foundation.refusals import Refusal
from organisation.models import User
from placements.employment_rows import ComparedRow, EmploymentRow, RowState
from placements.import_payload import opened, sealed
from placements.models import EmploymentImport, EmploymentImportState, Participant
from placements.operations.register_rows import (
    Saved,
    compare_with_register,
    compared_and_known,
    one_at_a_time,
    save_compared,
)
from placements.operations.undo_import import remembered
from placements.queries.import_comparison import double_rows


class NothingToRead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Filen har rubriker men inga rader. Här väntas en rad för varje placering. "
                "Fyll i filen och välj den igen."
            )
        )


class NothingChosen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Alla rader är bortvalda, så inget kan läsas in. Välj minst en rad, eller lägg filen åt sidan."
            )
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
        file_name=without_identity_numbers(file_name)[:200],
        sha256=digest,
        rows=sealed(rows, kept),
        row_count=len(rows),
        imported_by=by,
    )


@transaction.atomic
def accept_import(
    *,
    employment_import: EmploymentImport,
    by: User,
    without: Collection[int] = (),
    states: Collection[str] = tuple(RowState),
    despite: Collection[int] = (),
) -> Saved:
    """Write the file's rows into the register, all that are asked for or none.

    `without` are row numbers that are left out, and `states` what is taken (new, changed, ended). Rows that would put
    someone in more than full time are left out but for those in `despite`. The rows of one employment go together:
    with one of them all are left out. Raises ImportSettled the second time, NothingChosen
    and NumberTaken.
    """
    kept_file = _claimed(employment_import)
    rows, kept = opened(kept_file.rows)
    one_at_a_time()
    compared, known = compared_and_known(rows, kept=kept)
    chosen = _chosen(compared, without=without, states=states, despite=despite)
    if not chosen:
        raise NothingChosen
    numbers = _numbers_that_go([one.row for one in chosen])
    with pghistory.context(reason=_("Inläst %(file)s") % {"file": kept_file}) as context:
        saved = save_compared(compared=chosen, known=known)
    kept_file.settle(EmploymentImportState.ACCEPTED, now=timezone.now(), by=by, undo=remembered(context.id, numbers))
    return saved


def _chosen(
    compared: Sequence[ComparedRow], *, without: Collection[int], states: Collection[str], despite: Collection[int]
) -> list[ComparedRow]:
    taken = {*states, RowState.UNCHANGED.value}
    beyond = double_rows(compared)
    left_out = {
        one.row.employment
        for index, one in enumerate(compared)
        if one.row.number in without
        or (one.row.number not in despite and (index in beyond or one.state.value not in taken))
    }
    return [one for one in compared if one.row.employment not in left_out]


def _numbers_that_go(rows: Sequence[EmploymentRow]) -> list[tuple[int, bytes | None]]:
    """The encrypted identity numbers of the people for whom the file brings one; the history does not hold them."""
    keys = {row.participant for row in rows if row.identity_number}
    known = Participant.objects.filter(key__in=any_of(keys)) if keys else Participant.objects.none()
    return [(id_, bytes(token) if token else None) for id_, token in known.values_list("pk", "identity_number")]


@transaction.atomic
def cancel_import(*, employment_import: EmploymentImport, by: User | None) -> None:
    """Leave the register as it is; `by` is None when time is out. Raises ImportSettled on the second run."""
    _claimed(employment_import).settle(EmploymentImportState.CANCELLED, now=timezone.now(), by=by)


def _claimed(employment_import: EmploymentImport) -> EmploymentImport:
    kept = EmploymentImport.objects.select_for_update().get(pk=employment_import.pk)
    if kept.state != EmploymentImportState.WAITING:
        raise ImportSettled
    return kept
