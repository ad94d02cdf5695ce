"""A file that was accepted is taken back, as long as nothing rests on it (DOMAIN.md 5).

What accepting changed is read from the history, by the context that the acceptance was written under: what was put in
is taken out, what was changed gets the values it had before. Identity numbers are not in the history, so those that a
file replaced are kept encrypted with the import until then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pghistory
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import closed_months, hold
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department, User
from placements.full_time import as_registers_say
from placements.identity import decrypted, encrypted
from placements.models import Employment, EmploymentImport, Participant, Placement, SupportDecision
from placements.operations.register_rows import one_at_a_time

# taken out in this order, so that nothing that remains refers to what goes
MODELS: tuple[type[models.Model], ...] = (SupportDecision, Placement, Employment, Participant)

# in the history of an undoing: the context of the acceptance that it takes back
_TAKES_BACK = "takes_back"


class NotToBeTakenBack(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Filen är inte godkänd, eller redan ångrad. Bara en godkänd fil kan ångras, och bara en gång.")
        )


class ChangedSince(Refusal):
    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(
            _(
                "Anställningarna %(keys)s har ändrats efter inläsningen, så den kan inte ångras. "
                "Rätta det som blev fel för hand, eller läs in en rättad fil."
            )
            % {"keys": ", ".join(sorted(keys)[:10])}
        )


class SomethingRestsOnIt(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Något annat rör redan anställningar som filen lade in, t.ex. en avstämd månad, ledighet eller en "
                "handläggare. Den kan inte ångras. Rätta det som blev fel för hand, eller läs in en rättad fil."
            )
        )


class MonthClosedSince(Refusal):
    def __init__(self, department: str, month: str) -> None:
        super().__init__(
            _(
                "%(month)s är stängd för %(department)s och bygger på raderna. Inläsningen kan inte ångras. "
                "Rätta det som blev fel för hand: skillnaden föreslås som en rättelse."
            )
            % {"department": department, "month": month.capitalize()}
        )


@dataclass(slots=True)
class _Touched:
    """Of one table: the ids put in, and by id the event before the first change."""

    added: set[int] = field(default_factory=set)
    before: dict[int, Any] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)


def remembered(context: object, numbers: Iterable[tuple[int, bytes | None]]) -> bytes:
    """What an accepted import keeps to be taken back by: its context, and identity numbers that it replaced."""
    kept = [(id_, bytes(token).decode() if token else None) for id_, token in numbers]
    return encrypted(json.dumps({"context": str(context), "numbers": kept}))


def with_new_key(undo: bytes | memoryview) -> bytes:
    """What `remembered` gave, and the numbers within it, encrypted with the first key.

    Raises cryptography.fernet.InvalidToken when no key fits.
    """
    payload = json.loads(decrypted(undo))
    numbers = ((id_, encrypted(decrypted(token.encode())) if token else None) for id_, token in payload["numbers"])
    return remembered(payload["context"], numbers)


@transaction.atomic
def undo_import(*, employment_import: EmploymentImport, by: User) -> None:
    """The register as it was before the file was accepted.

    Raises NotToBeTakenBack, ChangedSince, MonthClosedSince and SomethingRestsOnIt, and then changes nothing.
    """
    kept = EmploymentImport.objects.select_for_update().get(pk=employment_import.pk)
    if not kept.can_be_taken_back:
        raise NotToBeTakenBack
    one_at_a_time()
    payload = json.loads(decrypted(kept.undo))
    touched = {model: _touched(model, payload["context"]) for model in MODELS}
    _refuse_later_changes(touched)
    _refuse_closed_months(touched[Placement])
    reason = _("Ångrad inläsning av %(file)s") % {"file": kept}
    with pghistory.context(reason=reason, **{_TAKES_BACK: payload["context"]}), as_registers_say():
        _take_back(touched, dict(payload["numbers"]))
    kept.take_back(now=timezone.now(), by=by)


def _touched(model: type[models.Model], context: str) -> _Touched:
    """Two queries."""
    history = model.pgh_event_model.objects  # type: ignore[attr-defined]  # every model here is tracked
    found = _Touched(events=list(history.filter(pgh_context_id=context).order_by("pgh_id")))
    first: dict[int, Any] = {}
    for event in found.events:
        first.setdefault(event.pgh_obj_id, event)
    found.added = {id_ for id_, event in first.items() if event.pgh_label == "insert"}
    changed = first.keys() - found.added
    if changed:
        begun = min(first[id_].pgh_id for id_ in changed)
        for event in history.filter(pgh_obj_id__in=changed, pgh_id__lt=begun).order_by("pgh_id"):
            found.before[event.pgh_obj_id] = event
    return found


def _refuse_later_changes(touched: dict[type[models.Model], _Touched]) -> None:
    later: set[int] = set()
    for model, found in touched.items():
        if not found.events:
            continue
        ids, last = {event.pgh_obj_id for event in found.events}, max(event.pgh_id for event in found.events)
        history = model.pgh_event_model.objects  # type: ignore[attr-defined]  # pghistory puts it there
        since = _still_there(history.filter(pgh_obj_id__in=ids, pgh_id__gt=last))
        if model is Participant:
            theirs = Employment.objects.filter(participant__in=since.values("pgh_obj_id"))
            later |= set(theirs.values_list("pk", flat=True))
        else:
            column = "pgh_obj_id" if model is Employment else "employment_id"
            later |= set(since.values_list(column, flat=True))
    if later:
        raise ChangedSince(list(Employment.objects.filter(pk__in=later).values_list("key", flat=True)) or ["–"])


def _still_there(since: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Without the changes of a file that was itself taken back, and without the taking back: together they are none."""
    undone = since.filter(**{f"pgh_context__metadata__{_TAKES_BACK}__isnull": False}).values_list(
        "pgh_context_id", f"pgh_context__metadata__{_TAKES_BACK}"
    )
    return since.exclude(pgh_context_id__in={str(context) for pair in undone.distinct() for context in pair})


def _refuse_closed_months(placements: _Touched) -> None:
    """No closed month of a department in which a placement has days, as it is or as it would be again."""
    rows = [*placements.events, *placements.before.values()]
    departments = {one.pk: one for one in Department.objects.filter(pk__in={row.department_id for row in rows})}
    hold(list(departments))
    closed = closed_months(list(departments.values()))
    for row in rows:
        for department, month in closed:
            covers = row.placed_from <= month.last_day and (row.placed_to or date.max) >= month.first_day
            if department == row.department_id and covers:
                raise MonthClosedSince(departments[department].name, str(month_name(month)))


def _take_back(touched: dict[type[models.Model], _Touched], numbers: dict[int, str | None]) -> None:
    for model in reversed(MODELS):  # a changed placement may belong to an employment of another participant again
        names = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
        for id_, event in touched[model].before.items():
            values = {name: getattr(event, name) for name in names if hasattr(event, name)}
            model._default_manager.filter(pk=id_).update(**values)
    for id_, token in numbers.items():
        Participant.objects.filter(pk=id_).update(identity_number=token.encode() if token else None)
    try:
        for model in MODELS:
            model._default_manager.filter(pk__in=touched[model].added).delete()
    except ProtectedError:
        raise SomethingRestsOnIt from None
