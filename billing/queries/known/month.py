"""One month then and now: what the register said of it, how it stood, and every placement that is told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import CountingRuleChoice, FractionRuleChoice
from billing.models import Cause, LineReason, Reconciliation
from billing.queries.measured import MeasuredMonth, OutsideModelYears, measured_months
from foundation.known_day import ThenNow, both
from foundation.money import kronor
from foundation.periods import Month
from foundation.templatetags.overens import day as written
from foundation.templatetags.overens import exact, percent
from organisation.models import Department


@dataclass(frozen=True, slots=True)
class KnownPlacement:
    key: str
    employment_id: int
    words: str


@dataclass(frozen=True, slots=True)
class KnownMonth:
    """In words: how the month stood, its frozen figures when it was closed, and the register's count of it."""

    state: str
    frozen: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    trail: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[int, KnownPlacement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthThenNow:
    rows: list[ThenNow]
    differences: list[ThenNow]


def month_then_now(
    *, department: Department, month: Month, day: date, may_open: Callable[[Collection[int]], Collection[int]]
) -> MonthThenNow:
    """As known at the end of the day, and now. The people are keys, as on the month's page; `may_open` says which of
    these employments (by id) have a page for the reader."""
    then, now = both(lambda: known_month(department, month), day=day)
    rows = [ThenNow(_("Läge"), then.state, now.state), *_side_by_side(then.counted, now.counted)]
    rows += _side_by_side(then.frozen, now.frozen)
    differences = [row for row in [*rows, *_side_by_side(then.trail, now.trail)] if row.differs]
    return MonthThenNow(rows, differences + _people(then, now, may_open))


def known_month(department: Department, month: Month) -> KnownMonth:
    """Read to the end, as plain words, so that nothing is fetched after the moment has passed."""
    row = Reconciliation.objects.filter(department=department, month=month).first()
    state = str(row.get_state_display()) if row else _("inte öppnad")
    frozen = {_("Avgift som månaden stängdes med"): kronor(row.fee)} if row and row.is_closed else {}
    try:
        measured, register = measured_months(months=[month], departments=[department])
    except OutsideModelYears:
        return KnownMonth(state, frozen)
    one = measured.get((department.pk, month))
    if one is None:  # no quota
        return KnownMonth(state, frozen)
    people = {}
    for line in one.count.lines:
        there = register.rows[line.placement_id]
        reason = LineReason(str(line.reason)).label
        until = written(there.placed_to) if there.placed_to else _("tills vidare")
        words = f"{there.type_name}, {written(there.placed_from)} – {until}: {reason}"
        people[line.placement_id] = KnownPlacement(there.employment_key, there.employment_id, words)
    return KnownMonth(state, frozen, _counted(one), _trail(one), people)


def _counted(one: MeasuredMonth) -> dict[str, str]:
    measured = one.shortfall
    return {
        _("Mål"): str(measured.target),
        _("Räknade enligt registret"): exact(measured.counted),
        _("Saknas"): exact(measured.missing),
        _("Undantas"): exact(measured.excused),
        _("Avgiftsgrundande"): exact(measured.chargeable),
        _("Avgift enligt registret"): kronor(measured.fee),
    }


def _trail(one: MeasuredMonth) -> dict[str, str]:
    """What target and fee rest on: shown only where it differs."""
    trail: dict[str, Any] = one.planned.target.trail()
    causes = one.planned.causes
    return {
        _("Anställda på modellårets dag"): str(trail["headcount"]),
        _("Fördelningstal"): percent(one.planned.target.formula.rate),
        _("Kvot enligt fördelningsmodellen"): str(trail["formula_quota"]),
        _("Överenskommelsens version"): str(trail["version"] or _("ingen")),
        _("Mål före överföringar"): str(trail["base"]),
        _("Platser flyttade hit"): str(trail["transfers_in"]),
        _("Platser flyttade härifrån"): str(trail["transfers_out"]),
        _("Räkneregel"): str(CountingRuleChoice(trail["counting_rule"]).label),
        _("Delar av anställningar"): str(FractionRuleChoice(trail["fraction_rule"]).label),
        _("Avgift per utebliven anställning"): kronor(one.planned.terms.fee),
        _("Orsaker"): ", ".join(f"{Cause(name).label} {number}" for name, number in sorted(causes.items()) if number),
    }


def _side_by_side(then: Mapping[str, str], now: Mapping[str, str]) -> list[ThenNow]:
    return [ThenNow(label, then.get(label, ""), now.get(label, "")) for label in {**then, **now}]


def _people(then: KnownMonth, now: KnownMonth, may_open: Callable[[Collection[int]], Collection[int]]) -> list[ThenNow]:
    found = []
    opened = may_open([one.employment_id for one in now.people.values()])
    for placement_id in {**then.people, **now.people}:
        old, new = then.people.get(placement_id), now.people.get(placement_id)
        known = new or old
        assert known is not None
        url = (
            reverse("placements:employment", args=[known.employment_id])
            if new and known.employment_id in opened
            else ""
        )
        row = ThenNow(
            known.key, old.words if old else _("inte på listan"), new.words if new else _("inte på listan"), url
        )
        if row.differs:
            found.append(row)
    return sorted(found, key=lambda row: row.label)
