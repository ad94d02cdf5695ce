"""One employment with its placements, as its reader may see it (DOMAIN.md 5, 10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from organisation.models import User
from placements.anonymous import is_anonymous
from placements.models import Employment, Placement
from placements.sight import Sight


@dataclass(frozen=True, slots=True)
class EmploymentPage:
    """`heading` is the name where the reader may see one, else the key."""

    employment: Employment
    heading: str
    name: str
    placements: list[Placement]
    state: str

    @property
    def is_anonymous(self) -> bool:
        return is_anonymous(self.employment.key)


def employment_page(*, employment_id: int, user: User, sight: Sight, today: date) -> EmploymentPage | None:
    """None when it is not for this user: a host sees those it has today only. Two queries."""
    visible = Placement.objects.visible_to(user).filter(employment_id=employment_id)
    placements = visible.select_related("department", "supervisor")
    if not sight.past:
        placements = placements.current(today)
    found = list(placements.order_by("placed_from", "id"))
    employment = Employment.objects.select_related("participant", "type").filter(pk=employment_id).first()
    if employment is None or not found or (not sight.past and state_on(employment, today) != "now"):
        return None
    person = employment.participant
    name = sight.name_of(person.name, is_protected=person.is_protected)
    return EmploymentPage(employment, name or employment.key, name, found, state_on(employment, today))


def openable(*, employments: Collection[int], user: User, sight: Sight, today: date) -> set[int]:
    """Which of these employments (by id) have a page for this user: the rule of `employment_page`. One query."""
    placements = Placement.objects.visible_to(user).filter(employment__in=employments)
    if not sight.past:
        there = placements.current(today).filter(employment__employed_from__lte=today)
        placements = there.exclude(employment__employed_to__lt=today)
    return set(placements.values_list("employment_id", flat=True))


def state_on(employment: Employment, day: date) -> str:
    """ "coming", "now" or "ended"."""
    if employment.employed_from > day:
        return "coming"
    return "ended" if employment.employed_to and employment.employed_to < day else "now"
