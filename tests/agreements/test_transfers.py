"""Places move between departments: never below zero, once, and two that fit alone may not fit together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError

from agreements.models import QuotaTransfer, TransferNotice
from agreements.operations import (
    AlreadySettled,
    NotBetweenQuotas,
    OutsideModelYear,
    TransferTooLarge,
    accept_transfer,
    decline_transfer,
    note_transfer,
    propose_transfer,
    withdraw_transfer,
)
from agreements.operations.transfers import AlreadyNoted, NoModelYearThen, NotAccepted, SamePersonForBoth
from agreements.queries import effective_targets
from foundation.periods import Month
from organisation.operations.reorganising import Part, reorganise
from tests.agreements.signing import TODAY
from tests.agreements.test_signing import in_threads
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
MARCH, MAY = Month(2021, 3), Month(2021, 5)


def propose(city, *, number: int, first: Month = MARCH, last: Month | None = None, giver=None) -> QuotaTransfer:
    return propose_transfer(
        giver=giver or city.leisure,
        receiver=city.environment,
        number=number,
        first_month=first,
        last_month=last,
        by=UserFactory(),
        today=TODAY,
    )


def targets(city, month: Month) -> tuple[int, int]:
    rows = effective_targets(model_year=city.model_year, months=[month])
    return rows[city.leisure.pk, month].target, rows[city.environment.pk, month].target


def test_a_signed_transfer_moves_whole_months_and_leaves_the_citys_sum(small_city):
    """19 − 2 = 17 and 12 + 2 = 14 from March to May; 31 in all, before and after."""
    transfer = propose(small_city, number=2, last=MAY)
    assert targets(small_city, MARCH) == (19, 12)
    accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    assert targets(small_city, MARCH) == targets(small_city, MAY) == (17, 14)
    assert targets(small_city, Month(2021, 2)) == targets(small_city, Month(2021, 6)) == (19, 12)


def test_the_giver_never_falls_below_zero(small_city):
    propose(small_city, number=19, first=Month(2021, 6))
    with pytest.raises(TransferTooLarge, match="färre än 20 platser kvar att lämna i mars 2021"):
        propose(small_city, number=20)


def test_proposals_that_fit_alone_are_checked_again_when_they_are_signed(small_city):
    """12 + 12 > 19."""
    first, second = propose(small_city, number=12), propose(small_city, number=12, first=MAY)
    accept_transfer(transfer=first, by=UserFactory(), today=TODAY)
    with pytest.raises(TransferTooLarge, match="maj 2021"):
        accept_transfer(transfer=second, by=UserFactory(), today=TODAY)


def test_a_signed_transfer_is_neither_signed_again_nor_withdrawn_nor_changed(small_city):
    transfer = propose(small_city, number=2)
    accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(AlreadySettled):
        accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(AlreadySettled):
        withdraw_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        QuotaTransfer.objects.update(number=1)


def test_nobody_accepts_what_they_have_proposed_themselves(small_city):
    transfer = propose(small_city, number=2)
    with pytest.raises(SamePersonForBoth):
        accept_transfer(transfer=transfer, by=transfer.proposed_by, today=TODAY)
    with pytest.raises(SamePersonForBoth):
        decline_transfer(transfer=transfer, by=transfer.proposed_by, reason="Nej.", today=TODAY)
    with pytest.raises(IntegrityError, match="transfer_nobody_acts_for_both"), transaction.atomic():
        QuotaTransfer.objects.update(answered_by=transfer.proposed_by)


def test_a_declined_transfer_moves_nothing_says_why_and_can_be_proposed_anew(small_city):
    declined = decline_transfer(transfer=propose(small_city, number=2), by=UserFactory(), reason="Inga.", today=TODAY)
    assert (declined.state, declined.decline_reason) == ("declined", "Inga.")
    assert targets(small_city, MARCH) == (19, 12)
    with pytest.raises(AlreadySettled):
        accept_transfer(transfer=declined, by=UserFactory(), today=TODAY)
    accept_transfer(transfer=propose(small_city, number=3), by=UserFactory(), today=TODAY)
    assert targets(small_city, MARCH) == (16, 15)


def test_an_accepted_transfer_is_noted_by_asf_once(small_city):
    transfer = propose(small_city, number=2)
    with pytest.raises(NotAccepted):
        note_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    note_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(AlreadyNoted):
        note_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        TransferNotice.objects.update(noted_on=TODAY)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"signed_on": TODAY, "withdrawn_on": TODAY}, "transfer_settled_once"),
        ({"declined_on": TODAY}, "transfer_declined_has_reason"),
        ({"number": 0}, "transfer_of_something"),
        ({"last_month": Month(2021, 2)}, "transfer_ends_after_start"),
    ],
)
def test_the_database_holds_what_a_proposal_is(small_city, values, constraint):
    propose(small_city, number=2)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        QuotaTransfer.objects.update(**values)


def test_a_third_department_proposes_nothing_between_two(small_city):
    propose(small_city, number=2)
    with pytest.raises(IntegrityError, match="transfer_proposed_by_one_of_two"), transaction.atomic():
        QuotaTransfer.objects.update(proposed_for=small_city.provider)
    with pytest.raises(IntegrityError, match="transfer_once_per_start"), transaction.atomic():
        propose(small_city, number=1)


def test_a_proposal_can_be_withdrawn(small_city):
    transfer = propose(small_city, number=2)
    withdraw_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    assert QuotaTransfer.objects.get().state == "withdrawn"
    assert targets(small_city, MARCH) == (19, 12)
    with pytest.raises(AlreadySettled):
        withdraw_transfer(transfer=transfer, by=UserFactory(), today=TODAY)


def test_only_departments_with_quota_and_months_of_a_decided_year(small_city):
    with pytest.raises(NotBetweenQuotas, match="Överförmyndarförvaltningen"):
        propose(small_city, number=1, giver=small_city.exempt)
    with pytest.raises(NoModelYearThen, match="januari 2022"):
        propose(small_city, number=1, first=Month(2022, 1))
    with pytest.raises(OutsideModelYear):
        propose(small_city, number=1, last=Month(2022, 1))


def test_every_month_of_a_transfer_is_looked_at_when_the_quota_changes(small_city):
    """19 to August; half the staff leaves in September: 165 × 5.7 % = 9.405 → 9, which cannot give 12."""
    parts = [Part(small_city.environment, Decimal("0.5"))]
    reorganise(predecessor=small_city.leisure, parts=parts, first_month=Month(2021, 9), decision="KF § 7", closes=False)
    with pytest.raises(TransferTooLarge, match="september 2021"):
        propose(small_city, number=12)
    assert propose(small_city, number=12, last=Month(2021, 8)).pk


@pytest.mark.django_db(transaction=True)
def test_two_transfers_signed_at_once_do_not_take_the_giver_below_zero(small_city):
    """12 + 12 > 19: one of the two is refused."""
    first, second = propose(small_city, number=12), propose(small_city, number=12, first=MAY)
    by = UserFactory()
    outcomes = in_threads(
        lambda: accept_transfer(transfer=first, by=by, today=TODAY),
        lambda: accept_transfer(transfer=second, by=by, today=TODAY),
    )
    assert outcomes.count(TransferTooLarge) == 1
    assert QuotaTransfer.objects.signed().count() == 1
