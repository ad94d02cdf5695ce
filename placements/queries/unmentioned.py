"""Employments that go on in the register and that a file of the same departments does not mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from placements.employment_rows import EmploymentRow
from placements.models import Placement

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Unmentioned:
    """All are counted, the first `MOST_SHOWN` are in `placements`, with participant and department read."""

    count: int
    placements: list[Placement]


def unmentioned(rows: Sequence[EmploymentRow], *, today: date) -> Unmentioned:
    """Those placed today in the departments that the file names. A file of all shows who has left unnoticed; accepting
    it ends nobody, since a file may as well be of some. Two queries.
    """
    mentioned, departments = {row.employment for row in rows}, {row.department for row in rows}
    going_on = Placement.objects.current(today).filter(department__code__in=departments)
    missed = [
        pk for pk, key in going_on.order_by("employment__key", "pk").values_list("pk", "employment__key")
        if key not in mentioned
    ]  # fmt: skip
    shown = Placement.objects.filter(pk__in=missed[:MOST_SHOWN]).order_by("employment__key", "pk")
    return Unmentioned(len(missed), list(shown.select_related("employment__participant", "department")))
