"""The half-year run: rehearsed by one, issued by another, held to what was rehearsed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing.models import AccountCoding, ClaimDecision, Invoice, InvoiceRun, NumberSeries
from billing.operations.claims import (
    AlreadyInvoiced,
    DelegationMissing,
    NothingToClaim,
    ReasonMissing,
    SumDoesNotFit,
    computed_claims,
    decide_claim,
)
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.half_years import (
    AlreadyIssued,
    NothingToIssue,
    RehearsalOutdated,
    RehearserCannotIssue,
    issue,
    rehearse,
)
from tests.billing.city import FIRST_HALF, JUNE, City, end_early
from tests.billing.steps import with_codings
from tests.organisation.factories import UserFactory

TODAY = date(2021, 8, 1)
pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture(autouse=True)
def codings(closed_city: City) -> None:
    with_codings(closed_city.leisure, closed_city.environment, closed_city.provider)


@pytest.fixture
def rehearser(db):
    return UserFactory(role="asf_administrator")


@pytest.fixture
def issuer(db):
    return UserFactory(role="finance")


def decide(board, **kwargs):
    given = {"extent": "all", "delegation": "ASN 2021 § 40", "by": None, **kwargs}
    return decide_claim(board=board, half_year=FIRST_HALF, **given)


@pytest.fixture
def decided(closed_city: City):
    decide(closed_city.leisure.board)
    decide(closed_city.environment.board)
    return closed_city


def by_board(run):
    return {one["board"]: one for one in run.drafts}


def test_claims_are_computed_from_closed_months(closed_city):
    claims = {claim.board.name: claim for claim in computed_claims(half_year=FIRST_HALF)}
    assert {name: claim.computed for name, claim in claims.items()} == {"Fritidsnämnden": 37500, "Miljönämnden": 22500}
    assert not any(claim.is_held_back for claim in claims.values())


def test_a_decision_says_all_part_or_nothing_and_why(closed_city):
    board = closed_city.leisure.board
    with pytest.raises(SumDoesNotFit, match=r"37\s500"):
        decide(board, extent="part", claimed=Decimal(37500), reason="Del")
    with pytest.raises(ReasonMissing):
        decide(board, extent="part", claimed=Decimal(100))
    with pytest.raises(ReasonMissing):
        decide(board, extent="waived")
    with pytest.raises(DelegationMissing):
        decide(board, delegation=" ")
    with pytest.raises(NothingToClaim):
        decide(closed_city.provider.board)
    decide(board)
    replaced = decide(board, extent="waived", reason="Nedstängd verksamhet")
    assert ClaimDecision.objects.get(is_current=True, board=board) == replaced
    assert ClaimDecision.objects.filter(board=board).count() == 2


def test_a_rehearsal_lists_boards_lines_and_faults_and_writes_no_invoice(closed_city, rehearser):
    decide(closed_city.leisure.board)
    AccountCoding.objects.filter(department=closed_city.environment).delete()
    drafts = by_board(rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY))
    leisure, environment = drafts["Fritidsnämnden"], drafts["Miljönämnden"]
    assert (leisure["state"], leisure["claimed"], len(leisure["lines"])) == ("ready", "37500.00", 6)
    assert (environment["state"], environment["claimed"]) == ("held_back", None)
    assert [(fault["kind"], fault["blocking"]) for fault in environment["faults"]] == [
        ("no_decision", True),
        ("no_coding", True),
    ]
    assert not Invoice.objects.exists() and not NumberSeries.objects.exists()


def test_the_faults_name_what_would_make_an_invoice_wrong(closed_city, rehearser):
    city = closed_city
    AccountCoding.objects.exclude(department=city.leisure).delete()
    city.environment.headcounts.all().delete()
    decide(city.leisure.board)
    end_early(13, date(2021, 4, 29))  # one fewer in April, May and June
    drafts = by_board(rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY))
    faults = [fault["kind"] for fault in drafts["Fritidsnämnden"]["faults"]]
    assert faults == ["no_provider_coding", *["register_changed"] * 3]
    assert {fault["kind"] for fault in drafts["Miljönämnden"]["faults"]} == {
        "no_decision", "headcount_missing", "no_coding", "no_provider_coding",
    }  # fmt: skip


def test_a_board_whose_coding_is_not_whole_waits_since_what_is_issued_is_frozen(decided, rehearser, issuer):
    AccountCoding.objects.filter(department=decided.environment).update(reference_code="")
    run = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    issue(run=run, by=issuer, today=TODAY)
    assert [one.board.name for one in Invoice.objects.all()] == ["Fritidsnämnden"]
    AccountCoding.objects.filter(department=decided.environment).update(reference_code="ZZ1")
    issue(run=rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY), by=issuer, today=TODAY)
    assert Invoice.objects.get(board=decided.environment.board).number == "F2021-0002"


def test_a_second_rehearsal_says_what_differs_from_the_first(closed_city, rehearser):
    first = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    assert all(one["changes"] == [] for one in first.drafts)
    decide(closed_city.leisure.board)
    changes = by_board(rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY))["Fritidsnämnden"]["changes"]
    assert [(one["what"], one["then"], one["now"]) for one in changes] == [
        ("state", "held_back", "ready"),
        ("claimed", None, "37500.00"),
    ]


def test_a_second_person_issues_and_the_numbers_run_without_gaps(decided, rehearser, issuer):
    run = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    with pytest.raises(RehearserCannotIssue):
        issue(run=run, by=rehearser, today=TODAY)
    assert not NumberSeries.objects.exists()
    issued = issue(run=run, by=issuer, today=TODAY)
    assert (issued.state, issued.issued_by) == ("issued", issuer)
    invoices = Invoice.objects.order_by("sequence")
    assert [(one.number, one.amount, one.issued_by) for one in invoices] == [
        ("F2021-0001", 37500, issuer),
        ("F2021-0002", 22500, issuer),
    ]
    assert invoices[0].decision["delegation"] == "ASN 2021 § 40"
    assert issued.documents_run.pieces.count() == 2


def test_issuing_again_is_told_and_changes_nothing(decided, rehearser, issuer):
    run = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    issue(run=run, by=issuer, today=TODAY)
    with pytest.raises(AlreadyIssued, match=issuer.full_name):
        issue(run=run, by=UserFactory(role="finance"), today=TODAY)
    another = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    assert {one["state"] for one in another.drafts} == {"invoiced"}
    with pytest.raises(NothingToIssue):
        issue(run=another, by=issuer, today=TODAY)
    assert Invoice.objects.count() == 2
    assert NumberSeries.objects.get().last == 2


def test_what_changed_after_the_rehearsal_is_not_issued(decided, rehearser, issuer):
    run = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    decide(decided.leisure.board, extent="part", claimed=Decimal(5000), reason="Ny bedömning")
    with pytest.raises(RehearsalOutdated, match="Fritidsnämnden"):
        issue(run=run, by=issuer, today=TODAY)
    assert not Invoice.objects.exists()
    assert InvoiceRun.objects.get().state == "rehearsed"


def test_a_waived_claim_makes_no_invoice_and_all_three_sums_stay(decided, rehearser, issuer):
    decide(decided.leisure.board, extent="waived", reason="Nedstängd verksamhet")
    run = rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY)
    issue(run=run, by=issuer, today=TODAY)
    assert Invoice.objects.get().board == decided.environment.board
    claim = computed_claims(half_year=FIRST_HALF)[0]
    assert (claim.computed, claim.claimed, claim.invoiced) == (37500, 0, 0)


def test_what_is_invoiced_is_decided_no_more(decided, rehearser, issuer):
    issue(run=rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY), by=issuer, today=TODAY)
    with pytest.raises(AlreadyInvoiced, match="F2021-0001"):
        decide(decided.leisure.board, extent="waived", reason="Ångrat")


def test_the_parties_are_copied_as_they_are_at_issue(decided, rehearser, issuer):
    city = decided
    coding = AccountCoding.objects.get(department=city.leisure)
    issue(run=rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY), by=issuer, today=TODAY)
    AccountCoding.objects.filter(pk=coding.pk).update(account="9999")
    city.leisure.name = "Kultur och fritid"
    city.leisure.save()
    invoice = Invoice.objects.get(number="F2021-0001")
    assert (invoice.buyer["account"], invoice.buyer["department"]) == ("7692", "Fritidsförvaltningen")
    assert invoice.seller["board"] == "Arbetsmarknads- och socialnämnden"


def test_an_accepted_correction_of_a_month_not_invoiced_is_a_line_of_its_own(closed_city, rehearser, issuer):
    """May: one fewer than closed, so 7 500 kr more: 37 500 + 7 500 = 45 000 kr."""
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=None, reason="Slutade den 29 juni")
    assert computed_claims(half_year=FIRST_HALF)[0].computed == 45000
    decide(closed_city.leisure.board)
    issue(run=rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY), by=issuer, today=TODAY)
    line = Invoice.objects.get().lines.get(position=7)
    assert (line.month, line.amount, line.note) == (
        JUNE, 7500, "rättelse: räknade 19, nu 18. Slutade den 29 juni",
    )  # fmt: skip
    correction.refresh_from_db()
    assert correction.line == line
    assert find_corrections(today=TODAY) == []


def test_a_decision_on_another_sum_holds_the_board_back_until_a_new_one(decided, rehearser):
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=None, reason="Slutade den 29 juni")
    leisure = by_board(rehearse(half_year=FIRST_HALF, by=rehearser, today=TODAY))["Fritidsnämnden"]
    assert leisure["state"] == "held_back"
    assert [fault["kind"] for fault in leisure["faults"] if fault["blocking"]] == ["decision_outdated"]
