"""What happened with a month, newest first: from the change log, the objections and the recorded causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from billing.models import (
    Cause,
    MissingCause,
    Objection,
    ObjectionState,
    Reconciliation,
    ReconciliationState,
    Reopening,
    ReopeningState,
)
from foundation.display import Event
from foundation.money import kronor
from foundation.templatetags.overens import day, exact
from organisation.models import User


def month_events(
    reconciliation: Reconciliation, objections: Sequence[Objection], reopenings: Sequence[Reopening]
) -> list[Event]:
    """Everything that was done with the month. Three queries; `objections` come with their persons."""
    changes = list(_log(Reconciliation).filter(pgh_obj_id=reconciliation.pk))
    causes = list(_log(MissingCause).filter(department_id=reconciliation.department_id, month=reconciliation.month))
    names = _names([*changes, *causes])
    events = [_opened(changes[0], names)] if changes else []
    events += [event for before, after in pairwise(changes) if (event := _changed(before, after, names))]
    events += [_caused(change, names) for change in causes]
    for objection in objections:
        events += _objected(objection)
    for reopening in reopenings:
        events += _reopened(reopening)
    return sorted(events, key=_moment, reverse=True)


def _moment(event: Event) -> datetime:
    assert isinstance(event.at, datetime)
    return event.at


def _log(model: Any) -> Any:
    return model.pgh_event_model.objects.select_related("pgh_context").order_by("pgh_id")


def _names(changes: Iterable[Any]) -> dict[int, str]:
    """The people behind the changes, by id."""
    people = {_person(change) for change in changes} - {None}
    return {user.pk: user.full_name for user in User.objects.filter(pk__in=people)}


def _person(change: Any) -> int | None:
    found = change.pgh_context.metadata.get("user") if change.pgh_context else None
    return found if isinstance(found, int) else None


def _who(change: Any, names: dict[int, str]) -> str:
    person = _person(change)
    return _("systemet") if person is None else names.get(person, _("okänd"))


def _opened(change: Any, names: dict[int, str]) -> Event:
    return Event(change.pgh_created_at, _who(change, names), _("Månaden öppnades och räknades: %s.") % _figures(change))


def _changed(before: Any, after: Any, names: dict[int, str]) -> Event | None:
    """What a change means, in words; None for one that means nothing to a reader."""
    if after.state != before.state or after.proposed_at != before.proposed_at:
        return Event(after.pgh_created_at, _who(after, names), _state_words(after))
    if _figures(after) != _figures(before):
        return Event(after.pgh_created_at, _who(after, names), _("Räknades om: %s.") % _figures(after))
    return None  # counted again with the same result, as before every proposal


def _figures(change: Any) -> str:
    return _("%(counted)s av %(target)s, %(missing)s saknas, %(fee)s") % {
        "counted": exact(change.counted),
        "target": change.target,
        "missing": exact(change.missing),
        "fee": kronor(change.fee),
    }


def _state_words(change: Any) -> str:
    match change.state:
        case ReconciliationState.PROPOSED:
            return _("ASF föreslog månaden, svar senast %(day)s: %(figures)s.") % {
                "day": day(change.deadline),
                "figures": _figures(change),
            }
        case ReconciliationState.CONFIRMED:
            return _("Bekräftad genom tystnad.") if change.by_silence else _("Förvaltningen bekräftade månaden.")
        case ReconciliationState.DISPUTED:
            return _("Månaden väntar på svar på en invändning.")
        case ReconciliationState.CLOSED:
            return _("ASF stängde månaden: %s. Den kan inte ändras.") % _figures(change)
    return _("Månaden öppnades på nytt.")


def _caused(change: Any, names: dict[int, str]) -> Event:
    label = Cause(change.cause).label
    if change.pgh_label == "delete":
        text = _("Orsaken togs bort: %(cause)s.") % {"cause": label}
    else:
        text = _("Orsak till att anställningar saknas: %(number)s %(cause)s.") % {
            "number": change.number,
            "cause": label,
        }
    return Event(change.pgh_created_at, _who(change, names), text)


def _objected(objection: Objection) -> list[Event]:
    made = Event(
        objection.made_at,
        objection.made_by.full_name if objection.made_by else _("okänd"),
        _("Förvaltningen invände."),
        objection.text,
    )
    if objection.state == ObjectionState.PARKED:
        return [made, *_settled(objection)]
    if objection.answered_at is None:
        return [made]
    accepted = objection.state == ObjectionState.ACCEPTED
    answered = Event(
        objection.answered_at,
        objection.answered_by.full_name if objection.answered_by else _("systemet"),
        _("ASF godtog invändningen.") if accepted else _("ASF avslog invändningen."),
        objection.answer,
    )
    return [made, answered]


def _settled(objection: Objection) -> list[Event]:
    if not objection.parked.is_settled:
        return []
    one = objection.parked.settlement
    text = _("Den parkerade raden räknas.") if one.counts else _("Den parkerade raden räknas inte.")
    return [Event(one.settled_at, one.settled_by.full_name if one.settled_by else _("systemet"), text, one.answer)]


def _reopened(one: Reopening) -> list[Event]:
    proposed = Event(one.proposed_at, one.proposed_by.full_name, _("Föreslog att månaden öppnas på nytt."), one.reason)
    if one.settled_at is None or one.settled_by is None:
        return [proposed]
    confirmed = one.state == ReopeningState.CONFIRMED
    text = _("Bekräftade att månaden öppnas på nytt.") if confirmed else _("Avböjde att månaden öppnas på nytt.")
    return [proposed, Event(one.settled_at, one.settled_by.full_name, text)]
