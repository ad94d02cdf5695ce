"""What is left to do before an agreement holds, and who does it (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Remaining:
    who: str
    what: str


def remaining(
    *, state: str, missing: Sequence[str], unanswered: Sequence[str], signed: Collection[str], paper_waits: bool
) -> list[Remaining]:
    """The steps in their order; empty for what is signed or cancelled.

    `missing`: parts to fill in, in words; `unanswered`: the asking side of each open comment; `signed`: the sides that
    have signed; `paper_waits`: a scan is registered and nobody has vouched for it yet.
    """
    if state not in ("draft", "sent"):
        return []
    steps = [Remaining(_("ASF-administratören"), text) for text in missing]
    steps += _answers(unanswered)
    if state == "draft":
        steps.append(Remaining(_("ASF-administratören"), _("Skickar utkastet för underskrift.")))
    if paper_waits:
        return [*steps, Remaining(_("En annan än den som registrerade papperet"), _("Intygar det inskannade."))]
    if "department" not in signed:
        steps.append(Remaining(_("Förvaltningschefen"), _("Undertecknar för förvaltningen.")))
    if "provider" not in signed:
        steps.append(Remaining(_("Chefen för ASF"), _("Undertecknar för ASF.")))
    return steps


def _answers(unanswered: Sequence[str]) -> list[Remaining]:
    """The side that did not ask answers."""
    steps = []
    for asker, who in (("department", _("ASF-administratören")), ("provider", _("Förvaltningen"))):
        if number := sum(side == asker for side in unanswered):
            text = ngettext("Svarar på %(n)s kommentar.", "Svarar på %(n)s kommentarer.", number)
            steps.append(Remaining(who, text % {"n": number}))
    return steps
