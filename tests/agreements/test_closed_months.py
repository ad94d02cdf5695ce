"""What is promised never touches a closed month, and an amendment never leaves less than was given away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agreements import closed_months
from agreements.closed_months import TouchesClosedMonth
from agreements.operations import (
    accept_transfer,
    amend,
    draft_agreement,
    edit_draft,
    propose_transfer,
    send_for_signing,
)
from agreements.operations.conflicts import LessThanGivenAway
from agreements.operations.signing import sign
from foundation.periods import Month
from tests.agreements.factories import QuotaTransferFactory
from tests.agreements.signing import TERMS, TODAY, people_of, sent, signed
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = Month(2021, 3), Month(2021, 4), Month(2021, 5)


@pytest.fixture
def close(monkeypatch):
    """`close(department, month)`: as the app above would say it."""
    closed = []
    monkeypatch.setattr(
        closed_months._Register, "source", staticmethod(lambda ids: [one for one in closed if one[0] in set(ids)])
    )
    return lambda department, *months: closed.extend((department.pk, month) for month in months)


def propose(city, first, last=None):
    return propose_transfer(
        giver=city.leisure,
        receiver=city.environment,
        number=2,
        first_month=first,
        last_month=last,
        by=UserFactory(),
        today=TODAY,
    )


def test_an_amendment_begins_after_the_closed_months(small_city, close):
    version = signed(small_city)
    close(small_city.leisure, MARCH)
    with pytest.raises(TouchesClosedMonth, match="från och med april 2021"):
        amend(agreement=version.agreement, valid_from=MARCH, by=UserFactory())
    assert amend(agreement=version.agreement, valid_from=APRIL, by=UserFactory()).valid_from == APRIL


def test_a_version_is_not_sent_for_a_month_that_is_closed(small_city, close):
    draft = amend(agreement=signed(small_city).agreement, valid_from=APRIL, by=UserFactory())
    close(small_city.leisure, APRIL)
    with pytest.raises(TouchesClosedMonth, match="April 2021 är stängd för Fritidsförvaltningen"):
        send_for_signing(version=draft, by=UserFactory())


def test_a_month_that_was_closed_while_the_version_was_out_stops_the_signature(small_city, close):
    version, people = sent(small_city), people_of(small_city)
    close(small_city.leisure, Month(2021, 1))
    with pytest.raises(TouchesClosedMonth):
        sign(
            version=version, side="department", by=people.department_head,
            seen_sha256=version.content_sha256, today=TODAY,
        )  # fmt: skip


def test_a_first_draft_that_comes_late_begins_with_the_first_open_month(small_city, close):
    close(small_city.leisure, Month(2021, 1), Month(2021, 2))
    draft = draft_agreement(department=small_city.leisure, model_year=small_city.model_year, by=UserFactory())
    assert draft.valid_from == MARCH


def test_a_transfer_touches_no_closed_month_of_the_giver_or_the_receiver(small_city, close):
    transfer = propose(small_city, MARCH)
    close(small_city.environment, MARCH)
    with pytest.raises(TouchesClosedMonth, match="Mars 2021 är stängd för Miljöförvaltningen"):
        accept_transfer(transfer=transfer, by=UserFactory(), today=TODAY)
    with pytest.raises(TouchesClosedMonth):
        propose(small_city, Month(2021, 2), MARCH)
    close(small_city.leisure, APRIL)
    with pytest.raises(TouchesClosedMonth, match="April 2021 är stängd för Fritidsförvaltningen"):
        propose(small_city, APRIL)
    assert propose(small_city, MAY).first_month == MAY


def test_an_amendment_leaves_no_less_than_is_given_away(small_city):
    """5 are given away from March to May: 4 from April is too few, and from June it is not; 5 is enough."""
    version = signed(small_city)
    QuotaTransferFactory(
        from_department=small_city.leisure, to_department=small_city.environment, number=5, last_month=MAY, signed=True
    )
    draft = amend(agreement=version.agreement, valid_from=APRIL, by=UserFactory())
    too_few = replace(TERMS, target=4, deviation_note="Ombyggnad.", valid_from=APRIL)
    draft = edit_draft(version=draft, values=too_few, by=UserFactory())
    with pytest.raises(LessThanGivenAway, match="april 2021 är lägre"):
        send_for_signing(version=draft, by=UserFactory())
    draft = edit_draft(version=draft, values=replace(too_few, steps={APRIL: 5, MAY: 5}), by=UserFactory())
    assert send_for_signing(version=draft, by=UserFactory()).state == "sent"
