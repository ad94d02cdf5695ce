"""Who proposed and who decided what is claimed of a board, and why: every step, also those that were replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from billing.models import ClaimDecision, ClaimProposal
from billing.queries.claims import BoardClaim, stands_on
from organisation.models import User


@dataclass(frozen=True, slots=True)
class PartOfLine:
    """What is claimed of one line, in kronor."""

    name: str
    computed: Decimal
    claimed: Decimal


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """A proposal or a decision; `delegation` is empty for a proposal. Sums are kronor."""

    at: datetime
    by: User | None
    is_decision: bool
    stands: bool
    extent: str
    computed: Decimal
    claimed: Decimal
    parts: tuple[PartOfLine, ...]
    reason: str
    delegation: str


def standing_proposal(claim: BoardClaim) -> ClaimProposal | None:
    """The latest, when nobody has decided since and it is about what is computed now. One query."""
    last = _proposals(claim).first()
    if last is None or (claim.decision is not None and claim.decision.decided_at > last.proposed_at):
        return None
    return last if stands_on(claim, last) else None


def claim_steps(claim: BoardClaim) -> list[ClaimStep]:
    """The newest first. Two queries."""
    names = line_names(claim)
    decisions = ClaimDecision.objects.filter(board=claim.board, half_year=claim.half_year)
    steps = [_step(one, claim, names) for one in decisions.select_related("decided_by")]
    steps += [_step(one, claim, names) for one in _proposals(claim)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def line_names(claim: BoardClaim) -> dict[str, str]:
    """By key of line: the month, with its department where the board has several, or the month that is corrected."""
    several = len(claim.departments) > 1
    months = {str(row.pk): f"{row.month}, {row.department.name}" if several else str(row.month) for row in claim.months}
    corrected = _("rättelse av %(month)s")
    return months | {f"c{one.pk}": corrected % {"month": one.reconciliation.month} for one in claim.corrections}


def _proposals(claim: BoardClaim) -> QuerySet[ClaimProposal]:
    rows = ClaimProposal.objects.filter(board=claim.board, half_year=claim.half_year)
    return rows.select_related("proposed_by").order_by("-proposed_at", "-pk")


def _step(one: ClaimDecision | ClaimProposal, claim: BoardClaim, names: dict[str, str]) -> ClaimStep:
    return ClaimStep(
        at=one.decided_at if isinstance(one, ClaimDecision) else one.proposed_at,
        by=one.decided_by if isinstance(one, ClaimDecision) else one.proposed_by,
        is_decision=isinstance(one, ClaimDecision),
        stands=isinstance(one, ClaimDecision) and one.is_current and (claim.invoice is not None or claim.is_decided),
        extent=one.get_extent_display(),
        computed=one.computed,
        claimed=one.claimed,
        parts=tuple(
            PartOfLine(names.get(key, key), claim.lines.get(key, Decimal(0)), Decimal(part))
            for key, part in one.parts.items()
        ),
        reason=one.reason,
        delegation=one.delegation if isinstance(one, ClaimDecision) else "",
    )
