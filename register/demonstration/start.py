"""How a placement of the story began: its job title, supervisor, introduction and work-environment responsibility.

By number, not by lot, so that the city is the same every time. Most are in order; some still lack something.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from register.demonstration.places import WORK

PEOPLE_EACH = 4  # that a supervisor has, more or less
KNOWN_ON = date(2021, 8, 9)


class Stay(Protocol):
    @property
    def department(self) -> str: ...
    @property
    def first(self) -> date: ...


def start_of(number: int, stay: Stay) -> tuple[str, str, str, str]:
    """Job title, key of the supervisor, day of the introduction, day of the responsibility; "" what is not done."""
    title = WORK[stay.department][number % len(WORK[stay.department])][0]
    if stay.first > KNOWN_ON:
        return title, "", "", ""
    supervisor = "" if number % 23 == 0 else supervisor_of(number, stay.department)
    held = "" if number % 11 == 0 else (stay.first + timedelta(days=number % 3)).isoformat()
    clarified = "" if number % 13 == 0 else stay.first.isoformat()
    return title, supervisor, held, clarified


def supervisor_of(number: int, department: str) -> str:
    """One of the department's, of whom there are as many as `supervision.SUPERVISORS` says."""
    return f"H{department}{number % SUPERVISORS[department] + 1:02d}"


# about one for every four that the department has at most
SUPERVISORS = {
    "110": 7, "120": 80, "130": 7, "140": 5, "150": 38, "160": 61, "170": 70, "180": 26, "190": 72, "200": 6, "210": 3,
    "220": 17, "230": 4, "310": 4, "320": 3,
}  # fmt: skip
