"""Why this number, in sentences: the target's trail and the fee of a month, for the screen and the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.targets import TargetSource
from allocation.models import Basis, RoundingRule
from foundation.display import Step
from foundation.money import kronor, swedish_number
from foundation.periods import Month
from foundation.templatetags.overens import exact, month_name, percent


class MonthOfFee(Protocol):
    """A reconciliation or an invoice line: what the fee of a month rests on."""

    month: Month
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee_each: Decimal


@dataclass(frozen=True, slots=True)
class TrailLinks:
    """Where the reader finds what a target rests on; "" where there is no page, or none for this reader."""

    headcount: str = ""
    model_year: str = ""
    agreement: str = ""
    transfers: str = ""


NO_LINKS = TrailLinks()


def target_steps(trail: Mapping[str, Any], *, month: Month, links: TrailLinks = NO_LINKS) -> list[Step]:
    """From the counted staff to the month's target (DOMAIN.md 3, 4). `trail` is Reconciliation.target_trail."""
    steps = [_formula_step(trail, links), _base_step(trail, links)]
    steps += [
        Step(text % {"n": trail[name]}, sign + str(trail[name]), links.transfers)
        for name, text, sign in (
            ("transfers_in", _("platser som flyttats hit från andra förvaltningar: %(n)s"), "+"),
            ("transfers_out", _("platser som flyttats till andra förvaltningar: %(n)s"), "\N{MINUS SIGN}"),
        )
        if trail[name]
    ]
    return [*steps, Step(_("mål för %(month)s") % {"month": month_name(month)}, str(trail["target"]))]


def _formula_step(trail: Mapping[str, Any], links: TrailLinks) -> Step:
    """ "5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81", then the rounding."""
    share = _("%(rate)s av %(people)s %(basis)s den %(day)s") % {
        "rate": percent(Decimal(trail["rate"])),
        "people": swedish_number(trail["headcount"]),
        "basis": Basis(trail["basis"]).label,
        "day": date_format(date.fromisoformat(trail["headcount_date"]), "j F Y"),
    }
    product = f"{Decimal(trail['exact']):f}".rstrip("0").rstrip(".") if "." in trail["exact"] else trail["exact"]
    rounding = str(RoundingRule(trail["rounding"]).label)
    return Step(
        _("kvoten enligt fördelningsmodellen"),
        str(trail["formula_quota"]),
        links.model_year,
        steps=(Step(share, product.replace(".", ","), links.headcount), Step(rounding, str(trail["formula_quota"]))),
    )


def _base_step(trail: Mapping[str, Any], links: TrailLinks) -> Step:
    texts = {
        TargetSource.STEP: _("månadens steg i överenskommelsens version %(version)s"),
        TargetSource.AGREED: _("talet i överenskommelsens version %(version)s"),
        TargetSource.FORMULA: _("ingen överenskommelse gäller månaden, därför gäller kvoten"),
    }
    return Step(
        texts[TargetSource(trail["source"])] % {"version": trail["version"]}, str(trail["base"]), links.agreement
    )


def _parked_step(counted: Fraction, parked: Fraction | int) -> Step:
    text = ngettext(
        "räknade på listan, och %(parked)s omtvistad som räknas tills den är avgjord",
        "räknade på listan, och %(parked)s omtvistade som räknas tills de är avgjorda",
        1 if parked == 1 else 2,
    )
    return Step(text % {"parked": exact(Fraction(parked))}, exact(counted))


def fee_steps(row: MonthOfFee, *, fee: Decimal, charges: bool, parked: Fraction | int = 0) -> list[Step]:
    """From target and counted to the month's fee in kronor (D1; DOMAIN.md 6, 7). `parked`: disputed at the closing."""
    steps = [_parked_step(row.counted, parked)] if parked else []
    steps += [
        Step(
            _("målet %(target)s minus räknade %(counted)s, aldrig under noll")
            % {"target": row.target, "counted": exact(row.counted)},
            _("%(n)s saknas") % {"n": exact(row.missing)},
        )
    ]
    if row.excused:
        steps.append(
            Step(_("undantas enligt överenskommelsens villkor"), f"\N{MINUS SIGN}{exact(row.excused)}"),
        )
    if not charges:
        return [*steps, Step(_("månaden är inte avgiftsgrundande"), kronor(0))]
    paid = _("%(n)s avgiftsgrundande gånger %(fee)s") % {"n": exact(row.chargeable), "fee": kronor(row.fee_each)}
    return [*steps, Step(paid, kronor(fee))]
