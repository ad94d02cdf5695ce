"""What has happened to an employment, worded for people: who, when, what, why. Read from the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.display import Event
from organisation.models import Department, User
from placements.models import Employment, EmploymentType, EndCause, Participant, Placement, PlacementKind

_EMPLOYMENT = {
    "type_id": gettext_lazy("Anställningstyp"),
    "employed_from": gettext_lazy("Första anställningsdag"),
    "employed_to": gettext_lazy("Sista anställningsdag"),
    "end_cause": gettext_lazy("Avslutsorsak"),
}
_PLACEMENT = {
    "department_id": gettext_lazy("Förvaltning"),
    "kind": gettext_lazy("Slag av plats"),
    "placed_from": gettext_lazy("Första dag på platsen"),
    "placed_to": gettext_lazy("Sista dag på platsen"),
    "working_share": gettext_lazy("Sysselsättningsgrad, procent"),
}
_PERSON = {"is_protected": gettext_lazy("Skyddade personuppgifter")}


def timeline(employment: Employment) -> list[Event]:
    """Newest first. Six queries. For those who see the details of an employment."""
    words = _Words()
    events: list[tuple[Any, Event]] = []
    histories: tuple[tuple[Any, dict[str, Any], str, dict[str, int]], ...] = (
        (Employment, _EMPLOYMENT, _("Anställningen lades in"), {"pgh_obj_id": employment.pk}),
        (Placement, _PLACEMENT, _("Placering lades in"), {"employment_id": employment.pk}),
        (Participant, _PERSON, "", {"pgh_obj_id": employment.participant_id}),
    )
    for model, fields, born, chosen in histories:
        history = model.pgh_event_model.objects.filter(**chosen).select_related("pgh_context").order_by("pgh_id")
        events += [((e.at, n), e) for n, e in enumerate(_told(history, fields, born, words))]
    people = _people(event.who for _order, event in events)
    ordered = sorted(events, key=lambda pair: pair[0], reverse=True)
    return [Event(e.at, people.get(e.who, _("systemet")), e.what, e.why) for _order, e in ordered]


def _told(history: Iterable[Any], fields: dict[str, Any], born: str, words: _Words) -> Iterable[Event]:
    """Each event against the one before it of the same row; `who` is the user's id as text."""
    before: dict[int, Any] = {}
    for event in history:
        earlier = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        if earlier is None:
            what = born and words.born(event, born)
        else:
            changes = [
                f"{label}: {words.of(name, getattr(earlier, name))} → {words.of(name, getattr(event, name))}"
                for name, label in fields.items()
                if getattr(earlier, name) != getattr(event, name)
            ]
            what = ". ".join(changes)
        if what:
            known = event.pgh_context.metadata if event.pgh_context else {}
            yield Event(event.pgh_created_at, str(known.get("user") or ""), what, known.get("reason") or "")


class _Words:
    """Values as people write them; codes and ids by their names."""

    def __init__(self) -> None:
        self.departments = dict(Department.objects.values_list("pk", "name"))
        self.types = dict(EmploymentType.objects.values_list("pk", "name"))

    def of(self, field: str, value: Any) -> str:
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if isinstance(value, date):
            return value.isoformat()
        named = {"department_id": self.departments, "type_id": self.types}.get(field)
        if named is not None:
            return named.get(value, str(value))
        choices = {"kind": PlacementKind, "end_cause": EndCause}.get(field)
        return str(choices(value).label) if choices and value in choices.values else str(value)

    def born(self, event: Any, sentence: str) -> str:
        if not hasattr(event, "placed_from"):
            return _("%(what)s: från %(day)s") % {"what": sentence, "day": event.employed_from.isoformat()}
        return _("%(what)s: %(department)s från %(day)s") % {
            "what": sentence,
            "department": self.of("department_id", event.department_id),
            "day": event.placed_from.isoformat(),
        }


def _people(ids: Iterable[str]) -> dict[str, str]:
    """Full names by id as text. One query."""
    wanted = {int(one) for one in ids if one.isdigit()}
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=wanted)}
