"""Boards, departments and people. A person with a role: `UserFactory(role="asf_administrator")`,
`UserFactory(role="department_head", department=department)`."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from organisation.models import Board, Department, DepartmentKind, Exemption, Membership, User
from organisation.roles import CITY_WIDE

PASSWORD = "lösenord-för-prov"


class BoardFactory(DjangoModelFactory[Board]):
    class Meta:
        model = Board

    name = factory.Sequence(lambda n: f"Nämnd {n}")


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department
        skip_postgeneration_save = True

    class Params:
        provider = factory.Trait(kind=DepartmentKind.PROVIDER)
        company = factory.Trait(kind=DepartmentKind.COMPANY)
        exempt = factory.Trait(
            exemption=factory.RelatedFactory("tests.organisation.factories.ExemptionFactory", "department")
        )

    code = factory.Sequence(lambda n: f"D{n:04d}")
    name = factory.Sequence(lambda n: f"Förvaltning {n}")
    board = factory.SubFactory(BoardFactory)


class ExemptionFactory(DjangoModelFactory[Exemption]):
    """From the beginning and until further notice, unless months are given."""

    class Meta:
        model = Exemption

    department = factory.SubFactory(DepartmentFactory)
    reason = "Undantagen enligt beslutet"


class UserFactory(DjangoModelFactory[User]):
    """`role` gives the person that role from 2020 on; a department's own role gets a department when none is given."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = factory.Sequence(lambda n: f"Person {n}")
    last_name = "Prov"

    @factory.post_generation
    def password(self: Any, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)
        self.save(update_fields=["password"])

    @factory.post_generation
    def role(self: Any, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """`role__department` comes from the keyword `department` through _create."""
        department = self.__dict__.pop("_department", None)
        if extracted is not None:
            if department is None and extracted not in CITY_WIDE:
                department = DepartmentFactory()
            MembershipFactory(user=self, role=extracted, department=department)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, department: Department | None = None, **kwargs: Any) -> User:
        user = super()._create(model_class, *args, **kwargs)
        user.__dict__["_department"] = department
        return user


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = "asf_administrator"
    department = None
    valid_from = date(2020, 1, 1)
