"""Access in templates that are included on pages of many views."""

from __future__ import annotations

from django import template

from organisation import access
from organisation.models import User
from organisation.roles import Act

register = template.Library()


@register.filter
def sees_whole_city(user: User, act: str) -> bool:
    """`{% if user|sees_whole_city:"see_invoices" %}`; ValueError for an act that there is not."""
    return access.sees_whole_city(user, Act(act))
