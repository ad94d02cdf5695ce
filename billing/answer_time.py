"""How long the department has to answer a month that is put before it (DOMAIN.md 6, 9). Standard library only."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_DAYS = 365  # as the longest time that the parameters may give


def first_deadline(*, month_ends: date, today: date, least_days: int, running: date | None) -> date:
    """The earliest last day to answer: after the month, so many days away, and no earlier than one that is running."""
    return max(month_ends + timedelta(days=1), today + timedelta(days=least_days), running or today)


def last_deadline(*, today: date, running: date | None = None) -> date:
    """The latest day that may be asked for: a day further away is a slip of the pen, and no deadline is shortened."""
    return max(running or today, today + timedelta(days=LONGEST_DAYS))


def renewed_deadline(*, deadline: date, proposed_on: date, today: date, least_days: int) -> date:
    """When a month goes back to the department: as many days as it was first given, and never an earlier day."""
    given = max((deadline - proposed_on).days, least_days)
    return max(deadline, today + timedelta(days=given))


def answerable_until(*, deadline: date, proposed_on: date, least_days: int) -> date:
    """The last day to answer: silence says nothing before it is over, however early the deadline was set."""
    return max(deadline, proposed_on + timedelta(days=least_days))
