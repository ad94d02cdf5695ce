"""Arbetsförmedlingen's decisions, wages and what the supervisor grant was used for (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.checked import save_checked
from foundation.refusals import Refusal
from placements.models import Employment, EmploymentType, GrantUse, SupportDecision, TypeSupport, Wage
from placements.operations.employments import locked

MULTIPLES = (Decimal(1), Decimal(2), Decimal("2.5"))


class ShareNotOfType(Refusal):
    """A share over 1 for a share of the wage, or a multiple that is none of the three."""

    def __init__(self, type: EmploymentType, share: Decimal) -> None:
        found = f"{share.normalize():f}".replace(".", ",")
        if type.support_kind == TypeSupport.FEE_MULTIPLE:
            text = _("%(type)s stöds med 1, 2 eller 2,5 gånger avgifterna, inte %(found)s. Skriv ett av dem.")
        elif type.support_kind == TypeSupport.WAGE_SHARE:
            text = _("%(type)s stöds med en andel av lönekostnaden: högst 1, inte %(found)s. 80 procent skrivs 0,8.")
        else:
            text = _("%(type)s har inget stöd. Lämna fältet tomt, eller välj en annan anställningstyp.")
        super().__init__(text % {"type": type.name, "found": found})


def check_share(type: EmploymentType, share: Decimal | None) -> None:
    """Raises ShareNotOfType."""
    if share is None:
        return
    fits = {
        TypeSupport.FEE_MULTIPLE.value: share in MULTIPLES,
        TypeSupport.WAGE_SHARE.value: share <= 1,
    }
    if not fits.get(type.support_kind, False):
        raise ShareNotOfType(type, share)


@transaction.atomic
def record_decision(
    *,
    employment: Employment,
    number: str,
    type: EmploymentType,
    valid: tuple[date, date],
    share: Decimal | None,
    decision: SupportDecision | None = None,
) -> SupportDecision:
    """A decision on the employment, new or (with `decision`) put right. Raises ShareNotOfType and RowRefused.

    It may lie outside the employment: that is what the page then says (placements.decisions).
    """
    locked(employment)
    check_share(type, share)
    one = decision or SupportDecision(employment=employment)
    one.number, one.type, one.share = number, type, share
    one.valid_from, one.valid_to = valid
    with pghistory.context(reason=_("Beslut %(number)s") % {"number": number}):
        return save_checked(one)


@transaction.atomic
def record_wage(*, employment: Employment, valid_from: date, monthly: Decimal) -> Wage:
    """The monthly wage for full time from a day; the same day again puts it right. Raises RowRefused."""
    locked(employment)
    one = employment.wages.filter(valid_from=valid_from).first() or Wage(employment=employment, valid_from=valid_from)
    one.monthly = monthly
    return save_checked(one)


@transaction.atomic
def note_grant_use(*, employment: Employment, on: date, purpose: str, amount: Decimal, text: str) -> GrantUse:
    """What the grant was used for (D1: supervision or other skill-raising efforts). Raises RowRefused."""
    return save_checked(GrantUse(employment=employment, on=on, purpose=purpose, amount=amount, text=text))
