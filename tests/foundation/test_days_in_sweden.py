"""Which day it is and was, by the clock in Sweden: an hour or two each night it is another day in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from billing.models import Invoice, Reconciliation
from billing.operations.months.refusals import MonthIsClosed
from billing.tables import INVOICE_COLUMNS, invoice_cells
from foundation.periods import HalfYear, Month
from organisation.models import Board, Department, Membership
from tests.organisation.factories import UserFactory

LATE_IN_UTC = datetime(2021, 7, 31, 22, 30, tzinfo=UTC)  # 1 August, half past midnight in Sweden


# One of them has another day than UTC at every hour, so that the hour of the test does not matter.
@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_role_is_in_force_from_its_first_day_to_its_last_by_the_local_day(zone):
    with timezone.override(zone):
        today = timezone.localdate()
        person = UserFactory()
        Membership.objects.create(user=person, role="auditor", department=None, valid_from=today, valid_to=today)
        assert Membership.objects.in_force().filter(user=person).exists()
        Membership.objects.filter(user=person).update(valid_from="2021-01-01", valid_to=today - timedelta(days=1))
        assert not Membership.objects.in_force().filter(user=person).exists()


def test_tables_and_refusals_name_the_day_in_sweden():
    invoice = Invoice(
        number="A-1", board=Board(name="Fritidsnämnden"), half_year=HalfYear(2021, 1), issued_at=LATE_IN_UTC
    )
    cells = dict(
        zip((column.name for column in INVOICE_COLUMNS), invoice_cells(invoice, handed_over=False), strict=True)
    )
    assert cells["issued"] == date(2021, 8, 1)
    closed = Reconciliation(department=Department(name="Fritid"), month=Month(2021, 6), closed_at=LATE_IN_UTC)
    assert "stängdes 2021-08-01" in str(MonthIsClosed(closed))
