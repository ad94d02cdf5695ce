"""The same act on many rows: each by itself, and what is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

from foundation.refusals import Refusal

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Row]):
    """What came of one row; `refusal` is empty when the act was done."""

    row: Row
    refusal: str = ""

    @property
    def done(self) -> bool:
        return not self.refusal


def each(rows: Iterable[Row], act: Callable[[Row], object]) -> list[Outcome[Row]]:
    """Do `act` to every one, in a savepoint or transaction of its own."""
    return [_one(row, act) for row in rows]


def _one(row: Row, act: Callable[[Row], object]) -> Outcome[Row]:
    try:
        with transaction.atomic():
            act(row)
    except Refusal as refusal:
        return Outcome(row, str(refusal))
    return Outcome(row)
