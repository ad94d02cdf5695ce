"""Everything claimed of every board that nobody has decided about, as one act (DOMAIN.md 7)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import ClaimDecision, ClaimExtent
from billing.operations.claims import decide_claim
from billing.queries.claims import BoardClaim, computed_claims
from foundation.periods import HalfYear
from foundation.refusals import Refusal
from organisation.models import User


class NothingUndecided(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Det finns inget utan beslut att begära: resten är beslutat, stängs senare eller är 0 kr."))


def undecided(claims: list[BoardClaim]) -> list[BoardClaim]:
    """The boards that can be decided about now and have no decision on exactly this sum."""
    return [one for one in claims if one.computed and not (one.invoice or one.is_held_back or one.is_decided)]


@transaction.atomic
def claim_all(*, half_year: HalfYear, delegation: str, by: User) -> list[ClaimDecision]:
    """Decide to claim all of each undecided board. Raises NothingUndecided and what `decide_claim` refuses."""
    found = undecided(computed_claims(half_year=half_year))
    if not found:
        raise NothingUndecided
    return [
        decide_claim(board=one.board, half_year=half_year, extent=ClaimExtent.ALL, delegation=delegation, by=by)
        for one in found
    ]
