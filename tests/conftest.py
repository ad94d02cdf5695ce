"""What many tests start from: a strict client, someone logged in with a role, and a small city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from allocation.models import ModelYear
from organisation.models import Department
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.strict_client import StrictClient

LogIn = Callable[..., StrictClient]


@dataclass(frozen=True)
class SmallCity:
    """Two departments with quotas 19 and 12, the provider with 108, one exempt and one company (2021).

    0.057 × 330 = 18.81 → 19; 0.057 × 205 = 11.685 → 12; 0.057 × 1 900 = 108.3 → 108.
    """

    model_year: ModelYear
    leisure: Department
    environment: Department
    provider: Department
    exempt: Department
    company: Department


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture
def login_as(db: None) -> LogIn:
    """`login_as("asf_administrator")` or `login_as("department_head", department)`: a client; `client.user` is who."""

    def log_in(role: str, department: Department | None = None) -> StrictClient:
        client = StrictClient()
        client.user = UserFactory(role=role, department=department)
        client.force_login(client.user)
        return client

    return log_in


@pytest.fixture
def small_city(db: None) -> SmallCity:
    city = SmallCity(
        model_year=_model_year(),
        leisure=_department("101", "Fritidsförvaltningen", "Fritidsnämnden"),
        environment=_department("102", "Miljöförvaltningen", "Miljönämnden"),
        provider=_department("103", "Arbetsmarknads- och socialförvaltningen", "ASN", provider=True),
        exempt=_department("104", "Överförmyndarförvaltningen", "Överförmyndarnämnden", exempt=True),
        company=_department("105", "Hamnbolaget", "Hamnbolagets styrelse", company=True),
    )
    for department, permanent, everyone in (
        (city.leisure, 330, 400),
        (city.environment, 205, 230),
        (city.provider, 1900, 2150),
        (city.exempt, 39, 44),
    ):
        HeadcountFactory(department=department, date=date(2020, 11, 1), permanent=permanent, all_employees=everyone)
    return city


def _model_year() -> ModelYear:
    """As the database gives it, with months and decimals in their own types."""
    return ModelYear.objects.get(pk=ModelYearFactory().pk)


def _department(code: str, name: str, board: str, **traits: bool) -> Department:
    return DepartmentFactory(code=code, name=name, board__name=board, **traits)
