"""How far an objection to the month as a whole may reach, and that it says something (DOMAIN.md 6)."""

from __future__ import annotations

from fractions import Fraction

from billing.models import MonthParameters, Reconciliation


def highest_figure(row: Reconciliation) -> int:
    """The most that the department may say counts: everyone on the list, counted or not, and so many more as the
    parameters of the day of the proposal say; or the target, where that is higher. Two queries."""
    parameters = MonthParameters.objects.on(row.proposed_on or row.month.last_day)
    return max(row.lines.count() + parameters.most_unlisted, row.target)


def is_possible(row: Reconciliation, figure: Fraction | int) -> bool:
    """Between 0 and the highest, and whole unless the month's own count can have parts. Two queries."""
    whole = Fraction(figure).denominator == 1
    return 0 <= figure <= highest_figure(row) and (whole or row.counts_parts)
