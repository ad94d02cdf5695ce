"""Two people at the same disputed or reopened month at the same moment: one wins, the other is told."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from billing.models import Correction, Invoice, ParkedLine, Reconciliation
from billing.operations import months
from billing.operations.half_years import issue, rehearse
from billing.operations.months.refusals import MonthIsClosed, NotConfirmed, ParkedTwice, RestNotConfirmed
from billing.operations.parked import ParkedLineIsSettled, settle_parked
from billing.operations.reopening import (
    AlreadyProposed,
    IsInvoiced,
    NotClosed,
    ReopeningIsSettled,
    confirm_reopening,
    propose_reopening,
)
from foundation.refusals import Refusal
from tests.billing.city import APRIL, ASKED, FIRST_HALF, TODAY
from tests.billing.test_races import _claim_everything, winners
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_documents", "no_workers")]


def _disputed(city):
    [row] = months.open_month(month=APRIL, by=UserFactory(), departments=[city.leisure])
    row = months.propose_month(reconciliation=row, by=UserFactory(), deadline=date(2021, 5, 14), today=ASKED)
    months.object_to(reconciliation=row, placement=None, figure=16, text="En saknas", by=UserFactory())
    return months.confirm_rest(reconciliation=row, by=UserFactory())


def test_closing_and_confirming_at_once_freezes_only_what_is_confirmed(city):
    [row] = months.open_month(month=APRIL, by=UserFactory(), departments=[city.leisure])
    months.propose_month(reconciliation=row, by=UserFactory(), deadline=date(2021, 5, 14), today=ASKED)
    hr, asf = UserFactory(), UserFactory()
    confirmed, closed = at_once(
        partial(months.confirm_month, reconciliation=row, by=hr, today=TODAY),
        partial(months.close_month, reconciliation=row, by=asf, today=TODAY),
    )
    assert confirmed.confirmed_by == hr
    row.refresh_from_db()
    assert (row.state == "closed") != isinstance(closed, NotConfirmed)


def test_closing_the_rest_and_objecting_anew_at_once_gives_one_of_them(city):
    row = _disputed(city)
    counted = row.lines.filter(counted=True).first().placement
    closed, objected = at_once(
        partial(months.park_and_close, reconciliation=row, deadline=TODAY, by=UserFactory(), today=date(2021, 5, 12)),
        partial(months.object_to, reconciliation=row, placement=counted, figure=0, text="Två", by=UserFactory()),
    )
    row.refresh_from_db()
    if isinstance(objected, MonthIsClosed):
        assert (row.state, ParkedLine.objects.count()) == ("closed", 1)
    else:
        assert isinstance(closed, RestNotConfirmed | ParkedTwice)
        assert (row.state, ParkedLine.objects.count()) == ("disputed", 0)


def test_two_park_the_same_month(city):
    row = _disputed(city)
    act = partial(months.park_and_close, reconciliation=row, deadline=TODAY, today=date(2021, 5, 12))
    results = at_once(*(partial(act, by=UserFactory()) for _ in range(4)))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {MonthIsClosed}
    assert ParkedLine.objects.count() == 1


def test_a_parked_line_is_settled_once_whatever_both_say(city):
    row = _disputed(city)
    months.park_and_close(reconciliation=row, deadline=TODAY, by=UserFactory(), today=date(2021, 5, 12))
    parked = ParkedLine.objects.get()
    results = at_once(
        *(partial(settle_parked, parked=parked, counts=False, answer="Nej", by=UserFactory()) for _ in range(4))
    )
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {ParkedLineIsSettled}
    assert Correction.objects.count() == 1


def test_settling_in_the_midst_of_the_issue_is_on_the_invoice_or_on_a_note_and_never_both(city):
    row = _disputed(city)
    months.park_and_close(reconciliation=row, deadline=TODAY, by=UserFactory(), today=date(2021, 5, 12))
    months.close_months(months=FIRST_HALF.months, by=None)
    _claim_everything(city)
    run = rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY)
    parked = ParkedLine.objects.get()
    issued, settled = at_once(
        partial(issue, run=run, by=UserFactory(), today=TODAY),
        partial(settle_parked, parked=parked, counts=False, answer="Nej", by=UserFactory()),
    )
    assert settled.correction.difference == 7500
    billed = sum(Invoice.objects.filter(board=city.leisure.board).values_list("amount", flat=True))
    assert billed == (0 if isinstance(issued, Refusal) else 37500)


def test_two_propose_and_two_confirm_the_same_reopening(closed_city):
    row = Reconciliation.objects.get(department=closed_city.leisure, month=APRIL)
    people = [UserFactory() for _ in range(4)]
    results = at_once(*(partial(propose_reopening, reconciliation=row, reason="Fel", by=one) for one in people))
    [won] = winners(results)
    assert {type(one) for one in results if one is not won} == {AlreadyProposed}
    others = [one for one in people if one != won.proposed_by]
    results = at_once(*(partial(confirm_reopening, reopening=won, by=one) for one in others))
    [opened] = winners(results)
    assert {type(one) for one in results if one is not opened} <= {ReopeningIsSettled, NotClosed}
    assert Reconciliation.objects.get(pk=row.pk).state == "open"


def test_reopening_in_the_midst_of_the_issue_gives_one_of_them(closed_city):
    _claim_everything(closed_city)
    row = Reconciliation.objects.get(department=closed_city.leisure, month=APRIL)
    run = rehearse(half_year=FIRST_HALF, by=UserFactory(), today=TODAY)
    reopening = propose_reopening(reconciliation=row, reason="Fel", by=UserFactory())
    issued, opened = at_once(
        partial(issue, run=run, by=UserFactory(), today=TODAY),
        partial(confirm_reopening, reopening=reopening, by=UserFactory()),
    )
    invoiced = Invoice.objects.filter(board=closed_city.leisure.board).exists()
    assert invoiced == isinstance(opened, IsInvoiced) != isinstance(issued, Refusal)
    assert Reconciliation.objects.get(pk=row.pk).is_closed == invoiced
