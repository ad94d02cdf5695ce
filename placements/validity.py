"""Which days an employment type holds, and that a new employment begins on one of them (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from foundation.refusals import Refusal
from placements.models import EmploymentType


class TypeNotInForce(Refusal):
    """The type does not hold on the employment's first day."""

    def __init__(self, type: EmploymentType, first_day: date) -> None:
        super().__init__(
            _(
                "%(type)s gäller %(days)s, och anställningen börjar %(day)s. "
                "Välj en anställningstyp som gäller den dagen, eller rätta dagen."
            )
            % {"type": type.name, "days": _days(type), "day": first_day.isoformat()}
        )


def check_type_holds(type: EmploymentType, first_day: date) -> None:
    """Raise TypeNotInForce when an employment that begins on the day cannot be of the type."""
    if not type.holds_on(first_day):
        raise TypeNotInForce(type, first_day)


def _days(type: EmploymentType) -> str:
    """Of a type that has a first day, a last day or both."""
    if type.valid_from and type.valid_to:
        return f"{type.valid_from}–{type.valid_to}"
    if type.valid_from:
        return _("från %(day)s") % {"day": type.valid_from.isoformat()}
    return _("till och med %(day)s") % {"day": type.valid_to}


class DatesOutOfOrder(Refusal):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Sista dagen %(last)s är före den första, %(first)s. Rätta den ena.")
            % {"first": first.isoformat(), "last": last.isoformat()}
        )


def check_order(first: date, last: date | None) -> None:
    """The last day is not before the first. Raises DatesOutOfOrder."""
    if last is not None and last < first:
        raise DatesOutOfOrder(first, last)
