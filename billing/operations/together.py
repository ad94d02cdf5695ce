"""The same act on many departments' months: each by itself, and what is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from billing.models import Reconciliation
from foundation import together


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one department's month; `refusal` is empty when the act was done."""

    reconciliation: Reconciliation
    refusal: str = ""

    @property
    def done(self) -> bool:
        return not self.refusal


def each(reconciliations: Iterable[Reconciliation], act: Callable[[Reconciliation], object]) -> list[Result]:
    """Do `act` to every one (DOMAIN.md 6: disputes hold up nobody else)."""
    return [Result(one.row, one.refusal) for one in together.each(reconciliations, act)]
