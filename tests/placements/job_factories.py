"""What supports a job: supervisors, decisions, wages, terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from placements.models import CaseOfficerAssignment, Supervisor, SupportDecision, Wage
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentFactory, ParticipantFactory


class SupervisorFactory(DjangoModelFactory[Supervisor]):
    class Meta:
        model = Supervisor

    key = factory.Sequence(lambda n: f"H{n:04d}")
    department = factory.SubFactory(DepartmentFactory)
    name = factory.Sequence(lambda n: f"Handledare {n}")
    active_from = date(2021, 1, 1)


class SupportDecisionFactory(DjangoModelFactory[SupportDecision]):
    """Covers its employment from the first day and a year on, unless told otherwise."""

    class Meta:
        model = SupportDecision

    employment = factory.SubFactory(EmploymentFactory)
    number = factory.Sequence(lambda n: f"AF-{n:05d}")
    type = factory.SelfAttribute("employment.type")
    valid_from = factory.SelfAttribute("employment.employed_from")
    valid_to = date(2022, 1, 10)


class WageFactory(DjangoModelFactory[Wage]):
    class Meta:
        model = Wage

    employment = factory.SubFactory(EmploymentFactory)
    valid_from = factory.SelfAttribute("employment.employed_from")
    monthly = Decimal(21000)


class CaseOfficerAssignmentFactory(DjangoModelFactory[CaseOfficerAssignment]):
    class Meta:
        model = CaseOfficerAssignment

    participant = factory.SubFactory(ParticipantFactory)
    officer = factory.SubFactory(UserFactory)
    valid_from = date(2021, 1, 1)
