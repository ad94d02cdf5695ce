"""Why people were missing, what was decided about the first half-year, and a change that came too late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.models import Cause
from billing.operations.claims import computed_claims, decide_claim
from billing.operations.corrections import find_corrections
from billing.queries import figures
from foundation.periods import HalfYear, Month
from placements.models import Placement
from register.demonstration.cast import Users
from register.demonstration.story_clock import on

HALF_YEAR = HalfYear(2021, 1)
DELEGATION = "Delegationsordning ASN, punkt E1 (konstruerad)"
UNDECIDED = "Stadsbyggnadsnämnden"
PARTLY, PART_REASON = "Miljönämnden", "Nämnden har erbjudit platser som ASF inte kunde fylla i april (konstruerat)."
_PARTS = ((Cause.NO_CANDIDATE, 3), (Cause.NO_PLACE_OFFERED, 3), (Cause.DECLINED, 6), (Cause.SUPPORT_REFUSED, 8))


def cause_rows() -> list[str]:
    """Rows of missing_causes.csv for January to July: never more causes than missing."""
    rows = []
    for one in figures(first=Month(2021, 1), last=Month(2021, 7)):
        for cause, part in _PARTS:
            if number := int(one.missing) // part:
                rows.append(f"{one.department.code};{one.month};{cause.value};{number}")
    return rows


def decide_the_first_half_year(users: Users) -> None:
    """Everything is claimed but a part of one board's; one board is left for whoever tries the page."""
    with on(date(2021, 7, 15)):
        for claim in computed_claims(half_year=HALF_YEAR):
            if claim.board.name == UNDECIDED or not claim.computed:
                continue
            partly = claim.board.name == PARTLY
            decide_claim(
                board=claim.board,
                half_year=HALF_YEAR,
                extent="part" if partly else "all",
                claimed=claim.computed - Decimal(15000) if partly else None,
                reason=PART_REASON if partly else "",
                delegation=DELEGATION,
                by=users["beslut"],
            )


def end_one_too_late() -> None:
    """In July it turns out that someone at Miljöförvaltningen left already on 11 June: June is closed by then."""
    left = date(2021, 6, 11)
    with on(date(2021, 7, 20)) as today:
        placement = (
            Placement.objects.filter(department__code="210", placed_from__lt=left, employment__employed_to__gt=left)
            .order_by("employment__key")
            .last()
        )
        if placement is not None:
            placement.employment.end(on=left, cause="work")
            placement.end(on=left)
        find_corrections(today=today)
