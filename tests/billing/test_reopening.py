"""A closed month that is not invoiced is opened by two people with a reason, once; the closing before it is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, transaction

from billing.models import Correction, Reconciliation, Reopening
from billing.operations import months
from billing.operations.corrections import accept_correction, dismiss_correction, find_corrections
from billing.operations.issue_now import issue_now
from billing.operations.reopening import (
    AlreadyProposed,
    IsCorrected,
    IsInvoiced,
    NotClosed,
    ReasonMissing,
    ReopeningIsSettled,
    SecondPersonNeeded,
    confirm_reopening,
    decline_reopening,
    propose_reopening,
)
from billing.queries.proof import prove
from tests.billing.city import APRIL, ASKED, FIRST_HALF, JUNE, TODAY, end_early
from tests.organisation.factories import UserFactory

DEADLINE = date(2021, 5, 14)


@pytest.fixture
def one(db):
    return UserFactory(role="asf_administrator")


@pytest.fixture
def other(db):
    return UserFactory(role="asf_head")


@pytest.fixture
def april(city, one):
    """Closed with 15 of 19: 30 000 kr."""
    [row] = months.open_month(month=APRIL, by=one, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=one, deadline=DEADLINE, today=ASKED)
    months.confirm_month(reconciliation=row, by=UserFactory(role="department_hr", department=city.leisure), today=TODAY)
    return months.close_month(reconciliation=row, by=one, today=TODAY)


def _propose(row, by):
    return propose_reopening(reconciliation=row, reason="Två placeringar registrerades fel.", by=by)


def test_two_people_open_a_closed_month_and_it_is_reconciled_anew(april, one, other):
    end_early(1, date(2021, 4, 20))
    reopening = _propose(april, one)
    row = confirm_reopening(reopening=reopening, by=other)
    assert (row.state, row.closed_at, row.confirmed_by, row.proposed_at, row.deadline) == (
        "open",
        None,
        None,
        None,
        None,
    )
    months.propose_month(reconciliation=row, by=one, deadline=DEADLINE, today=ASKED)
    months.confirm_month(reconciliation=row, by=UserFactory(), today=TODAY)
    again = months.close_month(reconciliation=row, by=one, today=TODAY)
    assert (again.counted, again.missing, again.fee) == (14, 5, 37500)
    assert prove().holds


def test_the_earlier_closing_is_kept_with_figures_people_times_and_lines(april, one, other):
    reopening = _propose(april, one)
    confirm_reopening(reopening=reopening, by=other)
    kept = Reopening.objects.get().closing
    assert (kept["counted"], kept["target"], kept["missing"], kept["fee"]) == ("15", "19", "4", "30000.00")
    assert (kept["closed_by"], kept["closed_at"]) == (one.full_name, april.closed_at.isoformat())
    assert len([line for line in kept["lines"] if line["reason"] == "counted"]) == 15
    end_early(1, date(2021, 4, 20))
    months.recount(reconciliation=april)
    assert Reopening.objects.get().closing == kept


def test_one_person_is_not_two(april, one, other):
    with pytest.raises(ReasonMissing):
        propose_reopening(reconciliation=april, reason=" ", by=one)
    reopening = _propose(april, one)
    with pytest.raises(AlreadyProposed):
        _propose(april, other)
    for act in (confirm_reopening, decline_reopening):
        with pytest.raises(SecondPersonNeeded):
            act(reopening=reopening, by=one)
    assert Reconciliation.objects.get(pk=april.pk).is_closed


def test_a_declined_proposal_leaves_it_closed_and_another_can_be_made(april, one, other):
    reopening = _propose(april, one)
    decline_reopening(reopening=reopening, by=other)
    with pytest.raises(ReopeningIsSettled, match="avböjd"):
        confirm_reopening(reopening=reopening, by=other)
    assert Reconciliation.objects.get(pk=april.pk).is_closed
    assert _propose(april, other).state == "proposed"


def test_an_open_month_is_not_reopened(april, one, other):
    confirm_reopening(reopening=_propose(april, one), by=other)
    with pytest.raises(NotClosed):
        _propose(april, one)


def test_an_invoiced_month_is_not_reopened(invoices, one):
    row = Reconciliation.objects.get(department__board=invoices.leisure.board, month=APRIL)
    with pytest.raises(IsInvoiced, match="rättelse"):
        _propose(row, one)


def test_a_month_that_is_invoiced_while_a_proposal_waits_stays_closed(closed_city, one, other, quick_documents):
    row = Reconciliation.objects.get(department=closed_city.leisure, month=APRIL)
    reopening = _propose(row, one)
    issue_now(half_year=FIRST_HALF, today=TODAY)
    with pytest.raises(IsInvoiced):
        confirm_reopening(reopening=reopening, by=other)
    with pytest.raises(Error, match="closed_month_is_frozen"), transaction.atomic():
        Reopening.objects.update(state="confirmed", settled_by=other, settled_at=row.closed_at)
        row.reopen()


def test_a_corrected_month_is_not_reopened(april, one, other):
    reopening = _propose(april, one)
    end_early(1, date(2021, 4, 20))
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=one, reason="Slutade den 20.")
    with pytest.raises(IsCorrected):
        confirm_reopening(reopening=reopening, by=other)


def test_what_was_proposed_or_dismissed_of_the_closing_before_says_nothing_of_the_next(april, one, other):
    """14 was dismissed, then the month was closed anew with 15: a count of 14 is proposed again."""
    end_early(1, date(2021, 4, 20))
    [correction] = find_corrections(today=TODAY)
    dismiss_correction(correction=correction, by=one, reason="Fel i registret.")
    end_early(1, date(2021, 12, 31))
    row = confirm_reopening(reopening=_propose(april, one), by=other)
    months.propose_month(reconciliation=row, by=one, deadline=DEADLINE, today=ASKED)
    months.confirm_month(reconciliation=row, by=UserFactory(), today=TODAY)
    months.close_month(reconciliation=row, by=one, today=TODAY)
    end_early(1, date(2021, 4, 20))
    [again] = find_corrections(today=TODAY)
    assert (again.counted_then, again.counted_now, again.sequence) == (15, 14, 2)
    confirm_reopening(reopening=_propose(row, one), by=other)
    assert list(Correction.objects.values_list("state", flat=True)) == ["dismissed"]


def test_the_database_knows_no_other_way_to_open_a_month(april, one, other):
    def refused(**changes):
        row = Reconciliation.objects.get(pk=april.pk)
        with pytest.raises(Error, match="closed_month_is_frozen"), transaction.atomic():
            row.reopen()
        with pytest.raises(Error, match="closed_month_is_frozen"), transaction.atomic():
            Reconciliation.objects.filter(pk=april.pk).update(**changes)

    refused(counted="19")
    reopening = _propose(april, one)
    refused(state="confirmed")
    reopening.settle(state="declined", by=other, now=april.closed_at)
    refused(closed_by=other)
    late = Reopening.objects.create(
        reconciliation=april, closed_at=april.opened_at, reason="Annan stängning", proposed_by=one,
        proposed_at=april.closed_at,
    )  # fmt: skip
    late.settle(state="confirmed", by=other, now=april.closed_at)
    refused(deadline=None, state="open")
    right = _propose(april, one)
    right.settle(state="confirmed", by=other, now=april.closed_at)
    with pytest.raises(Error, match="closed_month_is_frozen"), transaction.atomic():
        Reconciliation.objects.filter(pk=april.pk).update(state="open", closed_at=None, fee=0)


def test_each_constraint_of_a_reopening(april, one, other):
    now = april.closed_at
    made = _propose(april, one)

    def refused(name, act):
        with pytest.raises(Error, match=name), transaction.atomic():
            act()

    row = Reopening.objects.filter(pk=made.pk)
    refused("reopening_has_reason", lambda: row.update(reason=""))
    refused("reopening_two_people", lambda: row.update(state="confirmed", settled_by=one, settled_at=now))
    refused("reopening_settled_has_person_and_time", lambda: row.update(state="confirmed"))
    refused("reopening_one_proposed", lambda: Reopening.objects.create(
        reconciliation=april, closed_at=now, reason="Igen", proposed_by=other, proposed_at=now))  # fmt: skip
    refused("reopening_is_kept", row.delete)
    row.update(state="declined", settled_by=other, settled_at=now)
    refused("reopening_settled", lambda: row.update(reason="Annat"))


def test_june_is_untouched_when_april_is_opened(closed_city, one, other):
    row = Reconciliation.objects.get(department=closed_city.leisure, month=APRIL)
    confirm_reopening(reopening=_propose(row, one), by=other)
    assert Reconciliation.objects.get(department=closed_city.leisure, month=JUNE).is_closed
