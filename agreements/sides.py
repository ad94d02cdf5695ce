"""Who speaks for a department in what two departments agree on: its head, for the provider ASF's head (DOMAIN.md 2)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from organisation.access import may
from organisation.models import Department, User
from organisation.roles import Act


def act_for(department: Department) -> Act:
    return Act.SIGN_FOR_PROVIDER if department.is_provider else Act.SIGN_FOR_DEPARTMENT


def speaks_for(user: User, department: Department) -> bool:
    return may(user, act_for(department), department)


def side_of(user: User, departments: Iterable[Department]) -> Department | None:
    """The first of the departments that the user speaks for."""
    return next((department for department in departments if speaks_for(user, department)), None)


def require_side(user: User, *departments: Department) -> Department:
    """The department that the user speaks for. Raises PermissionDenied with the name of who may."""
    side = side_of(user, departments)
    if side is None:
        raise PermissionDenied(
            _("Det här gör den som är chef för %(names)s. Vänd er dit.")
            % {"names": _(" eller ").join(department.name for department in departments)}
        )
    return side
