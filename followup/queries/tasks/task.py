"""One thing that someone must do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Task:
    """What to do, where, and whether somebody waits for it; `stage` counts the reminders that are due."""

    text: str
    url: str
    waits: bool = True
    stage: int = 0


def counted(number: int, text: Promise, url: str, *, waits: bool = True) -> list[Task]:
    """One task for a number of alike things; none when there are none. `text` is a lazy plural with %(n)s."""
    return [Task(str(text % {"n": number}), url, waits)] if number else []
