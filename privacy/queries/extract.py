"""Everything that is kept about one person, table by table, in words: the person has a right to it (DOMAIN.md 10).

Which tables there are is read from `privacy.personal`, so that a new one cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.audit_words import FIELDS, KINDS
from placements.identity import decrypted
from placements.models import Participant
from privacy.personal import LEFT, LEFT_PATHS, TREATMENTS, model_of
from privacy.queries.accesses import accesses_of, in_words


@dataclass(frozen=True, slots=True)
class Fact:
    """`part`: the kind of thing; `number`: which of them, from 1; `name` and `value` in words."""

    part: str
    number: int
    name: str
    value: str


def extract_of(participant: Participant) -> list[Fact]:
    """Every field of every row that hangs on the person, and every look at it. Some queries for each table."""
    return [*_rows(participant.pk), *_looks(participant.pk)]


def _rows(participant_id: int) -> Iterator[Fact]:
    tables = [(model, treatment.person) for model, treatment in TREATMENTS.items()]
    tables += [(model_of(label), LEFT_PATHS[label]) for label in LEFT]
    for model, path in tables:
        related = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        rows = model._default_manager.filter(**{path: participant_id}).select_related(*related).order_by("pk")
        for number, row in enumerate(rows, start=1):
            for field in model._meta.concrete_fields:
                value = _value(field, row)
                if value and not field.primary_key:
                    yield Fact(_part(model), number, _label(field), value)


def _looks(participant_id: int) -> Iterator[Fact]:
    for number, look in enumerate(in_words(accesses_of(participant_id)), start=1):
        part = _("Vem som har sett uppgifterna")
        yield Fact(part, number, _("När"), f"{timezone.localtime(look.at):%Y-%m-%d %H:%M}")
        yield Fact(part, number, _("Roll"), look.roles)
        yield Fact(part, number, _("Vad"), look.act)
        yield Fact(part, number, _("Ändamål"), look.purpose)


def _part(model: type[models.Model]) -> str:
    return str(KINDS.get(model._meta.label, model._meta.verbose_name)).capitalize()


def _label(field: models.Field[Any, Any]) -> str:
    if field.name == "identity_number":
        return _("Personnummer")
    plain = field.verbose_name == field.name.replace("_", " ")
    return str(FIELDS.get(field.name, field.verbose_name) if plain else field.verbose_name).capitalize()


def _value(field: models.Field[Any, Any], row: models.Model) -> str:
    """ "" for what is empty, and for what only the machine reads."""
    value = getattr(row, field.name)
    if value is None or value == "" or field.name == "identity_hash":
        return ""
    if field.name == "identity_number":
        return decrypted(value).decode()
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)
