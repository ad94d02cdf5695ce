"""A row of a table in words, as the person whom it is about gets to read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from billing.models import Correction, Objection, ParkedLine
from organisation.audit_words import KINDS, field_word
from organisation.models import User
from placements.identity import decrypted
from placements.models import EndCause, Opening, Placement, Sex

# what only the machine reads: what it stands for is another field of the same row
_MACHINE_ONLY = frozenset({"identity_hash", "type_code"})
# fields that take what a register writes, or keep it as it was, and so have no choices of their own
_CHOICES: dict[str, Iterable[tuple[str, StrOrPromise]]] = {"end_cause": EndCause.choices, "sex": Sex.choices}


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
    return (field_word(field) or str(field.verbose_name)).capitalize()


def value_of(field: models.Field[Any, Any], row: models.Model) -> str:
    """What the row, or an earlier state of it, says there; "" for what is empty or what only the machine reads."""
    try:
        value = getattr(row, field.name)
    except ObjectDoesNotExist:  # an earlier state may point at what has been taken away since
        return ""
    if value is None or value == "" or field.name in _MACHINE_ONLY:
        return ""
    if field.name == "identity_number":
        return decrypted(value).decode()
    choices = dict(_CHOICES.get(field.name, field.flatchoices))
    return str(choices[value]) if value in choices else worded(value)


def worded(value: object) -> str:
    """A value by itself, as people write it; a row of another table by what it is known as."""
    match value:
        case bool():
            return _("ja") if value else _("nej")
        case datetime():
            return moment_of(value)
        case list():
            return ", ".join(str(one) for one in value)
        case User():
            return value.full_name
        case Opening():
            return f"{value.place}, {value.place.department}"
        case Placement():
            return _("%(department)s från %(day)s") % {"department": value.department, "day": value.placed_from}
        case Objection():
            return _("den %(day)s: %(text)s") % {"day": timezone.localdate(value.made_at), "text": value.text}
        case ParkedLine():
            return str(value.reconciliation)
        case Correction():
            return f"{value.reconciliation}: {value.get_state_display()}"
    return str(value)


def moment_of(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
