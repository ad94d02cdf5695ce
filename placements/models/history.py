"""How the history of people and employments is written: once per statement, since files bring thousands of rows."""

from __future__ import annotations

import pghistory


def whole_statements() -> tuple[pghistory.Tracker, ...]:
    """Triggers that write the events of all rows of a statement at once: measured several times faster than by row."""
    level = pghistory.Statement
    return pghistory.InsertEvent(level=level), pghistory.UpdateEvent(level=level), pghistory.DeleteEvent(level=level)
