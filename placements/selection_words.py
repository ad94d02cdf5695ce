"""A selection of employments in words, for logs and for the files that are taken from the list."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements.queries.employments import ALL, COMING, ENDED, NOW, Selection

STATE_WORDS: dict[str, Promise] = {
    NOW: _("pågår"),
    COMING: _("kommande"),
    ENDED: _("avslutade"),
    ALL: _("alla"),
}


def in_words(selection: Selection, *, rows: int) -> str:
    """As "läge avslutade, sökord, 25 rader" in the language of the moment: nothing that a user typed."""
    parts = [
        gettext("läge %(state)s") % {"state": STATE_WORDS.get(selection.state, selection.state)},
        *([gettext("sökord")] if selection.words else []),
        *([gettext("förvaltning %(id)s") % {"id": selection.department}] if selection.department else []),
        *(
            [gettext("slutar inom %(n)s dagar") % {"n": selection.ending_within}]
            if selection.ending_within is not None
            else []
        ),
        gettext("%(n)s rader") % {"n": rows},
    ]
    return ", ".join(parts)
