"""Types, participants, employments, placements and places; `PlacementFactory(department=…)` makes all but places."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from placements.employment_rows import EmploymentRow
from placements.models import Employment, EmploymentType, Participant, Place, Placement
from tests.organisation.factories import DepartmentFactory


class EmploymentTypeFactory(DjangoModelFactory[EmploymentType]):
    class Meta:
        model = EmploymentType
        django_get_or_create = ("code",)

    code = "extratjanst"
    name = "Extratjänst"


class ParticipantFactory(DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    key = factory.Sequence(lambda n: f"P{n:05d}")
    sex = "woman"
    name = factory.Sequence(lambda n: f"Deltagare {n}")


class EmploymentFactory(DjangoModelFactory[Employment]):
    class Meta:
        model = Employment

    key = factory.Sequence(lambda n: f"E{n:05d}")
    participant = factory.SubFactory(ParticipantFactory)
    type = factory.SubFactory(EmploymentTypeFactory)
    employed_from = date(2021, 1, 11)


class PlacementFactory(DjangoModelFactory[Placement]):
    """Placed from the employment's first day unless told otherwise."""

    class Meta:
        model = Placement

    employment = factory.SubFactory(EmploymentFactory)
    department = factory.SubFactory(DepartmentFactory)
    placed_from = factory.SelfAttribute("employment.employed_from")


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    department = factory.SubFactory(DepartmentFactory)
    workplace = "Simhallen"
    job_title = "Vaktmästare"
    available_from = date(2021, 2, 1)
    value_for_person = "Får prova på service och teknik."
    value_for_service = "Avlastar den ordinarie personalen."
    openings = 2


def employment_row(n: int = 1, **values: object) -> EmploymentRow:
    """Row `n` of a file: employment E0001 of P0001 at department 101 from 11 January 2021, unless told otherwise."""
    defaults = {
        "employment": f"E{n:04d}", "participant": f"P{n:04d}", "type": "extratjanst", "department": "101",
        "employed_from": date(2021, 1, 11), "placed_from": date(2021, 1, 11), "sex": "woman",
    }  # fmt: skip
    return EmploymentRow(**{**defaults, **values})
