"""Does Arbetsförmedlingen's decision cover the employment? (DOMAIN.md 5.) Standard library only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Fault(StrEnum):
    NO_DECISION = "no_decision"  # there is none at all
    NOT_COVERED = "not_covered"  # none covers these days
    OTHER_TYPE = "other_type"  # the one that does is for another type


@dataclass(frozen=True, slots=True)
class CoveringDecision:
    number: str
    type: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What is wrong, and the days it holds for; `last` None: from then on."""

    fault: Fault
    first: date
    last: date | None
    number: str = ""


def uncovered(
    *, type: int, employed: tuple[date, date | None], decisions: Sequence[CoveringDecision]
) -> list[Uncovered]:
    """The days of the employment that no decision covers, and decisions for another type, in the order of the days.

    `type` is the employment's; call only for types that need a decision.
    """
    first, last = employed
    if not decisions:
        return [Uncovered(Fault.NO_DECISION, first, last)]
    found = []
    expected = first
    for one in sorted(decisions, key=lambda one: one.first):
        if (last is not None and one.first > last) or one.last < first:
            continue
        if one.first > expected:
            found.append(Uncovered(Fault.NOT_COVERED, expected, one.first - DAY))
        if one.type != type:
            found.append(
                Uncovered(Fault.OTHER_TYPE, max(one.first, first), min(one.last, last or one.last), one.number)
            )
        expected = max(expected, one.last + DAY)
    if last is None or expected <= last:
        found.append(Uncovered(Fault.NOT_COVERED, expected, last))
    return found
