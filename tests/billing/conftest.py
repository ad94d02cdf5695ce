"""The register example as a city, and half-years that are closed or invoiced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from billing.models import Invoice, ParkedLine, Reconciliation
from billing.operations import months
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from placements.models import Placement
from tests.billing.city import APRIL, ASKED, FIRST_HALF, TODAY, City, build_city, place
from tests.organisation.factories import UserFactory


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def closed_city(city: City) -> City:
    """January to June are closed: 37 500 kr and 22 500 kr may be claimed."""
    close_months(months=FIRST_HALF.months, by=None)
    return city


@pytest.fixture
def no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to be worked on stays where it is."""
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)


@dataclass
class Invoices:
    leisure: Invoice  # 37 500 kr
    environment: Invoice  # 22 500 kr


@pytest.fixture
def invoices(closed_city: City, quick_documents: None) -> Invoices:
    """The half-year is invoiced, with documents."""
    issue_now(half_year=FIRST_HALF, today=TODAY)
    leisure, environment = Invoice.objects.order_by("sequence")
    return Invoices(leisure, environment)


@pytest.fixture
def quick_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents as a few bytes: what the real ones look like is tested where they are made."""
    monkeypatch.setattr("billing.documents.render_pdf", lambda **kwargs: b"%PDF- " + kwargs["title"].encode())


# A disputed line: what the department says of it, and what becomes of it


@pytest.fixture
def asf(db: None):
    return UserFactory(role="asf_administrator")


@pytest.fixture
def hr(city):
    return UserFactory(role="department_hr", department=city.leisure)


@pytest.fixture
def april(city, asf):
    """Person 99 stopped the day before the counting day, says the register: listed, not counted."""
    place(city.leisure, date(2021, 1, 1), date(2021, 4, 29), number=99)
    [row] = months.open_month(month=APRIL, by=asf, departments=[city.leisure])
    return months.propose_month(reconciliation=row, by=asf, deadline=date(2021, 5, 14), today=ASKED)


@pytest.fixture
def disputed(april, hr):
    placement = Placement.objects.get(employment__key="E0099")
    months.object_to(reconciliation=april, placement=placement, figure=1, text="Slutade den 30 april.", by=hr)
    return Reconciliation.objects.get(pk=april.pk)


@pytest.fixture
def parked(disputed, asf, hr):
    months.confirm_rest(reconciliation=disputed, by=hr)
    months.park_and_close(reconciliation=disputed, deadline=date(2021, 6, 14), by=asf, today=date(2021, 5, 12))
    return ParkedLine.objects.get()
