"""Arbetsförmedlingen's decisions in an employment file: whole, in order, and not over each other (DOMAIN.md 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from foundation.tables import CellError, ReadRow
from foundation.tables.refusals import quoted
from placements.employment_columns import cell_error
from placements.models import SupportDecision

Period = tuple[str, date, date]  # number, first and last day


class DecisionCheck:
    """Reads the register's decisions only when a file has any; one query."""

    def __init__(self) -> None:
        self.in_file: defaultdict[str, dict[str, Period]] = defaultdict(dict)

    @cached_property
    def in_register(self) -> dict[str, list[Period]]:
        found: defaultdict[str, list[Period]] = defaultdict(list)
        rows = SupportDecision.objects.values_list("employment__key", "number", "valid_from", "valid_to")
        for key, *period in rows:
            found[key].append(tuple(period))  # type: ignore[arg-type]  # the three of a period
        return found

    def cells(self, read: ReadRow, places: Mapping[str, int]) -> list[CellError]:
        """What is wrong with the row's decision; a decision says its own period, once or alike on all its rows."""
        first, last = read["decision_from"], read["decision_to"]
        for name in ("decision_from", "decision_to"):
            if read[name] is None:
                return [_error(read, places, name, _("en tom cell"), _("en dag"), _("Skriv beslutets hela period."))]
        if last < first:
            expected = _("%(day)s eller senare") % {"day": first.isoformat()}
            return [
                _error(read, places, "decision_to", quoted(last.isoformat()), expected, _("Rätta beslutets period."))
            ]
        own: Period = (read["decision"], first, last)
        key = read["employment"]
        earlier = self.in_file[key].setdefault(own[0], own)
        others = [one for number, one in self.in_file[key].items() if number != own[0]]
        others += [one for one in self.in_register.get(key, ()) if one[0] not in self.in_file[key]]
        over = next((one for one in [earlier, *others] if one != own and one[1] <= last and first <= one[2]), None)
        if over is None:
            return []
        found = _("%(first)s–%(last)s, som också är beslut %(number)s") % {
            "first": first.isoformat(), "last": last.isoformat(), "number": over[0],
        }  # fmt: skip
        expected = _("dagar som inget annat beslut om anställningen gäller")
        return [_error(read, places, "decision_from", found, expected, _("Rätta beslutets period."))]


def _error(read: ReadRow, places: Mapping[str, int], name: str, found: str, expected: str, mend: str) -> CellError:
    return cell_error(read.number, name, found=found, expected=expected, mend=mend, places=places)
