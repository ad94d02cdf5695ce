"""A half-year then and now: the three sums of every board, and how many of its months were closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.queries.claims import computed_claims
from billing.queries.measured import OutsideModelYears
from foundation.known_day import ThenNow, both
from foundation.money import kronor
from foundation.periods import HalfYear
from organisation.models import Board

Sums = tuple[Decimal, Decimal | None, Decimal, int]


def half_year_then_now(*, half_year: HalfYear, boards: Sequence[Board] | None, day: date) -> list[ThenNow]:
    """A few rows for each board (`boards` None: all), after the sums of them all."""
    then, now = both(lambda: _sums(half_year, boards), day=day)
    names = {**then, **now}
    rows = []
    if len(names) > 1:
        rows += [ThenNow(label, kronor(a), kronor(b)) for label, a, b in _together(then, now)]
    for pk, (name, _known) in names.items():
        rows += _of_board(name, then[pk][1] if pk in then else None, now[pk][1] if pk in now else None, half_year)
    return rows


def _sums(half_year: HalfYear, boards: Sequence[Board] | None) -> dict[int, tuple[str, Sums]]:
    try:
        claims = computed_claims(half_year=half_year, boards=boards)
    except OutsideModelYears:
        return {}
    return {
        one.board.pk: (one.board.name, (one.computed, one.claimed, one.invoiced, len(one.months))) for one in claims
    }


def _together(
    then: dict[int, tuple[str, Sums]], now: dict[int, tuple[str, Sums]]
) -> list[tuple[str, Decimal, Decimal]]:
    labels = (_("Beräknat, alla nämnder"), _("Begärt, alla nämnder"), _("Fakturerat, alla nämnder"))
    return [(label, _total(then, index), _total(now, index)) for index, label in enumerate(labels)]


def _total(known: dict[int, tuple[str, Sums]], index: int) -> Decimal:
    return sum((Decimal(sums[index] or 0) for _name, sums in known.values()), Decimal("0.00"))


def _of_board(name: str, then: Sums | None, now: Sums | None, half_year: HalfYear) -> list[ThenNow]:
    here = reverse("billing:half_year", args=[half_year])
    labels = (_("beräknat"), _("begärt"), _("fakturerat"), _("stängda månader"))
    return [
        ThenNow(f"{name}: {label}", _written(then, index), _written(now, index), here)
        for index, label in enumerate(labels)
    ]


def _written(sums: Sums | None, index: int) -> str:
    if sums is None or sums[index] is None:
        return ""
    return str(sums[index]) if index == 3 else kronor(Decimal(sums[index] or 0))
