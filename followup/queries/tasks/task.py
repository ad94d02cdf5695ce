"""One thing that someone must do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Task:
    """What to do, where, and whether somebody waits for it; `stage` counts the reminders that are due.

    `number` grows when there is more to do; `key` says which task it is the same as on another day (without one: the
    text). `mail_text` is what may stand in a mail where the text may not.
    """

    text: str
    url: str
    waits: bool = True
    stage: int = 0
    number: int = 1
    key: str = ""
    mail_text: str = ""


def counted(number: int, text: Promise, url: str, *, waits: bool = True) -> list[Task]:
    """One task for a number of alike things; none when there are none. `text` is a lazy plural with %(n)s."""
    if not number:
        return []
    return [Task(str(text % {"n": number}), url, waits, number=number, key=f"{url} {text % {'n': 0}}")]
