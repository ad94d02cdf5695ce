"""Every change of every kind of thing, newest first, without personal data (DOMAIN.md 2; DESIGN.md 4).

Values are shown of dates, numbers, choices and departments only: never of texts, which may speak of people, and never
of participants.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.audit_words import KINDS, LABELS, OTHER_FIELD, field_word
from organisation.models import Department, User

_PARTICIPANT = "placements.Participant"
_NAMED_BY = ("key", "code", "number", "month", "half_year", "year")
_PLAIN = (models.DateField, models.IntegerField, models.DecimalField, models.BooleanField)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `subject` is the thing's key or number, `fields` what differs, in words."""

    at: datetime
    who: str
    kind: str
    act: str
    subject: str
    fields: tuple[str, ...]
    why: str


@cache
def event_models() -> dict[str, type[models.Model]]:
    """The tables of the history, by the label of what they follow."""
    return {
        tracked._meta.label: model
        for model in apps.get_models()
        if (tracked := getattr(model, "pgh_tracked_model", None)) is not None
    }


def changes(*, kind: str, day: date | None, person: int | None) -> QuerySet[Any, Any]:
    """All changes that fit, newest first, to be cut into pages. One query."""
    chosen: list[QuerySet[Any, Any]] = []
    for label, model in event_models().items():
        if kind and kind != label:
            continue
        found = models.QuerySet(model).annotate(thing=Value(label))
        if day is not None:
            found = found.filter(pgh_created_at__date=day)
        if person is not None:
            found = found.filter(pgh_context__metadata__user=person)
        chosen.append(
            found.order_by().values_list(
                "thing", "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context__metadata", named=True
            )
        )
    first, *others = chosen
    return (first.union(*others, all=True) if others else first).order_by("-pgh_created_at", "-pgh_id")


def in_words(rows: Iterable[Any], *, with_values: bool) -> list[Change]:
    """The rows of a page. Two queries for each kind on it, and two for names."""
    rows = list(rows)
    now, before = _states(rows)
    people = {user.pk: user.full_name for user in User.objects.filter(pk__in={_user(row) for row in rows} - {None})}
    departments = dict(Department.objects.values_list("pk", "code"))
    told = []
    for row in rows:
        event = now[row.thing, row.pgh_id]
        earlier = before.get((row.thing, row.pgh_id)) if row.pgh_label == "update" else None
        fields = _differences(event, earlier, row.thing, departments, with_values) if earlier else ()
        told.append(
            Change(
                at=row.pgh_created_at,
                who=people.get(_user(row) or 0, ""),
                kind=str(KINDS.get(row.thing, row.thing)),
                act=str(LABELS.get(row.pgh_label, row.pgh_label)),
                subject=_subject(event),
                fields=tuple(fields),
                why=(row.pgh_context__metadata or {}).get("reason", "") if with_values else "",
            )
        )
    return told


def _user(row: Any) -> int | None:
    return (row.pgh_context__metadata or {}).get("user")


def _states(rows: list[Any]) -> tuple[dict[tuple[str, int], Any], dict[tuple[str, int], Any]]:
    """The things as each event left them, and as the event before left them."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.thing].append(row.pgh_id)
    now: dict[tuple[str, int], Any] = {}
    before: dict[tuple[str, int], Any] = {}
    for kind, ids in by_kind.items():
        history: QuerySet[Any] = models.QuerySet(event_models()[kind])
        earlier = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        last = earlier.order_by().values("pgh_obj_id").annotate(last=Max("pgh_id")).values("last")
        events = {e.pgh_id: e for e in history.filter(pgh_id__in=ids).annotate(before=Subquery(last))}
        previous = history.in_bulk({e.before for e in events.values() if e.before})
        now |= {(kind, id_): event for id_, event in events.items()}
        before |= {(kind, id_): previous[e.before] for id_, e in events.items() if e.before in previous}
    return now, before


def _subject(event: Any) -> str:
    for name in _NAMED_BY:
        if getattr(event, name, None) not in (None, ""):
            return str(getattr(event, name))
    return f"#{event.pgh_obj_id}"


def _differences(event: Any, earlier: Any, kind: str, departments: dict[int, str], with_values: bool) -> Iterable[str]:
    for field in event.pgh_tracked_model._meta.concrete_fields:
        if not hasattr(event, field.attname) or getattr(event, field.attname) == getattr(earlier, field.attname):
            continue
        label = _label(field)
        pair = [_value(field, getattr(one, field.attname), departments) for one in (earlier, event)]
        hidden = not with_values or kind == _PARTICIPANT or None in pair
        yield label if hidden else f"{label}: {pair[0]} → {pair[1]}"


def _label(field: models.Field[Any, Any]) -> str:
    return field_word(field) or str(OTHER_FIELD)


def _value(field: models.Field[Any, Any], value: Any, departments: dict[int, str]) -> str | None:
    """None: not to be shown."""
    if value is None or value == "":
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        return departments.get(value) if field.related_model is Department else None
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value) if isinstance(field, _PLAIN) else None
