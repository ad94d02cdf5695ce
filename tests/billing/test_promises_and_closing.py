"""What is promised and what is closed keep off each other, also when two people act at the same moment."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from agreements.closed_months import TouchesClosedMonth
from agreements.models import AgreementVersion, QuotaTransfer
from agreements.operations import accept_transfer, amend, propose_transfer
from agreements.queries import effective_targets
from billing.models import Reconciliation
from billing.operations import months
from billing.operations.months.refusals import TargetMoved
from tests.billing.city import APRIL, ASKED, JUNE, MAY, TODAY, build_city
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

ANSWER_BY = date(2021, 5, 14)


@pytest.fixture
def city(db):
    return build_city()


def transfer_of(city, first=APRIL):
    return propose_transfer(
        giver=city.leisure,
        receiver=city.environment,
        number=2,
        first_month=first,
        last_month=JUNE,
        by=UserFactory(),
        today=ANSWER_BY,
    )


def confirmed_month(city):
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    months.propose_month(reconciliation=row, by=None, deadline=ANSWER_BY, today=ASKED)
    return months.confirm_month(reconciliation=row, by=UserFactory(), today=TODAY)


def test_a_closed_month_is_known_where_the_transfer_is_signed(city):
    transfer = transfer_of(city)
    months.close_months(months=[APRIL], by=None)
    with pytest.raises(TouchesClosedMonth, match="April 2021 är stängd"):
        accept_transfer(transfer=transfer, by=UserFactory(), today=ANSWER_BY)
    version = AgreementVersion.objects.get(agreement__department=city.leisure)
    with pytest.raises(TouchesClosedMonth):
        amend(agreement=version.agreement, valid_from=APRIL, by=UserFactory())
    assert amend(agreement=version.agreement, valid_from=MAY, by=UserFactory()).valid_from == MAY


def test_a_month_confirmed_on_another_target_is_put_forward_anew(city):
    """Confirmed with 19; two places are transferred away before it is closed: 17 now."""
    row = confirmed_month(city)
    accept_transfer(transfer=transfer_of(city), by=UserFactory(), today=ANSWER_BY)
    with pytest.raises(TargetMoved, match=r"målet 19, men .* målet är nu 17"):
        months.close_month(reconciliation=row, by=UserFactory(), today=TODAY)
    outcomes = {one.reconciliation.department_id: one for one in months.close_months(months=[APRIL], by=None)}
    assert "målet är nu 17" in outcomes[city.leisure.pk].why
    assert outcomes[city.environment.pk].outcome == "closed"
    months.propose_month(reconciliation=row, by=None, deadline=ANSWER_BY, today=ASKED)
    months.confirm_month(reconciliation=row, by=UserFactory(), today=TODAY)
    assert months.close_month(reconciliation=row, by=UserFactory(), today=TODAY).target == 17


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_transfer_against_close_of_a_confirmed_month(attempt):
    """Whoever is first wins: never a closed month with 19 beside a transfer that makes it 17."""
    city = build_city()
    row, transfer = confirmed_month(city), transfer_of(city)
    at_once(
        partial(accept_transfer, transfer=transfer, by=UserFactory(), today=ANSWER_BY),
        partial(months.close_month, reconciliation=row, by=UserFactory(), today=TODAY),
    )
    is_signed = QuotaTransfer.objects.signed().exists()
    is_closed = Reconciliation.objects.closed().exists()
    assert is_signed != is_closed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_transfer_against_the_closing_of_everyones_month(attempt):
    """The month is closed either way; with the transfer if that was first, else the transfer is refused."""
    city = build_city()
    transfer = transfer_of(city)
    signed, closed = at_once(
        partial(accept_transfer, transfer=transfer, by=UserFactory(), today=ANSWER_BY),
        partial(months.close_months, months=[APRIL], by=None),
    )
    assert not isinstance(closed, Exception)
    expected = (19, 12) if isinstance(signed, TouchesClosedMonth) else (17, 14)
    frozen = dict(Reconciliation.objects.closed().values_list("department_id", "target"))
    assert (frozen[city.leisure.pk], frozen[city.environment.pk]) == expected
    now = effective_targets(model_year=city.year, months=[APRIL])
    assert (now[city.leisure.pk, APRIL].target, now[city.environment.pk, APRIL].target) == expected
