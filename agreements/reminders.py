"""How long something has waited for a signature, in stages (DOMAIN.md 4). Standard library only.

The stages' days are a parameter of the installation (AGREEMENT_REMINDER_DAYS), so that nobody needs to be reminded by
hand: the stage stands in the list, in the tasks of those it waits for and in the digest that is sent to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """`days` since it was sent; `stage` 0 before the first reminder, then 1, 2 …"""

    days: int
    stage: int


def waiting(*, sent_on: date, today: date, stages: Sequence[int]) -> Waiting:
    """How long it has waited. A stage is reached on its day: with 7, on the seventh day after the sending."""
    days = max(0, (today - sent_on).days)
    return Waiting(days, sum(days >= limit for limit in stages))
