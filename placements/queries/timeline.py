"""What has happened to an employment, worded for people: who, when, what, why. Read from the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.display import Event
from organisation.models import Department, User
from placements.models import (
    CaseOfficerAssignment,
    Employment,
    EmploymentType,
    EndCause,
    Leave,
    Module,
    Participant,
    Placement,
    PlacementKind,
    Supervisor,
    SupportDecision,
    Training,
)

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
    "job_title": gettext_lazy("Yrkestitel"),
    "supervisor_id": gettext_lazy("Handledare"),
    "onboarding_on": gettext_lazy("Introduktion hållen"),
    "responsibility_on": gettext_lazy("Arbetsmiljöansvaret klarlagt"),
}
_DECISION = {
    "number": gettext_lazy("Beslutsnummer"),
    "type_id": gettext_lazy("Anställningstyp i beslutet"),
    "valid_from": gettext_lazy("Beslutet gäller från och med"),
    "valid_to": gettext_lazy("Beslutet gäller till och med"),
}
_LEAVE = {
    "first_day": gettext_lazy("Ledig från och med"),
    "last_day": gettext_lazy("Ledig till och med"),
    "is_paid": gettext_lazy("Med lön"),
}
_TRAINING = {"started_on": gettext_lazy("Påbörjad"), "completed_on": gettext_lazy("Genomförd")}
_OFFICER = {"valid_to": gettext_lazy("Handläggare till och med")}
_PERSON = {"is_protected": gettext_lazy("Skyddade personuppgifter")}


def timeline(employment: Employment) -> list[Event]:
    """All that has happened to the person, in all its employments, newest first. For those who see details.

    Thirteen queries.
    """
    person = employment.participant_id
    keys = dict(Employment.objects.filter(participant=person).values_list("pk", "key"))
    words = _Words(person, keys)
    own, theirs = {"participant_id": person}, {"employment_id__in": list(keys)}
    events: list[tuple[Any, Event]] = []
    histories: tuple[tuple[Any, dict[str, Any], dict[str, Any]], ...] = (
        (Employment, _EMPLOYMENT, own),
        (Placement, _PLACEMENT, theirs),
        (SupportDecision, _DECISION, theirs),
        (Leave, _LEAVE, theirs),
        (Training, _TRAINING, theirs),
        (CaseOfficerAssignment, _OFFICER, own),
        (Participant, _PERSON, {"pgh_obj_id": person}),
    )
    for model, fields, chosen in histories:
        history = model.pgh_event_model.objects.filter(**chosen).select_related("pgh_context").order_by("pgh_id")
        events += [((e.at, n), e) for n, e in enumerate(_told(history, fields, model, words))]
    people = _people(event.who for _order, event in events)
    ordered = sorted(events, key=lambda pair: pair[0], reverse=True)
    return [Event(e.at, people.get(e.who, _("systemet")), e.what, e.why) for _order, e in ordered]


def _told(history: Iterable[Any], fields: dict[str, Any], model: Any, words: _Words) -> Iterable[Event]:
    """Each event against the one before it of the same row; `who` is the user's id as text."""
    before: dict[int, Any] = {}
    for event in history:
        earlier = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        if earlier is None:
            what = words.born(event, model)
        elif event.pgh_label == "delete":
            what = words.gone(event, model)
        else:
            changes = [
                f"{label}: {words.of(name, getattr(earlier, name))} → {words.of(name, getattr(event, name))}"
                for name, label in fields.items()
                if getattr(earlier, name) != getattr(event, name)
            ]
            what = ". ".join(changes)
        if what:
            what = words.of_which(event, model) + what
            known = event.pgh_context.metadata if event.pgh_context else {}
            yield Event(event.pgh_created_at, str(known.get("user") or ""), what, known.get("reason") or "")


class _Words:
    """Values as people write them; codes and ids by their names."""

    def __init__(self, person: int, keys: dict[int, str]) -> None:
        self.keys = keys
        self.departments = dict(Department.objects.values_list("pk", "name"))
        self.types = dict(EmploymentType.objects.values_list("pk", "name"))
        self.supervisors = dict(Supervisor.objects.values_list("pk", "name"))
        self.officers = {user.pk: user.full_name for user in User.objects.filter(participants__participant=person)}

    def of(self, field: str, value: Any) -> str:
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if isinstance(value, date):
            return value.isoformat()
        named = {
            "department_id": self.departments, "type_id": self.types, "supervisor_id": self.supervisors,
        }.get(field)  # fmt: skip
        if named is not None:
            return named.get(value, str(value))
        choices = {"kind": PlacementKind, "end_cause": EndCause}.get(field)
        return str(choices(value).label) if choices and value in choices.values else str(value)

    def of_which(self, event: Any, model: Any) -> str:
        """The employment's key first, where the person has had several."""
        if len(self.keys) < 2:
            return ""
        key = event.key if model is Employment else self.keys.get(getattr(event, "employment_id", 0), "")
        return f"{key}: " if key else ""

    def gone(self, event: Any, model: Any) -> str:
        """What the last event of a placement that was taken away says."""
        if model is not Placement:
            return ""
        words = {"department": self.of("department_id", event.department_id), "day": event.placed_from.isoformat()}
        return _("Placering togs bort: %(department)s från %(day)s") % words

    def born(self, event: Any, model: Any) -> str:
        """What the first event of a row says; nothing of the person itself."""
        if model is Employment:
            return _("Anställningen lades in: från %(day)s") % {"day": event.employed_from.isoformat()}
        if model is Placement:
            words = {"department": self.of("department_id", event.department_id), "day": event.placed_from.isoformat()}
            return _("Placering lades in: %(department)s från %(day)s") % words
        if model is SupportDecision:
            words = {"number": event.number, "first": event.valid_from, "last": event.valid_to}
            return _("Beslut %(number)s skrevs in: %(first)s–%(last)s") % words
        if model is Leave:
            return _("Ledig från %(day)s") % {"day": event.first_day.isoformat()}
        if model is Training:
            return _("Erbjöds %(module)s") % {"module": Module(event.module).label}
        if model is CaseOfficerAssignment:
            words = {"name": self.officers.get(event.officer_id, "–"), "day": event.valid_from.isoformat()}
            return _("Handläggare: %(name)s från %(day)s") % words
        return ""


def _people(ids: Iterable[str]) -> dict[str, str]:
    """Full names by id as text. One query."""
    wanted = {int(one) for one in ids if one.isdecimal()}
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=wanted)}
