"""A row of a table in words, as the person whom it is about gets to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.audit_words import FIELDS, KINDS
from placements.identity import decrypted


@dataclass(frozen=True, slots=True)
class Fact:
    """`part`: the kind of thing; `number`: which of them, from 1; `name` and `value` in words."""

    part: str
    number: int
    name: str
    value: str


def part_of(model: type[models.Model]) -> str:
    return str(KINDS.get(model._meta.label, model._meta.verbose_name)).capitalize()


def name_of(field: models.Field[Any, Any]) -> str:
    if field.name == "identity_number":
        return _("Personnummer")
    plain = field.verbose_name == field.name.replace("_", " ")
    return str(FIELDS.get(field.name, field.verbose_name) if plain else field.verbose_name).capitalize()


def value_of(field: models.Field[Any, Any], row: models.Model) -> str:
    """What the row, or an earlier state of it, says there; "" for what is empty or what only the machine reads."""
    try:
        value = getattr(row, field.name)
    except ObjectDoesNotExist:  # an earlier state may point at what has been taken away since
        return ""
    if value is None or value == "" or field.name == "identity_hash":
        return ""
    if field.name == "identity_number":
        return decrypted(value).decode()
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return moment_of(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def moment_of(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
