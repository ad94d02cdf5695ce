"""Keys of people and employments stand in clear everywhere, so they are never identity numbers (DOMAIN.md 10)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.identity_numbers import SHAPE_IN_DATABASE, looks_like_one

# said by file, form, folder and database alike; none of them shows the number
FOUND = _("ett personnummer (som inte visas här)")
EXPECTED = _("en nyckel som inte är ett personnummer")
MEND = _("Nycklar syns i listor, filer och loggar. Ge personen en egen nyckel, t.ex. P00012.")
IS_AN_IDENTITY_NUMBER = _(
    "Det ser ut som ett personnummer. Nycklar syns i listor, filer och loggar. "
    "Skriv en egen nyckel, t.ex. P00012 för en deltagare eller A000331 för en anställning."
)


def refuse_identity_number(key: str) -> None:
    """For a form's field. Raises ValidationError, without the number."""
    if looks_like_one(key):
        raise ValidationError(IS_AN_IDENTITY_NUMBER, code="identity_number")


def key_constraint(name: str) -> models.CheckConstraint:
    """The same rule for a model with a `key`."""
    return models.CheckConstraint(
        condition=~Q(key__regex=SHAPE_IN_DATABASE), name=name, violation_error_message=IS_AN_IDENTITY_NUMBER
    )
