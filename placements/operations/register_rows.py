"""Employment rows into the register, from a file that someone accepted or from the folder of a city that moves in.

The same rows twice change nothing (DOMAIN.md 5; register/FORMAT).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.bulk_rows import any_of, copy_in, update_in
from foundation.refusals import Refusal
from organisation.models import Department
from placements.employment_rows import (
    EMPLOYMENT_FIELDS,
    PLACEMENT_FIELDS,
    ComparedRow,
    EmploymentRow,
    Known,
    KnownEmployment,
    KnownParticipant,
    KnownPlacement,
    RowState,
    compare,
    people_in,
)
from placements.identity import encrypted, identity_hash
from placements.models import Employment, EmploymentType, Participant, Placement


@dataclass(frozen=True, slots=True)
class Saved:
    """Rows by what they did; `changed` includes those that ended."""

    new: int
    changed: int
    unchanged: int


class UnknownCode(Refusal):
    """A row names a department or an employment type that does not exist."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(
            _(
                "Koderna %(codes)s finns inte bland förvaltningar och anställningstyper. "
                "Rätta dem i filen eller lägg upp dem först."
            )
            % {"codes": ", ".join(sorted(codes)[:20])}
        )


@transaction.atomic
def save_employment_rows(*, rows: Sequence[EmploymentRow], kept: Collection[str] = ()) -> Saved:
    """Add what is new, change what differs, leave the rest; what no row names stays.

    `kept` are fields (names of EmploymentRow) that the source has no column for. Rows that speak of the same
    employment or participant must agree (placements.employment_file checks files). Raises UnknownCode.
    """
    one_at_a_time()
    compared = compare_with_register(rows, kept=kept)
    _save_participants(compared)
    _save_employments(compared)
    _save_placements(compared)
    states = Counter(one.state for one in compared)
    new, unchanged = states[RowState.NEW], states[RowState.UNCHANGED]
    return Saved(new=new, changed=len(compared) - new - unchanged, unchanged=unchanged)


def one_at_a_time() -> None:
    """Whoever adds to the register waits for the one who is at it, until that transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('placements.register'))")


def compare_with_register(rows: Sequence[EmploymentRow], *, kept: Collection[str] = ()) -> list[ComparedRow]:
    """Each row against the register as it is now. Three queries."""
    hashes = {row.identity_number: identity_hash(row.identity_number) for row in rows if row.identity_number}
    return compare(rows, known_to_register(rows), kept=kept, hashes=hashes)


def known_to_register(rows: Iterable[EmploymentRow]) -> Known:
    """What the register has of the people and employments that the rows name. Three queries."""
    rows = list(rows)
    people = Participant.objects.filter(key__in=any_of({row.participant for row in rows}))
    employments = Employment.objects.filter(key__in=any_of({row.employment for row in rows}))
    placements: defaultdict[str, list[KnownPlacement]] = defaultdict(list)
    for key, *values in (
        Placement.objects.filter(employment__key__in=any_of({row.employment for row in rows}))
        .order_by("id")
        .values_list("employment__key", "id", "department__code", "kind", "placed_from", "placed_to", "working_share")
    ):
        placements[key].append(KnownPlacement(*values))
    return Known(
        participants={
            key: KnownParticipant(id_, sex, name, hash_ or "")
            for key, id_, sex, name, hash_ in people.values_list("key", "id", "sex", "name", "identity_hash")
        },
        employments={
            key: KnownEmployment(*values)
            for key, *values in employments.values_list(
                "key", "id", "participant__key", "type__code", "employed_from", "employed_to", "end_cause"
            )
        },
        placements=placements,
    )


def _save_participants(compared: Sequence[ComparedRow]) -> None:
    people = people_in(one.row for one in compared)
    known = _ids(Participant, people)
    copy_in(
        Participant,
        ["key", "sex", "name", "is_protected", "identity_number", "identity_hash"],
        (
            (key, one.sex, one.name, False, *_sealed(one.identity_number))
            for key, one in people.items()
            if key not in known
        ),
    )
    differ: defaultdict[str, set[str]] = defaultdict(set)
    for one in compared:
        for change in one.changes:
            differ[change.field].add(one.row.participant)
    for field in ("sex", "name"):
        update_in(Participant, [field], ((known[key], getattr(people[key], field)) for key in differ[field]))
    update_in(
        Participant,
        ["identity_number", "identity_hash"],
        ((known[key], *_sealed(people[key].identity_number)) for key in differ["identity_number"]),
    )


def _sealed(number: str) -> tuple[bytes | None, str | None]:
    return (encrypted(number), identity_hash(number)) if number else (None, None)


def _save_employments(compared: Sequence[ComparedRow]) -> None:
    by_key = {one.row.employment: one for one in compared}
    known, types = _ids(Employment, by_key), _codes(EmploymentType, {one.row.type for one in compared})
    people = _ids(Participant, {one.row.participant for one in compared})
    changed = {
        one.row.employment: one for one in compared if any(change.field in EMPLOYMENT_FIELDS for change in one.changes)
    }

    def values(row: EmploymentRow) -> tuple[Any, ...]:
        return people[row.participant], types[row.type], row.employed_from, row.employed_to, row.end_cause

    columns = ["participant_id", "type_id", "employed_from", "employed_to", "end_cause"]
    fresh = (one.row for key, one in by_key.items() if key not in known)
    copy_in(Employment, ["key", *columns], ((row.employment, *values(row)) for row in fresh))
    update_in(Employment, columns, ((known[key], *values(one.row)) for key, one in changed.items()))


def _save_placements(compared: Sequence[ComparedRow]) -> None:
    departments = _codes(Department, {one.row.department for one in compared})
    employments = _ids(Employment, {one.row.employment for one in compared})

    def values(row: EmploymentRow) -> tuple[Any, ...]:
        return departments[row.department], row.placement_kind, row.placed_from, row.placed_to, row.working_share

    columns = ["department_id", "kind", "placed_from", "placed_to", "working_share"]
    fresh = (one.row for one in compared if one.placement_id is None)
    copy_in(Placement, ["employment_id", *columns], ((employments[row.employment], *values(row)) for row in fresh))
    changed = (one for one in compared if one.placement_id and any(c.field in PLACEMENT_FIELDS for c in one.changes))
    update_in(Placement, columns, ((one.placement_id, *values(one.row)) for one in changed))


def _ids(model: type[Participant] | type[Employment], keys: Collection[str]) -> dict[str, int]:
    return dict(model._default_manager.filter(key__in=any_of(keys)).values_list("key", "id"))


def _codes(model: type[EmploymentType] | type[Department], codes: Collection[str]) -> dict[str, int]:
    found = dict(model._default_manager.filter(code__in=any_of(codes)).values_list("code", "id"))
    if missing := set(codes) - set(found):
        raise UnknownCode(missing)
    return found
