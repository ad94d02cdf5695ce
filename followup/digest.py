"""What is new since someone was last mailed, and whether it is the day for it (UX.md: one mail a day at most).

Standard library only. What has been told is remembered as a number per task: a task is news when its number has grown
(more of the same, or a further reminder), and again when it has been away in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Protocol, TypeVar

Told = dict[str, int]


class ToDo(Protocol):
    """What a digest must know of a task."""

    @property
    def text(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def stage(self) -> int: ...


T = TypeVar("T", bound=ToDo)


def key_of(task: ToDo) -> str:
    """The same for the same task on another day, and nothing that can be read."""
    return sha256((task.key or task.text).encode()).hexdigest()[:24]


def _pressing(task: ToDo) -> int:
    return task.number + task.stage


def news(tasks: Iterable[T], told: Mapping[str, int]) -> list[T]:
    """The tasks that have not been told, or not as much of."""
    return [task for task in tasks if _pressing(task) > told.get(key_of(task), 0)]


def still_told(tasks: Iterable[ToDo], told: Mapping[str, int]) -> Told:
    """What remains told of today's tasks when no mail goes out: what is gone is forgotten, what shrank is less."""
    return {key: min(number, told[key]) for key, number in all_told(tasks).items() if key in told}


def all_told(tasks: Iterable[ToDo]) -> Told:
    """What has been told when a mail has gone out today."""
    return {key_of(task): _pressing(task) for task in tasks}


def is_due(every: str, *, last: date | None, day: date) -> bool:
    """`every` is daily, weekly or never; `last` the day of the last mail. Weekly is once in each week, from Monday."""
    if every == "never":
        return False
    if every == "weekly":
        return last is None or last.isocalendar()[:2] < day.isocalendar()[:2]
    return last is None or last < day
