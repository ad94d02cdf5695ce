"""Who answers for a host: its own people. The provider proposes, and answers only for its own teams and companies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from organisation.access import may
from organisation.models import Department, DepartmentKind, User
from organisation.roles import Act


class HostAnswersItself(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Förvaltningen svarar själv. Be den om svar, eller påminn den."))


def answers_for(user: User, department: Department) -> bool:
    """Nobody proposes and accepts for a department; companies have nobody who logs in, so ASF writes their answer."""
    if not may(user, Act.OFFER_PLACES, department):
        return False
    return department.kind != DepartmentKind.DEPARTMENT or department.pk in user.reach(Act.OFFER_PLACES).departments
