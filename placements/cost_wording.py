"""Why a job costs what it costs, in sentences that each end in their amount (UX.md: one number, the reason)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from foundation.display import Step
from foundation.money import NO_BREAK_SPACE, exact_percent, kronor, to_ore
from foundation.templatetags.overens import exact
from placements.costs import FEE_MULTIPLE, MonthCost, Rates, Stretch, full_cost, full_support, in_force
from placements.grant import GrantPart, GrantTerms, grant_of_months


def why(result: MonthCost) -> list[Step]:
    """The month as sums of stretches of days, each explained."""
    steps = [_stretch(one) for one in result.stretches]
    steps.append(Step(_("Kostnad"), kronor(result.cost)))
    steps.append(Step(_("Stöd"), kronor(result.support)))
    remains = _("Kvar för ASF: kostnaden minus stödet")
    steps.append(Step(remains, kronor(result.remains)))
    return steps


def why_grant(result: MonthCost) -> list[Step]:
    """The grant's months that lie in the calendar month; empty for a job without the grant."""
    steps = [_grant_part(part) for part in result.grant_parts]
    return [*steps, Step(_("Handledarbidrag"), kronor(result.grant))] if steps else []


def grant_totals(start: date, rates: list[Rates]) -> list[Step]:
    """What the grant makes in a year and in two, if the employment lasts."""

    def terms_on(day: date) -> GrantTerms:
        return (in_force(rates, day) or rates[0]).grant

    return [
        Step(
            _("Bidraget för %(n)s månader från %(day)s, om anställningen varar så länge")
            % {"n": months, "day": start.isoformat()},
            kronor(grant_of_months(start, months, terms_on=terms_on)),
        )
        for months in (12, 24)
    ]


def _stretch(one: Stretch) -> Step:
    days = _("%(first)s–%(last)s, %(days)s av månadens %(of)s dagar") % {
        "first": one.first.isoformat(), "last": one.last.isoformat(), "days": one.days, "of": one.of_days,
    }  # fmt: skip
    if one.wage is None:
        return Step(days + ": " + _("ingen lön är inskriven och ingen schablonlön finns"), kronor(0))
    if not one.is_paid:
        return Step(days + ": " + _("ledig utan lön, så varken kostnad eller stöd"), kronor(0))
    return Step(days, "", steps=(_cost(one), _support(one)))


def _cost(one: Stretch) -> Step:
    wage = one.wage or Decimal(0)
    text = _("schablonlön %(wage)s") if one.is_standard_wage else _("lön %(wage)s")
    whole = full_cost(wage, overhead=one.rates.payroll_overhead)
    words = text % {"wage": kronor(wage)}
    added = _("%(wage)s och PO %(po)s = %(whole)s i månaden") % {
        "wage": words.capitalize(), "po": per_cent(one.rates.payroll_overhead), "whole": kronor(to_ore(whole)),
    }  # fmt: skip
    return Step(added + _part(one), kronor(to_ore(one.cost)))


def _support(one: Stretch) -> Step:
    if one.kind == "none":
        return Step(_("Typen har inget stöd"), kronor(0))
    if one.decision is None:
        return Step(_("Inget beslut från Arbetsförmedlingen gäller dagarna, så inget stöd"), kronor(0))
    if one.share is None:
        return Step(_("Varken beslutet eller typen säger hur stort stödet är, så inget stöd"), kronor(0))
    fees = one.rates.statutory_fees
    whole = full_support(one.kind, one.share, one.supported_wage, statutory_fees=fees)
    text = (
        _("Beslut %(number)s: %(share)s gånger avgifterna %(fees)s på %(wage)s%(ceiling)s = %(whole)s i månaden")
        if one.kind == FEE_MULTIPLE
        else _("Beslut %(number)s: %(share)s av %(wage)s%(ceiling)s och avgifter %(fees)s = %(whole)s i månaden")
    )
    ceiling = _(" (högst %(ceiling)s)") % {"ceiling": kronor(one.ceiling)} if (one.wage or 0) > one.ceiling else ""
    words = {
        "number": one.decision.number,
        "share": exact(one.share) if one.kind == FEE_MULTIPLE else per_cent(one.share),
        "fees": per_cent(fees),
        "wage": kronor(one.supported_wage),
        "ceiling": ceiling,
        "whole": kronor(to_ore(whole)),
    }
    return Step(text % words + _part(one), kronor(to_ore(one.support)))


def _part(one: Stretch) -> str:
    """ ", för 15 av 30 dagar och 75 procent"; nothing for a whole month in full time."""
    parts = []
    if one.days < one.of_days:
        parts.append(_("%(days)s av %(of)s dagar") % {"days": one.days, "of": one.of_days})
    if one.working_share < 100:
        parts.append(_("%(share)s procent") % {"share": one.working_share})
    return _(", för %(parts)s") % {"parts": _(" och ").join(parts)} if parts else ""


def _grant_part(part: GrantPart) -> Step:
    text = _("Anställningens månad %(number)s: %(monthly)s, %(days)s av dess %(of)s dagar, %(first)s–%(last)s")
    words = {
        "number": part.number, "monthly": kronor(part.monthly), "days": part.days, "of": part.of_days,
        "first": part.first.isoformat(), "last": part.last.isoformat(),
    }  # fmt: skip
    return Step(text % words, kronor(to_ore(part.amount)))


def per_cent(share: Decimal) -> str:
    """As exact as it is: 0.4015 → "40,15 %", 0.8 → "80 %"."""
    return f"{exact_percent(share)}{NO_BREAK_SPACE}%"
