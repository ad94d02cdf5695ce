"""Staff counted before a reorganisation, mapped over to the departments that took over (DOMAIN.md 2, 3).

Standard library only. Nobody is lost and nobody is counted twice: what a department hands on is shared out in whole
people by the largest remainder, and what it does not hand on stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class HandOn:
    """From a month on, `share` (0–1) of the predecessor's staff is the successor's. Departments by id."""

    predecessor: int
    successor: int
    first_month: Month
    share: Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    permanent: int
    all: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One step of the mapping: so many of the predecessor's `of` people went to the successor."""

    hand_on: HandOn
    of: Counted
    people: Counted


@dataclass(frozen=True, slots=True)
class Mapped:
    """Staff by department id as the month's organisation has it, and the steps that led there, in order."""

    staff: dict[int, Counted]
    moves: tuple[Moved, ...]


def in_effect(hand_ons: Iterable[HandOn], *, counted_on: date, month: Month) -> list[HandOn]:
    """Those that came after the count and hold in the month, in the order in which they happened."""
    chosen = [one for one in hand_ons if counted_on < one.first_month.first_day and one.first_month <= month]
    return sorted(chosen, key=lambda one: (one.first_month, one.predecessor, one.successor))


def mapped(staff: Mapping[int, Counted], hand_ons: Iterable[HandOn], *, counted_on: date, month: Month) -> Mapped:
    """The staff counted on a day, as the organisation of the month has it.

    What happens from the same month happens at once: nobody is handed on twice in a month.
    """
    now, moves = dict(staff), []
    by_month: defaultdict[Month, defaultdict[int, list[HandOn]]] = defaultdict(lambda: defaultdict(list))
    for one in in_effect(hand_ons, counted_on=counted_on, month=month):
        by_month[one.first_month][one.predecessor].append(one)
    for groups in by_month.values():
        before = dict(now)
        for predecessor, group in groups.items():
            if (whole := before.get(predecessor)) is None:
                continue  # nobody has counted it: there is nothing to hand on
            for one, people in zip(group, _parts(whole, group), strict=True):
                moves.append(Moved(one, whole, people))
                now[predecessor] = _plus(now[predecessor], people, sign=-1)
                now[one.successor] = _plus(now.get(one.successor, Counted(0, 0)), people)
    return Mapped(now, tuple(moves))


def origins(department: int, moves: Iterable[Moved]) -> set[int]:
    """The department and all whose counted staff has come to it, also by way of others; `moves` in order."""
    found = {department}
    for one in reversed(list(moves)):
        if one.hand_on.successor in found:
            found.add(one.hand_on.predecessor)
    return found


def reached(departments: Iterable[int], hand_ons: Iterable[HandOn], *, month: Month) -> set[int]:
    """Those whose staff is another when what the departments hand on from the month is: they, and all after them."""
    found = set(departments)
    for one in sorted(hand_ons, key=lambda one: one.first_month):
        if one.first_month >= month and one.predecessor in found:
            found.add(one.successor)
    return found


def _plus(one: Counted, other: Counted, *, sign: int = 1) -> Counted:
    return Counted(one.permanent + sign * other.permanent, one.all + sign * other.all)


def _parts(whole: Counted, group: list[HandOn]) -> list[Counted]:
    """What each gets. The permanent and the others are shared apart, so that the permanent stay within all."""
    shares = [Fraction(one.share) for one in group]
    permanent = shared_out(whole.permanent, shares)
    others = shared_out(whole.all - whole.permanent, shares)
    return [Counted(some, some + more) for some, more in zip(permanent, others, strict=True)]


def shared_out(people: int, shares: list[Fraction]) -> list[int]:
    """Whole people by the largest remainder, in the order of the shares; what the shares leave is kept.

    At a tie the larger share is served first, then the earlier, and what is kept last. Raises ValueError when the
    shares are more than the whole.
    """
    kept = 1 - sum(shares, Fraction(0))
    if kept < 0:
        raise ValueError(f"more than the whole is handed on: {1 - kept}")
    exact = [share * people for share in [*shares, kept]]
    parts = [floor(one) for one in exact]
    is_handed_on = range(len(shares))
    served = sorted(range(len(exact)), key=lambda at: (parts[at] - exact[at], at not in is_handed_on, -exact[at]))
    for at in served[: people - sum(parts)]:
        parts[at] += 1
    return parts[:-1]
