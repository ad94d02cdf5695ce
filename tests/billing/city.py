"""The register example as rows in the database: two departments, the provider and an exempt board, first half of 2021.

Fritidsförvaltningen owes 4 + 1 + 0 = 5 months of 7 500 kr = 37 500 kr, Miljöförvaltningen 0 + 2 + 1 = 3 = 22 500 kr.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.models import AgreementVersion
from allocation.models import ModelYear
from foundation.periods import HalfYear, Month
from organisation.models import Department
from placements.models import Employment, EmploymentType, Participant, Placement
from tests.agreements.factories import AgreementFactory, AgreementVersionFactory
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.billing.presences import A, register_example
from tests.organisation.factories import BoardFactory, DepartmentFactory

FIRST_HALF = HalfYear(2021, 1)
TODAY = date(2021, 8, 1)
ASKED = date(2021, 5, 3)  # the day that April is put before the department, which has seven days at least
JANUARY, APRIL, MAY, JUNE = Month(2021, 1), Month(2021, 4), Month(2021, 5), Month(2021, 6)


@dataclass
class City:
    year: ModelYear
    leisure: Department  # 101
    environment: Department  # 102
    provider: Department  # 103
    exempt: Department  # 104


def build_city() -> City:
    year = ModelYearFactory()
    leisure = _department("101", "Fritidsförvaltningen", "Fritidsnämnden")
    environment = _department("102", "Miljöförvaltningen", "Miljönämnden")
    provider = _department(
        "103", "Arbetsmarknads- och socialförvaltningen", "Arbetsmarknads- och socialnämnden", kind="provider"
    )
    exempt = _department("104", "Överförmyndarförvaltningen", "Överförmyndarnämnden", exempt=True)
    for department, permanent in ((leisure, 330), (environment, 205), (provider, 1900), (exempt, 39)):
        HeadcountFactory(department=department, permanent=permanent, all_employees=permanent + 70)
    agree(leisure, year, 19)
    agree(environment, year, 12)
    place_all({A: leisure}, environment)
    return City(year, leisure, environment, provider, exempt)


def _department(code: str, name: str, board: str, **kwargs: str | bool) -> Department:
    return DepartmentFactory(code=code, name=name, board=BoardFactory(name=board), **kwargs)


def agree(department: Department, year: ModelYear, target: int, **kwargs: object) -> AgreementVersion:
    agreement = AgreementFactory(department=department, model_year=year)
    return AgreementVersionFactory(agreement=agreement, target=target, formula_quota=target, signed=True, **kwargs)


def place_all(known: dict[int, Department], other: Department) -> None:
    for one in register_example():
        place(known.get(one.department, other), one.employed_from, one.employed_to, number=one.placement_id)


def place(department: Department, start: date, end: date | None = None, *, number: int) -> Placement:
    """One person, employed and placed on the same days."""
    kind, _made = EmploymentType.objects.get_or_create(code="extratjanst", defaults={"name": "Extratjänst"})
    person = Participant.objects.create(key=f"P{number:04d}", sex="woman" if number % 2 else "man")
    employment = Employment.objects.create(
        key=f"E{number:04d}", participant=person, type=kind, employed_from=start, employed_to=end
    )
    return Placement.objects.create(employment=employment, department=department, placed_from=start, placed_to=end)


def end_early(number: int, on: date) -> None:
    """The register is changed afterwards: this employment ended on that day."""
    Employment.objects.filter(key=f"E{number:04d}").update(employed_to=on)
    Placement.objects.filter(employment__key=f"E{number:04d}").update(placed_to=on)
