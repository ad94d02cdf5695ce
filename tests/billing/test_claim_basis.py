"""What a board may be claimed for: closed months only."""

from __future__ import annotations

import pytest

from billing.operations.claims import MonthsNotClosed, computed_claims, decide_claim
from billing.operations.months import close_months, open_month
from tests.billing.city import FIRST_HALF, JUNE


def test_an_open_month_holds_its_own_board_back(city):
    close_months(months=FIRST_HALF.months[:5], by=None)
    close = [city.environment]
    for row in open_month(month=JUNE, by=None, departments=close):
        row.state = "confirmed"
    claims = {claim.board.name: claim for claim in computed_claims(half_year=FIRST_HALF)}
    assert [(one.month, one.state) for one in claims["Miljönämnden"].unclosed] == [(JUNE, "open")]
    assert [(one.month, one.state) for one in claims["Fritidsnämnden"].unclosed] == [(JUNE, "not_opened")]
    with pytest.raises(MonthsNotClosed, match="2021-06"):
        decide_claim(board=city.leisure.board, half_year=FIRST_HALF, extent="all", delegation="ASN 2021 § 40", by=None)
