"""What of a person a user may see (DOMAIN.md 2, 5, 10): the one place that answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisation.access import may, sees_whole_city
from organisation.models import User
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class Sight:
    """`names`: who people are. `protected`: also those with protected identity. `details`: type and outcome.

    `past`: employments that are over or to come, not only those of today.
    """

    names: bool
    protected: bool
    details: bool
    past: bool
    edits: bool

    def name_of(self, name: str, *, is_protected: bool) -> str:
        """The name as this user may see it; "" where names are not for the user."""
        if is_protected and not self.protected:
            return _("Skyddade personuppgifter")
        return name if self.names else ""


def sight_of(user: User) -> Sight:
    """A host sees name and dates of those it has now; who sees the whole city sees all, but names by right only."""
    identity, whole_city = may(user, Act.SEE_PARTICIPANTS), sees_whole_city(user, Act.SEE_EMPLOYMENTS)
    return Sight(
        names=identity or not whole_city,
        protected=identity,
        details=whole_city,
        past=whole_city,
        edits=may(user, Act.EDIT_EMPLOYMENTS),
    )
