"""A part claim shared out over the lines of an invoice, to the öre (DOMAIN.md 7).

Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from foundation.money import ORE


def share_out(amount: Decimal, *, computed: Sequence[Decimal]) -> list[Decimal]:
    """Kronor per line, in proportion to what each line was computed to; they sum to `amount` exactly.

    Every share is rounded down to whole öre, and the öre left over go one each to the lines that lost most, the
    earlier first. A line computed to 0 kr gets nothing. Raises ValueError when the lines sum to 0 kr and `amount`
    does not.
    """
    total = sum((Fraction(one) for one in computed), Fraction(0))
    if not total:
        if amount:
            raise ValueError(f"{amount} kr cannot be shared out over lines of 0 kr")
        return [Decimal("0.00") for _ in computed]
    exact = [Fraction(amount) * Fraction(one) / total * 100 for one in computed]
    whole = [floor(one) for one in exact]
    left = int(Fraction(amount) * 100) - sum(whole)
    by_loss = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_loss[:left]:
        whole[index] += 1
    return [Decimal(one) * ORE for one in whole]
