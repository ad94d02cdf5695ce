"""What the register said of a person before it was changed or taken away: that is kept, so the person may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from placements.models import Employment, Placement
from privacy.queries.facts import Fact, moment_of, name_of, part_of, value_of


def earlier_facts(
    model: type[models.Model], *, path: str, participant_id: int, numbers: Mapping[Any, int]
) -> Iterator[Fact]:
    """Values that no longer hold, each with the moment until which it stood, oldest first.

    `numbers`: which of the rows that there are today, by primary key; those taken away follow, and say so.
    Nothing of a table without history. One to four queries.
    """
    events = getattr(model, "pgh_event_model", None)
    if events is None:
        return
    part = _("Tidigare: %(part)s") % {"part": part_of(model).lower()}
    numbers, before = dict(numbers), dict[Any, Any]()
    for event in events.objects.filter(_of_person(path, participant_id)).order_by("pgh_id"):
        number = numbers.setdefault(event.pgh_obj_id, len(numbers) + 1)
        until = moment_of(event.pgh_created_at)
        is_gone = event.pgh_label == "delete"
        earlier = before.get(event.pgh_obj_id, event if is_gone else None)
        if earlier is not None:
            for field in _fields(model, event):
                value = value_of(field, earlier)
                if value and (is_gone or getattr(earlier, field.attname) != getattr(event, field.attname)):
                    told = _("%(value)s, till %(moment)s") % {"value": value, "moment": until}
                    yield Fact(part, number, name_of(field), told)
        before[event.pgh_obj_id] = event


def _fields(model: type[models.Model], event: Any) -> list[models.Field[Any, Any]]:
    """Those that the history has, without the row's own id."""
    kept = {field.name for field in event._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.name in kept and not field.primary_key]


def _of_person(path: str, participant_id: int) -> Q:
    """The history's rows that hang on the person, also by way of what has been taken away since."""
    if path == "pk":
        return Q(pgh_obj_id=participant_id)
    if path == "participant_id":
        return Q(participant_id=participant_id)
    employments = _ever(Employment, participant_id=participant_id)
    if path == "employment__participant_id":
        return Q(employment_id__in=employments)
    return Q(placement_id__in=_ever(Placement, employment_id__in=employments))


def _ever(model: Any, **chosen: Any) -> set[int]:
    """Ids of the rows that there are or have been. One query."""
    return set(model.pgh_event_model.objects.filter(**chosen).values_list("pgh_obj_id", flat=True))
