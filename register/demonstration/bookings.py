"""Who is on the way to a place in the story, in every state, and who came by the place bank. All constructed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from placements.models import BookingState, DeclineCause

TODAY = date(2021, 8, 9)
FIRST_DAY, LAST_DAY = date(2021, 8, 23), date(2022, 2, 28)
HOSTS = ("140", "220", "160", "170", "190", "200", "120")
STARTED_AT = 60  # places whose openings are filled by people whom the register has there


@dataclass(frozen=True, slots=True)
class Story:
    """A booking that was made on a day and what came of it: the state it has on the story's day."""

    department: str
    state: BookingState
    proposed_on: date
    cause: str = ""


def stories() -> list[Story]:
    """Each department that hosts has some on the way; those proposed three weeks ago have run out."""
    found = []
    for number, department in enumerate(HOSTS):
        fresh, old = TODAY - timedelta(days=2 + number), TODAY - timedelta(days=21)
        found += [
            Story(department, BookingState.PROPOSED, fresh),
            Story(department, BookingState.ACCEPTED, fresh),
            Story(department, BookingState.PLANNED, fresh),
            Story(department, BookingState.EXPIRED, old),
            Story(department, BookingState.DECLINED, fresh, _CAUSES[number % len(_CAUSES)]),
            Story(department, BookingState.CANCELLED, fresh),
        ]
    # one whose time is out the day after tomorrow: it is to be reminded of
    found.append(Story("140", BookingState.PROPOSED, TODAY - timedelta(days=12)))
    return found


_CAUSES = (
    DeclineCause.NO_SUPERVISOR, DeclineCause.PERSON_DECLINED, DeclineCause.LANGUAGE, DeclineCause.NOT_SUITABLE,
    DeclineCause.SUPPORT_REFUSED,
)  # fmt: skip
LANGUAGES = ("none", "sfi_b", "sfi_c", "sfi_c", "sfi_d", "fluent")
NEEDS = ((), ("step_free",), ("seated", "quiet"), ("no_lifting",), ("structured", "flexible"))
AREAS = ("Rosengård", "Hyllie", "Innerstaden", "Limhamn", "Husie", "Fosie")
HOURS = ("vardagar 7–16", "vardagar 8–17", "varannan helg", "dag och kväll")
PRESENTATIONS = (
    "Har arbetat i kök och vill lära sig mer. Kan börja tidigt.",
    "Van vid praktiskt arbete. Har körkort.",
    "Har arbetat med barn i tidigare hemland. Läser sfi C på förmiddagar i höst.",
)
