"""The same act on many departments' months: each by itself, and what is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from billing.models import Reconciliation
from foundation.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one department's month; `refusal` is empty when the act was done."""

    reconciliation: Reconciliation
    refusal: str = ""

    @property
    def done(self) -> bool:
        return not self.refusal


def each(reconciliations: Iterable[Reconciliation], act: Callable[[Reconciliation], object]) -> list[Result]:
    """Do `act` to every one, in a savepoint or transaction of its own (DOMAIN.md 6: disputes hold up nobody else)."""
    return [_one(reconciliation, act) for reconciliation in reconciliations]


def _one(reconciliation: Reconciliation, act: Callable[[Reconciliation], object]) -> Result:
    try:
        with transaction.atomic():
            act(reconciliation)
    except Refusal as refusal:
        return Result(reconciliation, str(refusal))
    return Result(reconciliation)
