"""The right to claim: someone proposes, and someone decides on a delegation, to claim all, a part, or nothing
(DOMAIN.md 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import ClaimDecision, ClaimExtent, ClaimProposal
from billing.queries.claims import BoardClaim, computed_claims, parts_fit
from foundation.money import kronor
from foundation.periods import HalfYear
from foundation.refusals import Refusal
from organisation.models import Board, User

__all__ = ["BoardClaim", "computed_claims", "decide_claim", "propose_claim"]


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


class PartsDoNotFit(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Av varje månad kan mellan 0 kr och det beräknade begäras, och av någon mindre än det beräknade. "
                "Rätta summorna, eller begär allt."
            )
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
    parts: Mapping[str, Decimal] | None = None,
    reason: str = "",
    delegation: str,
    by: User | None,
) -> ClaimDecision:
    """Decide what the board is to pay for the half-year; replaces an earlier decision until it is invoiced.

    A part is a sum for the half-year (`claimed`, kronor, shared out in proportion) or sums for its lines (`parts`,
    kronor by the keys of BoardClaim.lines; a line that is not among them is claimed whole). Raises NothingToClaim,
    MonthsNotClosed, AlreadyInvoiced, SumDoesNotFit, PartsDoNotFit, ReasonMissing and DelegationMissing.
    """
    claim = _open_claim(board, half_year)
    said = _said(claim, extent, claimed, parts or {}, reason)
    if not delegation.strip():
        raise DelegationMissing
    ClaimDecision.objects.filter(board=board, half_year=half_year, is_current=True).update(is_current=False)
    return ClaimDecision.objects.create(
        board=board,
        half_year=half_year,
        **said,
        delegation=delegation.strip(),
        decided_by=by,
        decided_at=timezone.now(),
    )


@transaction.atomic
def propose_claim(
    *,
    board: Board,
    half_year: HalfYear,
    extent: str,
    claimed: Decimal | None = None,
    parts: Mapping[str, Decimal] | None = None,
    reason: str = "",
    by: User,
) -> ClaimProposal:
    """Put before the one who decides what to claim of the board; the latest proposal stands.

    As `decide_claim`, without a delegation. Raises what it raises but for DelegationMissing.
    """
    claim = _open_claim(board, half_year)
    said = _said(claim, extent, claimed, parts or {}, reason)
    return ClaimProposal.objects.create(
        board=board, half_year=half_year, **said, proposed_by=by, proposed_at=timezone.now()
    )


def _open_claim(board: Board, half_year: HalfYear) -> BoardClaim:
    """The board's claim, held until the transaction ends; refused when there is nothing to decide about it."""
    Board.objects.select_for_update().get(pk=board.pk)
    claim = next(iter(computed_claims(half_year=half_year, boards=[board])), None)
    if claim is None or not (claim.computed or claim.unclosed):
        raise NothingToClaim(board, half_year)
    if claim.invoice:
        raise AlreadyInvoiced(claim)
    if claim.is_held_back:
        raise MonthsNotClosed(claim)
    return claim


def _said(
    claim: BoardClaim, extent: str, claimed: Decimal | None, parts: Mapping[str, Decimal], reason: str
) -> dict[str, Any]:
    """The fields that say what is claimed of the computed sum, and why."""
    whole = claim.computed
    if extent == ClaimExtent.PART and parts:
        kept = {key: str(part) for key, part in parts.items()}
        claimed = sum((Decimal(kept.get(key, fee)) for key, fee in claim.lines.items()), Decimal("0.00"))
        if not parts_fit(kept, claim.lines) or not 0 < claimed < whole:
            raise PartsDoNotFit
    else:
        kept = {}
    if extent == ClaimExtent.PART and not (claimed is not None and 0 < claimed < whole):
        raise SumDoesNotFit(claimed or Decimal(0), whole)
    if extent != ClaimExtent.ALL and not reason.strip():
        raise ReasonMissing
    by_extent = {ClaimExtent.ALL: whole, ClaimExtent.PART: claimed, ClaimExtent.WAIVED: Decimal(0)}
    return {
        "extent": extent,
        "computed": whole,
        "claimed": by_extent[ClaimExtent(extent)],
        "parts": kept,
        "reason": reason.strip(),
    }
