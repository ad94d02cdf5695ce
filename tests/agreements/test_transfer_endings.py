"""An accepted transfer ends before its time when both agree; what was signed stays as it was signed."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError

from agreements import closed_months
from agreements.closed_months import TouchesClosedMonth
from agreements.models import QuotaTransfer, TransferEnding
from agreements.operations import (
    accept_transfer,
    accept_transfer_ending,
    decline_transfer_ending,
    propose_transfer,
    propose_transfer_ending,
    withdraw_transfer_ending,
)
from agreements.operations.transfers import (
    AlreadyEnding,
    AlreadySettled,
    EndsOutsideTransfer,
    NotAccepted,
    ReceiverBelowZero,
    SamePersonForBoth,
    TransferTooLarge,
)
from agreements.queries import effective_targets
from agreements.targets import Direction, Transfer
from foundation.periods import Month
from tests.agreements.signing import TODAY
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
MARCH, MAY, JULY, SEPTEMBER = Month(2021, 3), Month(2021, 5), Month(2021, 7), Month(2021, 9)


def moved(city, *, number: int = 2, giver=None, receiver=None, first=MARCH, last=SEPTEMBER) -> QuotaTransfer:
    transfer = propose_transfer(
        giver=giver or city.leisure, receiver=receiver or city.environment, number=number,
        first_month=first, last_month=last, by=UserFactory(), today=TODAY,
    )  # fmt: skip
    return accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)


def ending_of(transfer: QuotaTransfer, month: Month = JULY, by=None) -> TransferEnding:
    return propose_transfer_ending(
        transfer=transfer, from_month=month, by=by or UserFactory(), side=transfer.to_department, today=TODAY
    )


def targets(city, *months: Month) -> list[tuple[int, int]]:
    rows = effective_targets(model_year=city.model_year, months=months)
    return [(rows[city.leisure.pk, month].target, rows[city.environment.pk, month].target) for month in months]


@pytest.mark.parametrize(("from_month", "last"), [(JULY, Month(2021, 6)), (Month(2021, 4), MARCH), (None, SEPTEMBER)])
def test_what_is_left_of_a_transfer(from_month, last):
    left = Transfer(2, MARCH, SEPTEMBER, Direction.OUT).ended(from_month)
    assert left == Transfer(2, MARCH, last, Direction.OUT)


def test_nothing_is_left_of_a_transfer_that_ends_with_its_first_month():
    assert Transfer(2, MARCH, None, Direction.IN).ended(MARCH) is None


def test_both_have_their_own_places_again_from_the_month_of_the_ending(small_city):
    """Moved March to September: 17 and 14. Ended from July: 19 and 12 from then on."""
    transfer = moved(small_city)
    ending = ending_of(transfer)
    assert targets(small_city, JULY) == [(17, 14)]
    accept_transfer_ending(ending=ending, by=UserFactory(), today=TODAY)
    assert targets(small_city, MARCH, Month(2021, 6), JULY, SEPTEMBER) == [(17, 14), (17, 14), (19, 12), (19, 12)]
    transfer.refresh_from_db()
    assert (transfer.last_month, transfer.state) == (SEPTEMBER, "accepted")


def test_the_sum_of_the_city_is_the_same_before_and_after(small_city):
    transfer = moved(small_city)
    accept_transfer_ending(ending=ending_of(transfer), by=UserFactory(), today=TODAY)
    assert {sum(pair) for pair in targets(small_city, *(Month(2021, n) for n in range(1, 13)))} == {31}


def test_an_ending_is_declined_or_withdrawn_and_the_transfer_goes_on(small_city):
    transfer = moved(small_city)
    declined = decline_transfer_ending(
        ending=ending_of(transfer), by=UserFactory(), reason="Vi behöver dem.", today=TODAY
    )
    assert declined.state == "declined"
    withdrawn = ending_of(transfer)
    withdraw_transfer_ending(ending=withdrawn, by=UserFactory(), today=TODAY)
    assert targets(small_city, JULY) == [(17, 14)]
    with pytest.raises(AlreadySettled):
        accept_transfer_ending(ending=withdrawn, by=UserFactory(), today=TODAY)


def test_one_side_alone_ends_nothing(small_city):
    ending = ending_of(moved(small_city))
    with pytest.raises(SamePersonForBoth):
        accept_transfer_ending(ending=ending, by=ending.proposed_by, today=TODAY)
    with pytest.raises(IntegrityError, match="transfer_ending_nobody_acts_for_both"), transaction.atomic():
        TransferEnding.objects.update(answered_by=ending.proposed_by)


def test_only_an_accepted_transfer_ends_once_and_within_its_months(small_city):
    proposed = propose_transfer(
        giver=small_city.leisure, receiver=small_city.environment, number=1, first_month=MAY, last_month=None,
        by=UserFactory(), today=TODAY,
    )  # fmt: skip
    with pytest.raises(NotAccepted):
        ending_of(proposed)
    transfer = moved(small_city)
    for month in (Month(2021, 2), Month(2021, 10)):
        with pytest.raises(EndsOutsideTransfer, match="mars 2021–september 2021"):
            ending_of(transfer, month)
    accept_transfer_ending(ending=ending_of(transfer), by=UserFactory(), today=TODAY)
    with pytest.raises(AlreadyEnding):
        ending_of(transfer, MAY)


def test_the_database_holds_the_ending_within_an_accepted_transfer(small_city):
    transfer = moved(small_city)
    for month, side in ((Month(2021, 10), transfer.to_department), (JULY, small_city.provider)):
        with pytest.raises(IntegrityError, match="transfer_ending_within_accepted"), transaction.atomic():
            TransferEnding.objects.create(transfer=transfer, from_month=month, proposed_for=side)
    accept_transfer_ending(ending=ending_of(transfer), by=UserFactory(), today=TODAY)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        TransferEnding.objects.update(from_month=MAY)
    with pytest.raises(IntegrityError, match="transfer_ending_one_per_transfer"), transaction.atomic():
        TransferEnding.objects.create(transfer=transfer, from_month=JULY)


def test_a_transfer_does_not_end_in_a_closed_month(small_city, monkeypatch):
    ending = ending_of(moved(small_city), JULY)
    source = staticmethod(lambda ids: [(small_city.leisure.pk, JULY)])
    monkeypatch.setattr(closed_months._Register, "source", source)
    with pytest.raises(TouchesClosedMonth, match="Juli 2021 är stängd för Fritidsförvaltningen"):
        accept_transfer_ending(ending=ending, by=UserFactory(), today=TODAY)


def test_places_that_were_given_on_are_not_given_back_twice(small_city):
    """12 + 2 = 14 and 13 of them are given on: giving 2 back would leave 12 − 13 = −1."""
    transfer = moved(small_city)
    moved(small_city, number=13, giver=small_city.environment, receiver=small_city.provider)
    with pytest.raises(ReceiverBelowZero, match="Miljöförvaltningen har själv lämnat platserna vidare"):
        ending_of(transfer)


@pytest.mark.django_db(transaction=True)
def test_an_ending_and_a_transfer_onwards_at_once_never_take_the_receiver_below_zero(small_city):
    """14 of the receiver's 14 are given on while 2 of them go back: one of the two is refused."""
    ending = ending_of(moved(small_city))
    onwards = propose_transfer(
        giver=small_city.environment, receiver=small_city.provider, number=14, first_month=JULY, last_month=SEPTEMBER,
        by=UserFactory(), today=TODAY,
    )  # fmt: skip
    outcomes = at_once(
        partial(accept_transfer_ending, ending=ending, by=UserFactory(), today=TODAY),
        partial(accept_transfer, transfer=onwards, by=UserFactory(), today=TODAY),
    )
    refused = [type(one) for one in outcomes if isinstance(one, Exception)]
    assert refused in ([ReceiverBelowZero], [TransferTooLarge])
    rows = effective_targets(model_year=small_city.model_year, months=[JULY])
    effective = rows[small_city.environment.pk, JULY].effective
    assert effective.base + effective.transfers_in - effective.transfers_out >= 0


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_end_it_once(small_city):
    ending = ending_of(moved(small_city))
    outcomes = at_once(
        partial(accept_transfer_ending, ending=ending, by=UserFactory(), today=TODAY),
        partial(decline_transfer_ending, ending=ending, by=UserFactory(), reason="Nej.", today=TODAY),
    )
    assert sum(isinstance(one, AlreadySettled) for one in outcomes) == 1
