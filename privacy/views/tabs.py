"""The pages about personal data beside each other, as far as the user may see them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.display import Tab
from organisation.access import may
from organisation.models import User
from organisation.roles import Act

_PAGES = (
    ("privacy:search", _("En persons uppgifter"), {Act.HANDLE_PERSONAL_DATA, Act.SEE_AUDIT_TRAIL}),
    ("privacy:retention", _("Gallring"), {Act.HANDLE_PERSONAL_DATA, Act.APPLY_RETENTION, Act.SEE_AUDIT_TRAIL}),
)


def tabs(user: User, current: str) -> list[Tab]:
    return [
        Tab(str(label), reverse(name), name == current)
        for name, label, acts in _PAGES
        if any(may(user, act) for act in acts)
    ]
