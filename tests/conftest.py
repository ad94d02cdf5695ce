"""What many tests start from: a strict client, someone logged in with a role, and a small city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from allocation.models import ModelYear
from organisation.models import Department
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.permission_table import READERS
from tests.strict_client import StrictClient
from tests.whole_city import WholeCity, build_whole_city, whole_city_surroundings

# The first draw of a run reads the whole of our code for constants, which takes seconds on a busy machine.
hypothesis_settings.register_profile("overens", suppress_health_check=[HealthCheck.too_slow], deadline=None)
hypothesis_settings.load_profile("overens")

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


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    """A page that was read in another language leaves it on; the next test does not start with it."""
    with override(settings.LANGUAGE_CODE):
        yield


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


@pytest.fixture(scope="module")
def _whole_city_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[WholeCity]:
    """Built once for all tests of a module, in a transaction that is rolled back after the last of them."""
    with whole_city_surroundings(), django_db_blocker.unblock(), transaction.atomic():
        yield build_whole_city()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _sessions(_whole_city_of_module: WholeCity) -> dict[str, str]:
    sessions = {}
    for name, person in READERS.items():
        client = StrictClient()
        client.force_login(_whole_city_of_module.people[person])
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


@pytest.fixture
def clients(whole_city: WholeCity, _sessions: dict[str, str]) -> dict[str, StrictClient]:
    """A client for each reader of tests/permission_table.py, logged in."""
    found = {name: StrictClient() for name in _sessions}
    for name, client in found.items():
        client.cookies[settings.SESSION_COOKIE_NAME] = _sessions[name]
    return found


@pytest.fixture
def whole_city(_whole_city_of_module: WholeCity, db: None) -> WholeCity:
    """tests/whole_city.py, as it was built: what the test does to it is undone."""
    return _whole_city_of_module
