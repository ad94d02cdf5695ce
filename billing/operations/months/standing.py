"""How a month stands, as a whole sentence: what a refusal begins with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from billing.models import Reconciliation, ReconciliationState

_STANDING = {
    ReconciliationState.OPEN: _("%(name)s är öppnad och räknad, men inte föreslagen än."),
    ReconciliationState.PROPOSED: _("%(name)s väntar på förvaltningens svar."),
    ReconciliationState.CONFIRMED: _("%(name)s är bekräftad."),
    ReconciliationState.DISPUTED: _("%(name)s har en invändning som väntar på svar."),
    ReconciliationState.CLOSED: _("%(name)s är stängd."),
}


def named(row: Reconciliation) -> str:
    return f"{row.department} {row.month}"


def standing(row: Reconciliation) -> str:
    """ "Fritidsförvaltningen 2021-07 väntar på förvaltningens svar." """
    return str(_STANDING[ReconciliationState(row.state)] % {"name": named(row)})
