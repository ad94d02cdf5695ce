"""What the document of a transfer says: plain values, so that what is archived can be told without the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    name: str
    board: str


@dataclass(frozen=True, slots=True)
class TargetsOfMonth:
    """The two departments' targets in a month, as they are without what is proposed and as they become with it."""

    month: Month
    giver_before: int
    giver_after: int
    receiver_before: int
    receiver_after: int

    @property
    def moves(self) -> bool:
        return self.giver_before != self.giver_after


@dataclass(frozen=True, slots=True)
class TransferContent:
    """`ends_from` is set when the document is about ending an accepted transfer before its time."""

    key: int
    giver: Party
    receiver: Party
    number: int
    first_month: Month
    last_month: Month | None
    reason: str
    proposed_for: str
    proposed_by: str
    proposed_on: date | None
    answered_for: str
    answered_by: str
    answered_at: datetime | None
    months: tuple[TargetsOfMonth, ...]
    ends_from: Month | None = None
    accepted_on: date | None = None  # of the transfer that is ended
