"""Two people at the same thing at the same moment: one wins, the other is told, and nothing is lost or doubled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction

from billing.ledger_files import LedgerForm
from billing.models import (
    ClaimDecision,
    Correction,
    HandOver,
    HandOverItem,
    Invoice,
    NumberSeries,
    Reconciliation,
    ReconciliationLine,
)
from billing.operations import months
from billing.operations.claims import AlreadyInvoiced, decide_claim
from billing.operations.corrections import AlreadySettled, accept_correction, dismiss_correction, find_corrections
from billing.operations.credit_notes import MoreThanIsLeft, NothingLeft, credit
from billing.operations.half_years import AlreadyIssued, NothingToIssue, issue, rehearse
from billing.operations.hand_overs import NothingToHandOver, hand_over
from billing.operations.issue_now import issue_now
from billing.operations.months.refusals import MonthIsClosed
from billing.operations.numbers import next_number
from foundation.refusals import Refusal
from tests.billing.city import APRIL, ASKED, FIRST_HALF, TODAY, end_early
from tests.billing.steps import with_codings
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_documents", "no_workers")]


def winners(results):
    return [one for one in results if not isinstance(one, Exception)]


def test_thirty_two_threads_get_thirty_two_numbers_without_gaps(transactional_db):
    """Every fourth fails after it got its number: the number goes to somebody else."""

    def take(fails):
        with transaction.atomic():
            number, sequence = next_number(series="F", year=2021)
            if fails:
                raise RuntimeError(number)
        return sequence

    results = at_once(*(partial(take, n % 4 == 0) for n in range(32)))
    assert sorted(winners(results)) == list(range(1, 25))
    assert {type(one) for one in results if isinstance(one, Exception)} == {RuntimeError}
    assert NumberSeries.objects.get().last == 24


def test_two_open_the_same_month(city):
    results = at_once(*(partial(months.open_month, month=APRIL, by=None) for _ in range(4)))
    assert len(winners(results)) == 4
    assert Reconciliation.objects.count() == 3
    assert ReconciliationLine.objects.filter(reconciliation__department=city.leisure).count() == 15


def test_two_close_the_same_month(city):
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=None, deadline=date(2021, 5, 14), today=ASKED)
    months.confirm_month(reconciliation=row, by=UserFactory(), today=TODAY)
    people = [UserFactory(role="asf_administrator") for _ in range(4)]
    results = at_once(*(partial(months.close_month, reconciliation=row, by=one, today=TODAY) for one in people))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {MonthIsClosed}
    assert Reconciliation.objects.get(pk=row.pk).closed_by == won.closed_by


def test_two_commands_close_the_same_months(city):
    results = at_once(*(partial(months.close_months, months=FIRST_HALF.months, by=None) for _ in range(2)))
    assert len(winners(results)) == 2
    outcomes = sorted(row.outcome for rows in results for row in rows)
    assert outcomes == ["closed"] * 18 + ["closed_before"] * 18
    assert ReconciliationLine.objects.filter(reconciliation__month=APRIL).count() == 27


def test_confirming_and_objecting_at_once_gives_one_of_them(city):
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=None, deadline=date(2021, 5, 14), today=ASKED)
    one, other = UserFactory(), UserFactory()
    results = at_once(
        partial(months.confirm_month, reconciliation=row, by=one, today=TODAY),
        partial(months.object_to, reconciliation=row, placement=None, text="Fel", by=other),
    )
    assert len(winners(results)) == 1
    assert Reconciliation.objects.get(pk=row.pk).state in ("confirmed", "disputed")


def test_two_issue_the_same_rehearsal(closed_city):
    _claim_everything(closed_city)
    run = rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY)
    results = at_once(*(partial(issue, run=run, by=UserFactory(), today=TODAY) for _ in range(4)))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {AlreadyIssued}
    _two_invoices()


def test_two_issue_from_two_rehearsals(closed_city):
    _claim_everything(closed_city)
    runs = [rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY) for _ in range(3)]
    results = at_once(*(partial(issue, run=run, by=UserFactory(), today=TODAY) for run in runs))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {NothingToIssue}
    _two_invoices()


def test_two_commands_issue_the_same_half_year(closed_city):
    results = at_once(*(partial(issue_now, half_year=FIRST_HALF, today=TODAY) for _ in range(2)))
    assert len(winners(results)) >= 1
    assert all(isinstance(one, Refusal) for one in results if isinstance(one, Exception))
    _two_invoices()


def _two_invoices():
    numbers = list(Invoice.objects.order_by("sequence").values_list("number", flat=True))
    assert numbers == ["F2021-0001", "F2021-0002"]
    assert NumberSeries.objects.get().last == 2


def _claim_everything(city):
    with_codings(city.leisure, city.environment, city.provider)
    for department in (city.leisure, city.environment):
        decide_claim(board=department.board, half_year=FIRST_HALF, extent="all", delegation="§ 1", by=None)


def test_a_decision_in_the_midst_of_the_issue_is_on_the_invoice_or_refused(closed_city):
    _claim_everything(closed_city)
    run = rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY)
    waive = partial(
        decide_claim, board=closed_city.leisure.board, half_year=FIRST_HALF, extent="waived", reason="Paus",
        delegation="§ 2", by=None,
    )  # fmt: skip
    issued, waived = at_once(partial(issue, run=run, by=UserFactory(), today=TODAY), waive)
    current = ClaimDecision.objects.get(board=closed_city.leisure.board, is_current=True)
    if isinstance(waived, AlreadyInvoiced):
        assert Invoice.objects.filter(board=closed_city.leisure.board).count() == 1
        assert current.claimed == 37500
    else:
        assert isinstance(issued, Refusal)
        assert not Invoice.objects.exists()
        assert current.claimed == 0


def test_two_credit_the_same_invoice(closed_city):
    issue_now(half_year=FIRST_HALF, today=TODAY)
    invoice = Invoice.objects.get(board=closed_city.leisure.board)
    act = partial(credit, invoice=invoice, amount=Decimal(20000), reason="Fel", by=None)
    results = at_once(*(act for _ in range(4)))
    assert len(winners(results)) == 1
    assert {type(one) for one in results if isinstance(one, Exception)} <= {MoreThanIsLeft, NothingLeft}
    assert Invoice.objects.filter(corrects=invoice).count() == 1


def test_two_hand_over_at_once(closed_city):
    issue_now(half_year=FIRST_HALF, today=TODAY)
    results = at_once(*(partial(hand_over, form=LedgerForm.CSV, by=None, today=TODAY) for _ in range(4)))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {NothingToHandOver}
    assert (HandOver.objects.count(), HandOverItem.objects.count()) == (1, 2)


def test_two_find_corrections_at_once(closed_city):
    end_early(1, date(2021, 5, 10))
    results = at_once(*(partial(find_corrections, today=date(2021, 8, 1)) for _ in range(4)))
    assert [len(one) for one in winners(results)] == [2] * 4
    assert Correction.objects.count() == 2


def test_accepting_and_dismissing_the_same_correction_at_once(closed_city):
    issue_now(half_year=FIRST_HALF, today=TODAY)
    end_early(18, date(2021, 6, 29))
    [correction] = find_corrections(today=date(2021, 8, 1))
    settle = [accept_correction, dismiss_correction] * 2
    results = at_once(*(partial(act, correction=correction, by=None, reason="Sent") for act in settle))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {AlreadySettled}
    assert Invoice.objects.filter(kind="debit_note").count() == (won.state == "accepted")
