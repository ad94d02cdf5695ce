"""The right to claim: someone decides, on a delegation, to claim all, a part, or nothing (DOMAIN.md 7)."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import ClaimDecision, ClaimExtent
from billing.queries.claims import BoardClaim, computed_claims
from foundation.money import kronor
from foundation.periods import HalfYear
from foundation.refusals import Refusal
from organisation.models import Board, User

__all__ = ["BoardClaim", "computed_claims", "decide_claim"]


class NothingToClaim(Refusal):
    def __init__(self, board: Board, half_year: HalfYear) -> None:
        super().__init__(
            _("%(board)s är inte skyldig något för %(half_year)s, så det finns inget att besluta om.")
            % {"board": board, "half_year": half_year}
        )


class MonthsNotClosed(Refusal):
    def __init__(self, claim: BoardClaim) -> None:
        months = ", ".join(f"{one.department} {one.month}" for one in claim.unclosed)
        super().__init__(
            _("%(board)s har månader som inte är stängda: %(months)s. Stäng dem först.")
            % {"board": claim.board, "months": months}
        )


class AlreadyInvoiced(Refusal):
    def __init__(self, claim: BoardClaim) -> None:
        super().__init__(
            _("%(board)s är redan fakturerad för %(half_year)s (%(number)s). Kreditera fakturan om något är fel.")
            % {"board": claim.board, "half_year": claim.half_year, "number": claim.invoice}
        )


class SumDoesNotFit(Refusal):
    def __init__(self, claimed: Decimal, computed: Decimal) -> None:
        super().__init__(
            _("En del av %(computed)s begärs: skriv en summa mellan 0 och det, inte %(claimed)s.")
            % {"computed": kronor(computed), "claimed": kronor(claimed)}
        )


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför inte allt begärs."))


class DelegationMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv vilken delegation eller vilket beslut ni stöder er på."))


@transaction.atomic
def decide_claim(
    *,
    board: Board,
    half_year: HalfYear,
    extent: str,
    claimed: Decimal | None = None,
    reason: str = "",
    delegation: str,
    by: User | None,
) -> ClaimDecision:
    """Decide what the board is to pay for the half-year; replaces an earlier decision until it is invoiced.

    `claimed` is kronor and needed for a part only. Raises NothingToClaim, MonthsNotClosed, AlreadyInvoiced,
    SumDoesNotFit, ReasonMissing and DelegationMissing.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    claim = next(iter(computed_claims(half_year=half_year, boards=[board])), None)
    if claim is None or not (claim.computed or claim.unclosed):
        raise NothingToClaim(board, half_year)
    _refuse(claim, extent, claimed, reason, delegation)
    ClaimDecision.objects.filter(board=board, half_year=half_year, is_current=True).update(is_current=False)
    return ClaimDecision.objects.create(
        board=board,
        half_year=half_year,
        extent=extent,
        computed=claim.computed,
        claimed=_sum_claimed(claim.computed, extent, claimed),
        reason=reason.strip(),
        delegation=delegation.strip(),
        decided_by=by,
        decided_at=timezone.now(),
    )


def _refuse(claim: BoardClaim, extent: str, claimed: Decimal | None, reason: str, delegation: str) -> None:
    if claim.invoice:
        raise AlreadyInvoiced(claim)
    if claim.is_held_back:
        raise MonthsNotClosed(claim)
    if extent == ClaimExtent.PART and not (claimed is not None and 0 < claimed < claim.computed):
        raise SumDoesNotFit(claimed or Decimal(0), claim.computed)
    if extent != ClaimExtent.ALL and not reason.strip():
        raise ReasonMissing
    if not delegation.strip():
        raise DelegationMissing


def _sum_claimed(computed: Decimal, extent: str, claimed: Decimal | None) -> Decimal:
    if extent == ClaimExtent.ALL:
        return computed
    return claimed or Decimal(0) if extent == ClaimExtent.PART else Decimal(0)
