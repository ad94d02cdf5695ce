"""What stands in the way of changing who bears a quota: known above this app, told here (DOMAIN.md 4, 6).

Closed months and signed transfers are kept by higher apps; each says at start how it looks at a planned change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from foundation.periods import Month
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class Change:
    """Quotas of `departments` change from `first` to `last` (None: from then on). `ends`: they have none then.

    `moves_staff`: staff that is counted already is counted with others from the month on.
    """

    departments: Collection[Department]
    first: Month
    last: Month | None = None
    ends: bool = False
    moves_staff: bool = False


@dataclass(frozen=True, slots=True)
class OtherBoard:
    """The department's debts would be another board's."""

    department: Department


Check = Callable[[Change | OtherBoard], None]  # raises a Refusal
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Called from `ready` of the app that knows; once for each name."""
    _checks[name] = check


def refuse_hindered(change: Change | OtherBoard) -> None:
    """Raise what a higher app says no with. What they look at is held until the transaction ends."""
    for check in _checks.values():
        check(change)
