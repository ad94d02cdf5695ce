"""Everything that is kept about one person, table by table, in words: the person has a right to it (DOMAIN.md 10).

Which tables there are is read from `privacy.personal`, so that a new one cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _

from placements.models import Participant
from privacy.personal import LEFT, LEFT_PATHS, TREATMENTS, model_of
from privacy.queries.accesses import accesses_of, in_words
from privacy.queries.earlier import earlier_facts
from privacy.queries.facts import Fact, moment_of, name_of, part_of, value_of


def extract_of(participant: Participant) -> list[Fact]:
    """Every field of every row that hangs on the person, what stood there before, and every look at it.

    A number of queries that grows with the rows.
    """
    tables = [(model, treatment.person) for model, treatment in TREATMENTS.items()]
    tables += [(model_of(label), LEFT_PATHS[label]) for label in LEFT]
    facts: list[Fact] = []
    for model, path in tables:
        rows = _rows(model, path, participant.pk)
        facts += [fact for number, row in rows.items() for fact in _facts(model, row, number)]
        numbers = {row.pk: number for number, row in rows.items()}
        facts += earlier_facts(model, path=path, participant_id=participant.pk, numbers=numbers)
    return [*facts, *_looks(participant.pk)]


def _rows(model: type[models.Model], path: str, participant_id: int) -> dict[int, models.Model]:
    related = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    rows = model._default_manager.filter(**{path: participant_id}).select_related(*related).order_by("pk")
    return dict(enumerate(rows, start=1))


def _facts(model: type[models.Model], row: models.Model, number: int) -> Iterator[Fact]:
    for field in model._meta.concrete_fields:
        value = value_of(field, row)
        if value and not field.primary_key:
            yield Fact(part_of(model), number, name_of(field), value)


def _looks(participant_id: int) -> Iterator[Fact]:
    for number, look in enumerate(in_words(accesses_of(participant_id)), start=1):
        part = _("Vem som har sett uppgifterna")
        yield Fact(part, number, _("När"), moment_of(look.at))
        yield Fact(part, number, _("Roll"), look.roles)
        yield Fact(part, number, _("Vad"), look.act)
        yield Fact(part, number, _("Ändamål"), look.purpose)
