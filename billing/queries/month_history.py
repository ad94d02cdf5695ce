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
    ParkedLine,
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
    """What a change means, in words; None for one that means nothing to a reader, or that its own event tells."""
    text = _standing_words(before, after)
    if not text and after.parked == before.parked and _figures(after) != _figures(before):
        text = _("Räknades om: %s.") % _figures(after)
    return Event(after.pgh_created_at, _who(after, names), text) if text else None


def _standing_words(before: Any, after: Any) -> str:
    """How the month went from one standing to another; "" when it stands as it did, as when it is counted again."""
    if after.state != before.state or after.proposed_at != before.proposed_at:
        return " ".join(filter(None, [_state_words(before, after), _fallen(before, after)]))
    if after.state != ReconciliationState.DISPUTED:
        return ""
    if before.confirmed_at is None and after.confirmed_at is not None:
        return _("Resten bekräftades genom tystnad.") if after.by_silence else _("Förvaltningen bekräftade resten.")
    return _fallen(before, after)


def _fallen(before: Any, after: Any) -> str:
    """What was confirmed and no longer is: the figures, or what is disputed of them, are other than was said yes to."""
    if before.confirmed_at is None or after.confirmed_at is not None:
        return ""
    if before.state == ReconciliationState.DISPUTED:
        return _("Bekräftelsen av resten gäller inte längre.")
    return _("Bekräftelsen gäller inte längre.") if before.state == ReconciliationState.CONFIRMED else ""


def _figures(change: Any) -> str:
    return _("%(counted)s av %(target)s, %(missing)s saknas, %(fee)s") % {
        "counted": exact(change.counted),
        "target": change.target,
        "missing": exact(change.missing),
        "fee": kronor(change.fee),
    }


def _state_words(before: Any, change: Any) -> str:
    match change.state:
        case ReconciliationState.PROPOSED if before.state == ReconciliationState.DISPUTED:
            return _("Månaden gick tillbaka till förvaltningen, svar senast %(day)s: %(figures)s.") % {
                "day": day(change.deadline),
                "figures": _figures(change),
            }
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
    """Made, and what came of it: each says which row or figure it concerns."""
    what = objection_subject(objection)
    made = Event(
        objection.made_at,
        _name(objection.made_by, _("okänd")),
        _("Förvaltningen invände mot %(what)s") % {"what": what},
        objection.text,
    )
    if objection.state == ObjectionState.PARKED:
        return [made, _parked(objection.parked, what), *_settled(objection)]
    if objection.withdrawn_at is not None:
        text = _("Förvaltningen tog tillbaka invändningen mot %(what)s") % {"what": what}
        return [made, Event(objection.withdrawn_at, _name(objection.withdrawn_by, _("okänd")), text)]
    if objection.answered_at is None:
        return [made]
    text = (
        _("ASF godtog invändningen mot %(what)s")
        if objection.state == ObjectionState.ACCEPTED
        else _("ASF avslog invändningen mot %(what)s")
    )
    who = _name(objection.answered_by, _("systemet"))
    return [made, Event(objection.answered_at, who, text % {"what": what}, objection.answer)]


def _name(person: User | None, otherwise: str) -> str:
    return person.full_name if person else otherwise


def objection_subject(objection: Objection) -> str:
    """Which row or month an objection concerns, and what the department says of it: a phrase that ends a sentence."""
    if objection.placement is None:
        if objection.figure is None:
            return _("hela månaden.")
        return _("hela månaden: den räknar %(n)s.") % {"n": exact(objection.figure)}
    named = {"key": objection.placement.employment.key}
    if objection.figure is None:
        return _("%(key)s.") % named
    if objection.figure in (0, 1):
        return (_("%(key)s: ska räknas.") if objection.figure else _("%(key)s: ska inte räknas.")) % named
    return _("%(key)s: ska räknas till %(n)s.") % {**named, "n": exact(objection.figure)}


def _parked(line: ParkedLine, what: str) -> Event:
    text = _("ASF parkerade invändningen mot %(what)s Omtvistat: %(share)s, avgörs senast %(day)s.") % {
        "what": what,
        "share": exact(line.share),
        "day": day(line.deadline),
    }
    return Event(line.parked_at, _name(line.parked_by, _("systemet")), text)


def _settled(objection: Objection) -> list[Event]:
    if not objection.parked.is_settled:
        return []
    one = objection.parked.settlement
    named = {"what": objection_subject(objection)}
    text = (
        _("Avgjort att det räknas. Invändningen gällde %(what)s") % named
        if one.counts
        else _("Avgjort att det inte räknas. Invändningen gällde %(what)s") % named
    )
    return [Event(one.settled_at, _name(one.settled_by, _("systemet")), text, one.answer)]


def _reopened(one: Reopening) -> list[Event]:
    proposed = Event(one.proposed_at, one.proposed_by.full_name, _("Föreslog att månaden öppnas på nytt."), one.reason)
    if one.settled_at is None or one.settled_by is None:
        return [proposed]
    confirmed = one.state == ReopeningState.CONFIRMED
    text = _("Bekräftade att månaden öppnas på nytt.") if confirmed else _("Avböjde att månaden öppnas på nytt.")
    return [proposed, Event(one.settled_at, one.settled_by.full_name, text)]
