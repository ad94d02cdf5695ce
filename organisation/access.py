"""May this person do this? The one place that answers (DOMAIN.md 2: not theirs 404, may read but not change 403)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from organisation.models import Department, User
from organisation.roles import MAY, Act


def may(user: User, act: Act, department: Department | None = None) -> bool:
    """Whether `user` may do `act` on `department`; without one, whether anywhere."""
    reach = user.reach(act)
    return bool(reach) if department is None else reach.covers(department.pk)


def sees_whole_city(user: User, act: Act) -> bool:
    """Whether `act` is the user's in the whole city. A role that does not give the act counts for nothing here."""
    return user.reach(act).whole_city


def require(user: User, act: Act, department: Department | None = None) -> None:
    """Raise PermissionDenied (403) with words for people unless `may`."""
    if not may(user, act, department):
        raise PermissionDenied(_("Er roll får inte %(act)s. Be er systemadministratör om hjälp.") % {"act": act.label})


def acts_of(user: User) -> frozenset[Act]:
    """Everything the user may do somewhere; for navigation and buttons."""
    acts: set[Act] = set()
    for membership in user.current_memberships():
        acts |= MAY[membership.role]
    return frozenset(acts)
