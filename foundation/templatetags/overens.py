"""How figures, months, dates and states are written, and links that change one thing in the address.

Built into every template (settings.TEMPLATES), so nothing needs `{% load %}`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foundation import money
from foundation.periods import HalfYear, Month
from foundation.states import tone_of

register = template.Library()
NOTHING = "–"
Exact = int | Decimal | Fraction


def _decimal(value: Exact, places: int) -> Decimal:
    """The value rounded half up to `places` decimals, exactly also for fractions."""
    if not isinstance(value, Fraction):
        return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    scaled = abs(value) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


@register.filter
def kronor(amount: Decimal | int | None) -> str:
    """`{{ 7500|kronor }}` → "7 500 kr" with no-break spaces; öre only when there are any. None → a dash."""
    return NOTHING if amount is None else money.kronor(amount)


@register.filter
def number(value: Exact | None, decimals: int = 0) -> str:
    """`{{ 1500|number }}` → "1 500"; `{{ quota|number:2 }}` → "18,81", rounded half up. None → a dash."""
    return NOTHING if value is None else money.swedish_number(_decimal(value, decimals), decimals=decimals)


@register.filter
def signed(number: int | None) -> str:
    """ "+34", "−66" or "0": a difference. None → a dash."""
    return NOTHING if number is None else money.signed(number)


@register.filter
def exact(value: Exact | None) -> str:
    """As many decimals as the value has, at most two: 17 → "17", 16.5 → "16,5". None → a dash."""
    if value is None:
        return NOTHING
    rounded = _decimal(value, 2)
    return money.swedish_number(rounded, decimals=2).rstrip("0").rstrip(",") if rounded % 1 else number(value)


@register.filter
def percent(share: Exact | None, decimals: int = 1) -> str:
    """A share written as per cent: `{{ rate|percent }}` 0.057 → "5,7 %", `{{ share|percent:0 }}` → "55 %"."""
    return NOTHING if share is None else f"{number(share * 100, decimals)}{money.NO_BREAK_SPACE}%"


@register.filter
def exact_percent(share: Decimal | None) -> str:
    """As many decimals as the share has: `{{ po|exact_percent }}` 0.4015 → "40,15 %", 0.8 → "80 %"."""
    return NOTHING if share is None else f"{money.exact_percent(share)}{money.NO_BREAK_SPACE}%"


@register.filter
def month_name(month: Month | date | None, form: str = "F Y") -> str:
    """As "april 2021" in the reader's language; `|month_name:"F"` → "april", `|month_name:"M"` → "apr"."""
    if month is None:
        return NOTHING
    return str(format_date(month.first_day if isinstance(month, Month) else month, form))


@register.filter
def half_year_name(half_year: HalfYear | None) -> str:
    """As "första halvåret 2021"."""
    if half_year is None:
        return NOTHING
    text = _("första halvåret %(year)s") if half_year.half == 1 else _("andra halvåret %(year)s")
    return text % {"year": half_year.year}


@register.filter
def day(value: date | None) -> str:
    """As "2021-04-30", whatever the language. A moment is written as its day in Sweden. None → a dash."""
    if value is None:
        return NOTHING
    return (timezone.localtime(value) if isinstance(value, datetime) else value).strftime("%Y-%m-%d")


@register.filter
def moment(value: datetime | None) -> str:
    """As "2021-04-30 14:05", Swedish time. None → a dash."""
    return NOTHING if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def tone(state: str) -> str:
    """The look of a state: done, waits, stopped, going or neutral (foundation.states)."""
    return tone_of(state)


@register.simple_tag(takes_context=True)
def query(context: template.RequestContext, **changes: Any) -> str:
    """The address's query with some parameters changed: `<a href="{% query page=2 %}">`; None or "" removes one."""
    parameters: dict[str, list[str]] = dict(context["request"].GET.lists())
    for name, value in changes.items():
        parameters[name] = [] if value is None or value == "" else [str(value)]
    return f"?{urlencode(parameters, doseq=True)}"
