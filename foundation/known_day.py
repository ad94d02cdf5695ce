"""The day of knowledge in a page's address, and what was said then beside what is said now (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.form_fields import DayField
from foundation.history import end_of, history_begins, known_at
from foundation.templatetags.overens import day as written

PARAMETER = "kand"
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ThenNow:
    """One thing in words, as it was known then and as it is known now; "" where there was none."""

    label: str
    then: str
    now: str
    url: str = ""

    @property
    def differs(self) -> bool:
        return self.then != self.now


def differing(rows: Sequence[ThenNow]) -> list[ThenNow]:
    return [row for row in rows if row.differs]


class KnownDayForm(forms.Form):
    kand = DayField(
        label=gettext_lazy("Som känt den"),
        error_messages={
            "required": gettext_lazy("Ingen dag är vald. Välj en dag, t.ex. 2021-07-01."),
        },
    )

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        self.asked = PARAMETER in data  # else there is nothing to be wrong yet
        super().__init__({PARAMETER: data[PARAMETER]} if self.asked else None)
        self.fields[PARAMETER].widget.attrs["max"] = today.isoformat()
        self._today = today

    def clean_kand(self) -> date:
        day: date = self.cleaned_data[PARAMETER]
        if day > self._today:
            raise forms.ValidationError(
                _("%(day)s har inte varit än. Välj en dag till och med i dag.") % {"day": written(day)}
            )
        begins = history_begins().day
        if begins is None or day < begins:
            raise forms.ValidationError(
                _("Historiken börjar %(begins)s: vad registret sade före den dagen är inte känt. Välj en senare dag.")
                % {"begins": written(begins) if begins else "–"}
            )
        return day


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What the page shows of it: the form with its error, the day when one is chosen, and the rows then and now."""

    form: KnownDayForm
    day: date | None
    hidden: tuple[tuple[str, str], ...]  # the address's other parameters, which the form keeps

    @property
    def is_asked(self) -> bool:
        return self.form.asked


def known_day(sent: Mapping[str, str], *, today: date) -> KnownDay:
    """The day that the address asks for; None while it asks for none, or for one that cannot be shown."""
    form = KnownDayForm(sent, today=today)
    day = form.cleaned_data[PARAMETER] if form.asked and form.is_valid() else None
    return KnownDay(form, day, tuple((name, value) for name, value in sent.items() if name != PARAMETER))


def both(read: Callable[[], Read], *, day: date) -> tuple[Read, Read]:
    """The same read twice: as known at the end of the day, and now."""
    with known_at(end_of(day)):
        then = read()
    return then, read()


def known_context(
    sent: Mapping[str, str], *, today: date, read: Callable[[date], Sequence[ThenNow]]
) -> dict[str, object]:
    """What `foundation/_known_day.html` needs: `read` gives the rows for the day, when one is chosen."""
    known = known_day(sent, today=today)
    rows = list(read(known.day)) if known.day else []
    return {"known": known, "known_rows": rows, "known_differences": differing(rows)}
