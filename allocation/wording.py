"""How a quota's derivation is said: one sentence, the same on every page, in every document and on every invoice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from allocation.models import Basis
from allocation.quota import QuotaDerivation, Rounding
from allocation.succession import Moved
from foundation.money import NO_BREAK_SPACE, swedish_number
from foundation.templatetags.overens import month_name


def exact_number(number: Decimal) -> str:
    """All the decimals that the number has and no more: "18,81", "11,685", "108,3", "100"."""
    plain = number.normalize()
    return swedish_number(plain, decimals=max(0, -int(plain.as_tuple().exponent)))


def percentage(rate: Decimal) -> str:
    """ "5,7 %", exactly."""
    return f"{exact_number(rate * 100)}{NO_BREAK_SPACE}%"


def how_rounded(rounding: Rounding) -> str:
    return {
        Rounding.HALF_UP: _("avrundat"),
        Rounding.HALF_EVEN: _("avrundat, halva till jämnt tal"),
        Rounding.FLOOR: _("avrundat nedåt"),
        Rounding.CEILING: _("avrundat uppåt"),
        Rounding.LARGEST_REMAINDER: _("fördelat efter största rest"),
    }[rounding]


def people_counted(number: int, basis: str) -> str:
    """ "330 tillsvidareanställda"."""
    return f"{swedish_number(number)}{NO_BREAK_SPACE}{Basis(basis).label}"


def derivation_sentence(derivation: QuotaDerivation, *, basis: str, day: date) -> str:
    """ "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat" (D1; UX.md 2)."""
    said = {
        "quota": swedish_number(derivation.quota),
        "rate": percentage(derivation.rate),
        "people": people_counted(derivation.basis_headcount, basis),
        "day": date_format(day, "j F Y"),
        "exact": exact_number(derivation.exact),
        "rounded": how_rounded(derivation.rounding),
    }
    sentence = _("%(quota)s = %(rate)s av %(people)s den %(day)s = %(exact)s, %(rounded)s") % said
    if derivation.total is None:
        return sentence
    total = swedish_number(derivation.total)
    if derivation.is_scaled:
        return _("%(quota)s = andelen av summan %(total)s för %(people)s den %(day)s, %(rounded)s") % {
            **said,
            "total": total,
        }
    return _("%(sentence)s till summan %(total)s") % {"sentence": sentence, "total": total}


def move_sentence(move: Moved, *, of: int, names: Mapping[int, str]) -> str:
    """ "+312 från Fritidsförvaltningen (60 % av 520) från och med juli 2021", as one of the two sees it.

    Permanent staff; `names` by department id.
    """
    came = move.hand_on.successor == of
    text = (
        _("+%(people)s från %(name)s (%(share)s av %(whole)s tillsvidareanställda) från och med %(month)s")
        if came
        else _("−%(people)s till %(name)s (%(share)s av %(whole)s tillsvidareanställda) från och med %(month)s")
    )
    return text % {
        "people": swedish_number(move.people.permanent),
        "name": names[move.hand_on.predecessor if came else move.hand_on.successor],
        "share": percentage(move.hand_on.share),
        "whole": swedish_number(move.of.permanent),
        "month": month_name(move.hand_on.first_month),
    }
