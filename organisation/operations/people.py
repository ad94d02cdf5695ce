"""People and their roles (DOMAIN.md 2)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.models import Department, Membership, User
from organisation.roles import CITY_WIDE, Role


class OwnRoles(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Ni kan inte ändra era egna roller. Be en annan systemadministratör att göra det.")
        )


class DepartmentDoesNotFit(Refusal):
    def __init__(self, role: str) -> None:
        label = Role(role).label
        if role in CITY_WIDE:
            text = _("Rollen %(role)s gäller hela staden. Lämna förvaltningen tom.")
        else:
            text = _("Rollen %(role)s gäller en förvaltning. Välj vilken.")
        super().__init__(text % {"role": label})


class RoleEndsBeforeStart(Refusal):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Sista dagen %(last)s är före den första, %(first)s. Rätta den ena.")
            % {"first": first.isoformat(), "last": last.isoformat()}
        )


class HasRoleAlready(Refusal):
    def __init__(self, first: date, last: date | None) -> None:
        super().__init__(
            _(
                "Personen har redan den rollen %(first)s–%(last)s. "
                "Avsluta den först, eller välj dagar som inte överlappar."
            )
            % {"first": first.isoformat(), "last": last.isoformat() if last else _("tills vidare")}
        )


class RoleEnded(Refusal):
    def __init__(self, last: date) -> None:
        super().__init__(_("Rollen är redan avslutad %(day)s. Inget ändrades.") % {"day": last.isoformat()})


class UsernameTaken(Refusal):
    def __init__(self, username: str) -> None:
        super().__init__(
            _("Användarnamnet %(name)s finns redan. Sök upp personen i listan, eller välj ett annat.")
            % {"name": username}
        )


@transaction.atomic
def add_person(*, username: str, first_name: str, last_name: str, password: str) -> User:
    """Someone who can log in and may do nothing yet. Raises UsernameTaken."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username)
    return User.objects.create_user(username, password=password, first_name=first_name, last_name=last_name)


@transaction.atomic
def give_role(
    *, person: User, role: str, department: Department | None, valid_from: date, valid_to: date | None, by: User
) -> Membership:
    """A role from a day, to a day or until further notice.

    Raises OwnRoles, DepartmentDoesNotFit, RoleEndsBeforeStart and HasRoleAlready.
    """
    if person.pk == by.pk:
        raise OwnRoles
    if (role in CITY_WIDE) != (department is None):
        raise DepartmentDoesNotFit(role)
    if valid_to is not None and valid_to < valid_from:
        raise RoleEndsBeforeStart(valid_from, valid_to)
    User.objects.select_for_update().get(pk=person.pk)  # of two who give the role, one comes second
    same = Membership.objects.filter(user=person, role=role, department=department)
    overlapping = same.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if earlier := overlapping.first():
        raise HasRoleAlready(earlier.valid_from, earlier.valid_to)
    return Membership.objects.create(
        user=person, role=role, department=department, valid_from=valid_from, valid_to=valid_to
    )


@transaction.atomic
def end_role(*, membership: Membership, on: date, by: User, today: date) -> Membership:
    """The last day of a role, inclusive. Raises OwnRoles, RoleEnded and RoleEndsBeforeStart."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.user_id == by.pk:
        raise OwnRoles
    if membership.valid_to is not None and membership.valid_to < today:
        raise RoleEnded(membership.valid_to)
    if on < membership.valid_from:
        raise RoleEndsBeforeStart(membership.valid_from, on)
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    return membership
