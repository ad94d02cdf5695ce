"""A row of monthly targets as it comes from a spreadsheet: by tabs, semicolons or lines, with Swedish numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from foundation.periods import Month
from foundation.tables import Column, Kind
from foundation.tables.kinds import CellFault, found_in, parser_of
from foundation.templatetags.overens import month_name

_BETWEEN = re.compile(r"\r\n|[\t;\n\r]")
_TARGET = Column("target", "", Kind.INTEGER, minimum=0)
MOST = 32_000


@dataclass(frozen=True, slots=True)
class PastedSteps:
    """The target of every month that has one, and what is wrong, cell by cell. With errors nothing counts."""

    targets: dict[Month, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_steps(text: str, months: Sequence[Month]) -> PastedSteps:
    """One cell for each month, in their order; an empty cell means the agreed target."""
    cells = _BETWEEN.split(text.strip("\r\n"))
    while len(cells) > len(months) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(months):
        return PastedSteps(errors=[_wrong_number(len(cells), months)])
    parse = parser_of(_TARGET, today=None)
    targets, errors = {}, []
    for number, (month, cell) in enumerate(zip(months, cells, strict=True), start=1):
        if not cell.strip():
            continue
        try:
            target = parse(cell)
        except CellFault as fault:
            errors.append(_fault(number, month, found_in(cell, fault), fault.expected, fault.mend))
            continue
        assert isinstance(target, int)  # the column's kind
        if target > MOST:
            mend = _("Skriv antalet anställningar den månaden.")
            errors.append(_fault(number, month, str(target), _("högst %(most)s") % {"most": MOST}, mend))
        targets[month] = target
    return PastedSteps({} if errors else targets, errors)


def _wrong_number(found: int, months: Sequence[Month]) -> str:
    text = _("Det är %(found)s rutor, och ska vara %(wanted)s: %(first)s till %(last)s. Klistra in hela raden.")
    words = {"found": found, "wanted": len(months), "first": month_name(months[0]), "last": month_name(months[-1])}
    return text % words


def _fault(number: int, month: Month, found: str, expected: str, mend: str) -> str:
    text = _("Ruta %(number)s (%(month)s): %(found)s, väntade %(expected)s. %(mend)s")
    words = {"number": number, "month": month_name(month), "found": found, "expected": expected, "mend": mend}
    return text % words
