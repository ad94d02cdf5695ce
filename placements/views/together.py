"""The same act on many rows of a list: which are chosen, and what came of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.refusals import Refusal
from foundation.together import Outcome
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.models import Booking, Place

MOST = 500


class NotYours(Refusal):
    def __init__(self, act: Act) -> None:
        super().__init__(_("Er roll får inte %(act)s där. Inget ändrades.") % {"act": act.label})


def ticked(given: QueryDict) -> list[int]:
    """Primary keys of the chosen rows, MOST of them at most; the caller leaves out what the user may not see."""
    return [int(value) for value in given.getlist("chosen")[:MOST] if value.isdecimal() and len(value) < 12]


def nothing_chosen(request: PersonRequest, *, back: str) -> HttpResponse:
    """Back to the list, with what to do there."""
    messages.error(request, _("Inget är valt. Kryssa för raderna först, och välj sedan vad ni vill göra."))
    return redirect(back)


def acted(request: PersonRequest, *, title: str, outcomes: list[Outcome[Any]], back: str) -> HttpResponse:
    """The page of what came of each row; `back` names the list's address."""
    context = {
        "title": title,
        "outcomes": [(outcome, *_told(outcome.row)) for outcome in outcomes],
        "done": sum(outcome.done for outcome in outcomes),
        "back": reverse(back),
    }
    return render(request, "placements/acted.html", context)


def _told(row: Place | Booking) -> tuple[str, str]:
    """What the row is called, without anyone's name, and its address."""
    if isinstance(row, Place):
        return str(row), reverse("placements:place", args=[row.pk])
    return f"{row.opening.place} · {row.participant.key}", reverse("placements:booking", args=[row.pk])
