"""What is claimed of a board: proposed by one, decided by another, all, a part, month by month, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.models import ClaimDecision, ClaimProposal, Invoice
from billing.operations.claims import (
    PartsDoNotFit,
    ReasonMissing,
    SumDoesNotFit,
    computed_claims,
    decide_claim,
    propose_claim,
)
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.half_years import issue, rehearse
from billing.queries.claim_history import standing_proposal
from tests.billing.city import APRIL, FIRST_HALF, MAY, TODAY, end_early
from tests.billing.steps import with_codings
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.usefixtures("quick_documents")


def claim_of(board):
    return computed_claims(half_year=FIRST_HALF, boards=[board])[0]


def keys(board):
    """The keys of April's and May's lines."""
    rows = {row.month: str(row.pk) for row in claim_of(board).months}
    return rows[APRIL], rows[MAY]


def decide(board, **said):
    return decide_claim(board=board, half_year=FIRST_HALF, delegation="ASN 2021 § 40", by=None, **said)


def test_a_part_month_by_month_is_invoiced_as_it_was_decided(closed_city):
    """Fritid: April 30 000, May 7 500, June 0. Of April 12 000 is claimed, of May all: 12 000 + 7 500 = 19 500 kr."""
    city = closed_city
    with_codings(city.leisure, city.environment, city.provider)
    board = city.leisure.board
    april, _may = keys(board)
    made = decide(board, extent="part", parts={april: Decimal(12000)}, reason="Skolan höll stängt")
    assert (made.claimed, made.parts) == (Decimal("19500.00"), {april: "12000"})
    issue(run=rehearse(half_year=FIRST_HALF, by=None, today=TODAY), by=None, today=TODAY)
    lines = {line.month: (line.computed, line.amount) for line in Invoice.objects.get(board=board).lines.all()}
    assert lines[APRIL] == (30000, 12000)
    assert lines[MAY] == (7500, 7500)
    assert sum(amount for _computed, amount in lines.values()) == 19500


@pytest.mark.parametrize(
    "parts",
    [
        {"april": "30000.01"},  # more than it was computed to
        {"april": "-1"},
        {"april": "30000", "may": "7500"},  # that is all of it
        {"april": "0", "may": "0"},  # that is nothing: waive
        {"999999": "1"},  # no line of this board
    ],
)
def test_parts_lie_within_their_months_and_make_a_part(closed_city, parts):
    board = closed_city.leisure.board
    april, may = keys(board)
    given = {{"april": april, "may": may}.get(key, key): Decimal(part) for key, part in parts.items()}
    with pytest.raises(PartsDoNotFit):
        decide(board, extent="part", parts=given, reason="Del")
    assert not ClaimDecision.objects.exists()


def test_a_decision_on_months_that_have_changed_since_does_not_stand(closed_city):
    """April 30 000 whole and 1 000 of May's 7 500: 31 000 kr. Were May less than what is claimed of it, nothing is."""
    board = closed_city.leisure.board
    _april, may = keys(board)
    decide(board, extent="part", parts={may: Decimal(1000)}, reason="Del")
    assert claim_of(board).claimed == 31000
    ClaimDecision.objects.update(parts={may: "7500.01"})
    assert claim_of(board).claimed is None


def test_the_latest_proposal_stands_and_is_not_a_decision(closed_city):
    board, by = closed_city.leisure.board, UserFactory(role="finance")
    propose = {"board": board, "half_year": FIRST_HALF, "by": by}
    with pytest.raises(ReasonMissing):
        propose_claim(**propose, extent="waived")
    with pytest.raises(SumDoesNotFit):
        propose_claim(**propose, extent="part", claimed=Decimal(37500), reason="Del")
    propose_claim(**propose, extent="all")
    last = propose_claim(**propose, extent="part", claimed=Decimal(10000), reason="Sommarstängt")
    assert standing_proposal(claim_of(board)) == last
    assert claim_of(board).claimed is None
    assert ClaimProposal.objects.count() == 2


def test_it_is_proposed_and_decided_on_the_page_and_everyone_concerned_reads_why(closed_city, login_as):
    city, board = closed_city, closed_city.leisure.board
    april, may = keys(board)
    page = reverse("billing:claim", args=[FIRST_HALF, board.pk])
    finance, decider = login_as("finance"), login_as("claim_decision_maker")
    assert "Lägg förslaget" in finance.get(page).text
    given = {"extent": "months", f"part_{april}": "20 000", f"part_{may}": "7500", "reason": "Vikarie saknades"}
    finance.post(reverse("billing:claim_proposals", args=[FIRST_HALF, board.pk]), given)
    shown = decider.get(page).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "föreslog" in shown and "27 500 kr" in shown and 'value="20000"' in shown
    no_delegation = decider.post(page, given)
    assert no_delegation.status_code == 422 and not ClaimDecision.objects.exists()
    waived = {"extent": "waived", "reason": "Pandemin", "delegation": "ASN § 12"}
    assert decider.post(page, waived).status_code == 302
    for reader in (login_as("department_hr", city.leisure), login_as("auditor"), finance):
        text = reader.get(page).text
        assert "Pandemin" in text and "ASN § 12" in text and "Vikarie saknades" in text
        assert "Fatta beslutet" not in text
    assert login_as("department_hr", city.environment).get(page).status_code == 404


def test_a_decision_answers_the_proposal_and_a_later_proposal_stands_again(closed_city, login_as):
    board, by = closed_city.leisure.board, UserFactory(role="finance")
    propose = {"board": board, "half_year": FIRST_HALF, "by": by}
    propose_claim(**propose, extent="part", claimed=Decimal(10000), reason="Sommarstängt")
    decide(board, extent="part", claimed=Decimal(20000), reason="Delat ansvar")
    assert standing_proposal(claim_of(board)) is None
    page = reverse("billing:claim", args=[FIRST_HALF, board.pk])
    shown = login_as("claim_decision_maker").get(page).text
    assert "Delat ansvar</textarea>" in shown and 'value="ASN 2021 § 40"' in shown
    again = propose_claim(**propose, extent="all")
    assert standing_proposal(claim_of(board)) == again
    assert "Det är inte beslutat." in login_as("claim_decision_maker").get(page).text


def test_a_correction_makes_the_proposal_old(closed_city):
    """Proposed on 37 500 kr; a correction of June makes it 45 000 kr, so the proposal is about another sum."""
    board = closed_city.leisure.board
    propose_claim(board=board, half_year=FIRST_HALF, extent="all", by=UserFactory(role="finance"))
    assert standing_proposal(claim_of(board)) is not None
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=None, reason="Slutade den 29 juni")
    assert standing_proposal(claim_of(board)) is None
