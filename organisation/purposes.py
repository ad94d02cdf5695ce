"""What someone looks at people for (DOMAIN.md 10): chosen once, kept for the session, logged with each look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.access_log import log_access
from organisation.models import User
from organisation.requests import PersonRequest
from organisation.roles import Role


class Purpose(TextChoices):
    WORKPLACE = "workplace", _("leda arbetet på arbetsplatsen")
    RECONCILIATION = "reconciliation", _("månadens avstämning")
    CASE_WORK = "case_work", _("handläggning och matchning")
    COSTS = "costs", _("kostnader och stöd")
    FOLLOW_UP = "follow_up", _("uppföljning")
    AUDIT = "audit", _("granskning")
    PERSON_REQUEST = "person_request", _("begäran från personen själv")


SESSION_KEY = "purpose"
_PROVIDER = (Purpose.RECONCILIATION, Purpose.CASE_WORK, Purpose.COSTS, Purpose.FOLLOW_UP, Purpose.PERSON_REQUEST)
# role → what it may look at people for; the first is taken when nothing is chosen
ALLOWED: dict[str, tuple[Purpose, ...]] = {
    Role.DEPARTMENT_HR.value: (Purpose.WORKPLACE, Purpose.RECONCILIATION),
    Role.DEPARTMENT_HEAD.value: (Purpose.WORKPLACE, Purpose.RECONCILIATION),
    Role.ASF_ADMINISTRATOR.value: _PROVIDER,
    Role.ASF_HEAD.value: (Purpose.FOLLOW_UP, Purpose.COSTS, Purpose.PERSON_REQUEST),
    Role.CASE_OFFICER.value: (Purpose.CASE_WORK, Purpose.FOLLOW_UP, Purpose.PERSON_REQUEST),
    Role.FINANCE.value: (Purpose.COSTS,),
    Role.AUDITOR.value: (Purpose.AUDIT,),
}


def purposes_of(user: User) -> list[Purpose]:
    """What the user's roles allow, the usual one first; empty for roles that have no business with people."""
    found: list[Purpose] = []
    for membership in user.current_memberships():
        found += [one for one in ALLOWED.get(membership.role, ()) if one not in found]
    return found


def purpose_of(request: PersonRequest) -> Purpose | None:
    """What the user has said, as long as a role allows it, else the usual one. None: no business with people."""
    allowed = purposes_of(request.user)
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in allowed if one == chosen), allowed[0] if allowed else None)


def purpose_context(request: PersonRequest) -> dict[str, Any]:
    """What `organisation/_purpose.html` needs on a page that shows people."""
    return {"purpose": purpose_of(request), "purposes": purposes_of(request.user)}


def log_look(request: PersonRequest, *, act: str, subject: str, people: Iterable[int] = ()) -> None:
    """Write to the access log that the user was shown these people (database ids), with the purpose of the session.

    `act` is a key of `organisation.audit_words.ACCESS_ACTS`; `subject` as in `foundation.access_log.log_access`.
    """
    purpose = purpose_of(request)
    log_access(user=request.user, act=act, subject=subject, purpose=purpose.value if purpose else "", people=people)


def purpose_in_words(text: str) -> str:
    """A purpose as it stands in the log; one that is no choice today stands as it was written."""
    return str(Purpose(text).label) if text in Purpose.values else text
