"""The register example as a city, and half-years that are closed or invoiced."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from billing.models import Invoice
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months
from tests.billing.city import FIRST_HALF, TODAY, City, build_city


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def closed_city(city: City) -> City:
    """January to June are closed: 37 500 kr and 22 500 kr may be claimed."""
    close_months(months=FIRST_HALF.months, by=None)
    return city


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
