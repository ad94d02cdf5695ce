"""A steering-group report's figures as they were known on an earlier day, beside today's (DOMAIN.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from allocation.queries import model_year_of
from billing.models import ReconciliationState
from followup.models import SteeringGroupReport
from followup.queries.report import report_figures
from foundation.history import end_of, known_at
from foundation.known_day import ThenNow
from foundation.money import kronor, signed
from foundation.periods import HalfYear, Month
from foundation.templatetags.overens import exact, half_year_name, month_name
from organisation.models import Department

HIDDEN = "<5"


def report_then_now(*, department: Department, month: Month, day: date, today: date) -> list[ThenNow]:
    """The report that would have been made when the day was over, and the one that would be made today, row by row."""
    with known_at(end_of(day)):
        then = _read(department, month, day)
    return _side_by_side(then, _read(department, month, today))


def report_and_today(*, report: SteeringGroupReport, today: date) -> list[ThenNow]:
    """What stands in the report, frozen when it was ordered, and what one of today would say."""
    return _side_by_side(_in_words(report.figures), _read(report.department, report.month, today))


def _side_by_side(then: Mapping[str, str], now: Mapping[str, str]) -> list[ThenNow]:
    return [ThenNow(label, then.get(label, ""), now.get(label, "")) for label in {**then, **now}]


def _read(department: Department, month: Month, today: date) -> dict[str, str]:
    """Empty for a department that has no quota in the month, as far as is known."""
    model_year = model_year_of(month)
    found = Department.objects.with_quota(month).select_related("board").filter(pk=department.pk).first()
    if model_year is None or found is None:
        return {}
    return _in_words(report_figures(department=found, model_year=model_year, month=month, today=today))


def _in_words(figures: Mapping[str, Any]) -> dict[str, str]:
    return _month(figures) | _money(figures) | _around(figures) | _people(figures["people"])


def _month(figures: Mapping[str, Any]) -> dict[str, str]:
    row = figures["this_month"]
    return {
        _("Läge"): str(ReconciliationState(row["state"]).label),
        _("Mål"): str(row["target"]),
        _("Räknade"): exact(Fraction(row["counted"])),
        _("Saknas"): exact(Fraction(row["missing"])),
        _("Undantas"): exact(Fraction(row["excused"])),
        _("Avgift"): kronor(Decimal(row["fee"])),
    }


def _money(figures: Mapping[str, Any]) -> dict[str, str]:
    half = half_year_name(HalfYear.parse(figures["half_year"]))
    sums = {
        _("Avgift från årets början"): "fee_so_far",
        _("Beräknat för nämndens stängda månader"): "computed",
        _("Begärt av nämnden"): "claimed",
        _("Fakturerat nämnden"): "invoiced",
        _("%(half)s, kända starter och slut") % {"half": half}: "half_year_known",
        _("%(half)s, om inget ändras") % {"half": half}: "half_year_flat",
        _("Året, kända starter och slut"): "year_known",
        _("Året, om inget ändras"): "year_flat",
    }
    return {label: kronor(Decimal(figures[name])) for label, name in sums.items() if name in figures}


def _around(figures: Mapping[str, Any]) -> dict[str, str]:
    words = {
        _("Orsaker"): [f"{one['cause']} {one['number']}" for one in figures["causes"]],
        _("Överföringar"): [
            f"{signed(one['number'] if one['is_in'] else -one['number'])} {one['other']}"
            for one in figures["transfers"]
        ],
        _("Rättelser"): [
            f"{month_name(Month.parse(one['month']))} {kronor(Decimal(one['difference']))}"
            for one in figures["corrections"]
        ],
    }
    told = {label: ", ".join(texts) or _("inga") for label, texts in words.items()}
    return {**told, _("Öppna invändningar"): str(figures["open_objections"])}


def _people(groups: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Small groups stay hidden, then as now."""
    names = {
        "by_type": _("Räknade per anställningsform"),
        "by_sex": _("Räknade per kön"),
        "by_kind": _("Räknade per slag av plats"),
    }
    return {
        label: ", ".join(
            f"{one['name']} {one['number'] if one['number'] is not None else HIDDEN}" for one in groups[key]
        )
        or _("inga")
        for key, label in names.items()
    }
