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

from foundation.bulk_rows import any_of, copy_in, new_ids, update_in
from foundation.refusals import Refusal
from organisation.models import Department
from placements.employment_rows import (
    EMPLOYMENT_FIELDS,
    PLACEMENT_FIELDS,
    ComparedRow,
    EmploymentRow,
    Known,
    KnownDecision,
    KnownEmployment,
    KnownParticipant,
    KnownPlacement,
    RowState,
    compare,
    people_in,
)
from placements.full_time import as_registers_say
from placements.identity import encrypted, identity_hash
from placements.models import Employment, EmploymentType, Participant, Placement, Supervisor, SupportDecision
from placements.operations.participants import with_participants


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


class NumberTaken(Refusal):
    """Since the file was read its identity numbers have come into the register under other keys."""

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(
            _(
                "Personnummer i filen tillhör redan deltagarna %(keys)s i registret, under andra nycklar. "
                "Inget är inläst. Rätta deltagarnycklarna i filen och läs in den på nytt."
            )
            % {"keys": ", ".join(sorted(keys)[:20])}
        )


@transaction.atomic
def save_employment_rows(*, rows: Sequence[EmploymentRow], kept: Collection[str] = ()) -> Saved:
    """Add what is new, change what differs, leave the rest; what no row names stays.

    `kept` are fields (names of EmploymentRow) that the source has no column for. Rows that speak of the same
    employment or participant must agree (placements.employment_file checks files). Raises UnknownCode and NumberTaken.
    """
    one_at_a_time()
    compared, known = compared_and_known(rows, kept=kept)
    return save_compared(compared=compared, known=known)


@transaction.atomic
def save_compared(*, compared: Sequence[ComparedRow], known: Known) -> Saved:
    """Write rows that have been compared since `one_at_a_time`, of an employment all rows or none. Raises UnknownCode
    and NumberTaken.
    """
    _refuse_numbers_of_others(one.row for one in compared)
    people = _save_participants(compared, known)
    employments = _save_employments(compared, known, people)
    with as_registers_say():
        _save_placements(compared, employments)
    _save_decisions(compared, known, employments)
    states = Counter(one.state for one in compared)
    new, unchanged = states[RowState.NEW], states[RowState.UNCHANGED]
    return Saved(new=new, changed=len(compared) - new - unchanged, unchanged=unchanged)


def _refuse_numbers_of_others(rows: Iterable[EmploymentRow]) -> None:
    """One identity number is one person; files are checked when read, but others may have been accepted since."""
    keys = {identity_hash(row.identity_number): row.participant for row in rows if row.identity_number}
    owners = Participant.objects.filter(identity_hash__in=any_of(keys)).values_list("key", "identity_hash")
    taken = {key for key, hash_ in owners if keys[hash_ or ""] != key}
    if taken:
        raise NumberTaken(taken)


def one_at_a_time() -> None:
    """Whoever adds to the register waits for the one who is at it, until that transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('placements.register'))")


def compare_with_register(rows: Sequence[EmploymentRow], *, kept: Collection[str] = ()) -> list[ComparedRow]:
    """Each row against the register as it is now. At most seven queries."""
    return compared_and_known(rows, kept=kept)[0]


def compared_and_known(rows: Sequence[EmploymentRow], *, kept: Collection[str] = ()) -> tuple[list[ComparedRow], Known]:
    """The same with what the register has, for the one who writes them next."""
    rows = with_participants(rows)
    known = known_to_register(rows)
    return compare(rows, known, kept=kept, hashes=_hashes(rows)), known


def _hashes(rows: Iterable[EmploymentRow]) -> dict[str, str]:
    return {row.identity_number: identity_hash(row.identity_number) for row in rows if row.identity_number}


def known_to_register(rows: Iterable[EmploymentRow]) -> Known:
    """What the register has of the people and employments that the rows name. At most four queries."""
    rows = list(rows)
    people = Participant.objects.filter(key__in=any_of({row.participant for row in rows}))
    employments = Employment.objects.filter(key__in=any_of({row.employment for row in rows}))
    by_key = {
        key: KnownEmployment(id_, participant, type_, employed_from, employed_to, end_cause)
        for key, id_, participant, type_, employed_from, employed_to, end_cause in employments.values_list(
            "key", "id", "participant__key", "type__code", "employed_from", "employed_to", "end_cause"
        )
    }
    return Known(
        participants={
            key: KnownParticipant(id_, sex, name, hash_ or "", is_protected)
            for key, id_, sex, name, hash_, is_protected in people.values_list(
                "key", "id", "sex", "name", "identity_hash", "is_protected"
            )
        },
        employments=by_key,
        placements=_known_placements(by_key),
        decisions=_known_decisions(rows),
    )


def _known_placements(employments: Collection[str]) -> dict[str, list[KnownPlacement]]:
    """Of the employments with these keys. One query, or none."""
    placements: defaultdict[str, list[KnownPlacement]] = defaultdict(list)
    found = Placement.objects.filter(employment__key__in=any_of(employments)).order_by("id")
    for key, id_, department, kind, first, last, share, title, supervisor, onboarding, responsibility in (
        found.values_list("employment__key", "id", "department__code", "kind", "placed_from", "placed_to",
                          "working_share", "job_title", "supervisor__key", "onboarding_on", "responsibility_on")
        if employments else ()
    ):  # fmt: skip
        placements[key].append(
            KnownPlacement(
                id_, department, kind, first, last, share, title, supervisor or "", onboarding, responsibility
            )
        )
    return dict(placements)


def _known_decisions(rows: Iterable[EmploymentRow]) -> dict[tuple[str, str], KnownDecision]:
    """Of the employments for which the rows bring decisions. One query, or none."""
    keys = {row.employment for row in rows if row.decision}
    found = SupportDecision.objects.filter(employment__key__in=any_of(keys)) if keys else SupportDecision.objects.none()
    values = found.values_list("employment__key", "number", "id", "type__code", "valid_from", "valid_to")
    return {(key, number): KnownDecision(id_, kind, first, last) for key, number, id_, kind, first, last in values}


def _save_participants(compared: Sequence[ComparedRow], register: Known) -> dict[str, int]:
    """Gives the ids of all people in the rows, by key."""
    people = people_in(one.row for one in compared)
    known = {key: one.id for key, one in register.participants.items()}
    fresh = _with_ids(Participant, [key for key in people if key not in known])
    copy_in(
        Participant,
        ["id", "key", "sex", "name", "is_protected", "identity_number", "identity_hash"],
        (
            (id_, key, one.sex, one.name, one.is_protected, *_sealed(one.identity_number))
            for key, id_ in fresh.items()
            for one in (people[key],)
        ),
    )
    differ: defaultdict[str, set[str]] = defaultdict(set)
    for one in compared:
        for change in one.changes:
            differ[change.field].add(one.row.participant)
    for field in ("sex", "name", "is_protected"):
        update_in(Participant, [field], ((known[key], getattr(people[key], field)) for key in differ[field]))
    update_in(
        Participant,
        ["identity_number", "identity_hash"],
        ((known[key], *_sealed(people[key].identity_number)) for key in differ["identity_number"]),
    )
    return known | fresh


def _sealed(number: str) -> tuple[bytes | None, str | None]:
    return (encrypted(number), identity_hash(number)) if number else (None, None)


def _save_employments(compared: Sequence[ComparedRow], register: Known, people: dict[str, int]) -> dict[str, int]:
    """Gives the ids of all employments in the rows, by key."""
    by_key = {one.row.employment: one for one in compared}
    known = {key: one.id for key, one in register.employments.items()}
    types = _codes(EmploymentType, {one.row.type for one in compared})
    changed = {
        one.row.employment: one for one in compared if any(change.field in EMPLOYMENT_FIELDS for change in one.changes)
    }

    def values(row: EmploymentRow) -> tuple[Any, ...]:
        return people[row.participant], types[row.type], row.employed_from, row.employed_to, row.end_cause

    columns = ["participant_id", "type_id", "employed_from", "employed_to", "end_cause"]
    fresh = _with_ids(Employment, [key for key in by_key if key not in known])
    copy_in(Employment, ["id", "key", *columns], ((id_, key, *values(by_key[key].row)) for key, id_ in fresh.items()))
    update_in(Employment, columns, ((known[key], *values(one.row)) for key, one in changed.items()))
    return known | fresh


def _save_placements(compared: Sequence[ComparedRow], employments: dict[str, int]) -> None:
    departments = _codes(Department, {one.row.department for one in compared})
    named = {one.row.supervisor for one in compared if one.row.supervisor}
    supervisors = dict(Supervisor.objects.filter(key__in=any_of(named)).values_list("key", "id")) if named else {}

    def values(row: EmploymentRow) -> tuple[Any, ...]:
        return (
            departments[row.department], row.placement_kind, row.placed_from, row.placed_to, row.working_share,
            row.job_title, supervisors[row.supervisor] if row.supervisor else None, row.onboarding_on,
            row.responsibility_on,
        )  # fmt: skip

    columns = [
        "department_id", "kind", "placed_from", "placed_to", "working_share", "job_title", "supervisor_id",
        "onboarding_on", "responsibility_on",
    ]  # fmt: skip
    fresh = (one.row for one in compared if one.placement_id is None)
    copy_in(Placement, ["employment_id", *columns], ((employments[row.employment], *values(row)) for row in fresh))
    changed = (one for one in compared if one.placement_id and any(c.field in PLACEMENT_FIELDS for c in one.changes))
    update_in(Placement, columns, ((one.placement_id, *values(one.row)) for one in changed))


def _save_decisions(compared: Sequence[ComparedRow], register: Known, employments: dict[str, int]) -> None:
    """Decisions with their periods; each once, on whichever of its employment's rows it stands."""
    rows = {(one.row.employment, one.row.decision): one.row for one in compared if one.row.decision}
    if not rows:
        return
    types = _codes(EmploymentType, {row.type for row in rows.values()})
    fresh, changed = [], []
    for key, row in rows.items():
        known, period = register.decisions.get(key), (row.decision_from, row.decision_to)
        if known is None:
            fresh.append((employments[row.employment], row.decision, types[row.type], *period))
        elif (known.decision_from, known.decision_to) != period:
            changed.append((known.id, *period))
    copy_in(SupportDecision, ["employment_id", "number", "type_id", "valid_from", "valid_to"], fresh)
    update_in(SupportDecision, ["valid_from", "valid_to"], changed)


def _with_ids(model: type[Participant] | type[Employment], keys: Sequence[str]) -> dict[str, int]:
    """A new id for each key."""
    return dict(zip(keys, new_ids(model, len(keys)), strict=True))


def _codes(model: type[EmploymentType] | type[Department], codes: Collection[str]) -> dict[str, int]:
    found = dict(model._default_manager.filter(code__in=any_of(codes)).values_list("code", "id"))
    if missing := set(codes) - set(found):
        raise UnknownCode(missing)
    return found
