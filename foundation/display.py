"""What pages hand to the components that show lists: figures, tabs, events, steps of a derivation.

Labels and texts are already in words (translated) when they come here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a figure strip. `value` is already written ("17", "15 000 kr"); `url` leads to its derivation."""

    label: str
    value: str
    note: str = ""
    url: str = ""
    tone: str = ""  # "", "waits" or "stopped"


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, who, what, and the reason given if any."""

    at: datetime | date
    who: str
    what: str
    why: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation, as a sentence that ends in its result: text "5,7 % av 330", result "18,81"."""

    text: str
    result: str = ""
    url: str = ""
    steps: tuple[Step, ...] = ()
