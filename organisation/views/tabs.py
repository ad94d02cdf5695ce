"""The pages of administration beside each other, as far as the user may see them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.display import Tab
from organisation.access import may
from organisation.models import User
from organisation.roles import Act

_PAGES = (
    ("organisation:people", _("Personer och roller"), {Act.ADMINISTER}),
    ("organisation:departments", _("Förvaltningar"), {Act.ADMINISTER, Act.SEE_AUDIT_TRAIL}),
    ("organisation:boards", _("Nämnder"), {Act.ADMINISTER, Act.SEE_AUDIT_TRAIL}),
    ("organisation:audit_trail", _("Ändringslogg"), {Act.ADMINISTER, Act.SEE_AUDIT_TRAIL}),
    ("followup:digests", _("Mejl som inte kom fram"), {Act.ADMINISTER}),
    ("organisation:access_log", _("Åtkomstlogg"), {Act.ADMINISTER, Act.SEE_AUDIT_TRAIL}),
)


def tabs(user: User, current: str) -> list[Tab]:
    return [
        Tab(str(label), reverse(name), name == current)
        for name, label, acts in _PAGES
        if any(may(user, act) for act in acts)
    ]
