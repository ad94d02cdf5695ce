"""A changed organisation touches no closed month and leaves no signed transfer with one side."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from agreements.closed_months import TouchesClosedMonth
from agreements.hindrances import BoardStandsForMonths, TransfersGoOn
from agreements.operations import draft_agreement
from agreements.queries import effective_targets
from billing.operations.months import close_months
from billing.queries.claims import computed_claims
from billing.queries.figures import figures
from foundation.periods import HalfYear, Month
from organisation.models import Department
from organisation.operations.departments import change_department, close_department, end_exemption, exempt
from organisation.operations.reorganising import Part, reorganise, undo_reorganisation
from tests.agreements.factories import AgreementFactory, AgreementVersionFactory, QuotaTransferFactory
from tests.organisation.factories import BoardFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
HALF = HalfYear(2021, 1)
FEBRUARY, MARCH, APRIL, DECEMBER = (Month(2021, number) for number in (2, 3, 4, 12))


@pytest.fixture
def closed(small_city):
    """January to March are closed."""
    close_months(months=[Month(2021, 1), FEBRUARY, MARCH], by=None)
    return small_city


def targets_of(city, department, *months):
    found = effective_targets(model_year=city.model_year, months=months)
    return [found[department.pk, month].target if (department.pk, month) in found else None for month in months]


@pytest.mark.parametrize(
    "act",
    [
        lambda city: exempt(department=city.leisure, first_month=MARCH, last_month=None, reason="KF"),
        lambda city: close_department(department=city.leisure, last_month=FEBRUARY),
        lambda city: reorganise(
            predecessor=city.leisure,
            parts=[Part(city.environment, Decimal("0.5"))],
            first_month=MARCH,
            decision="KF",
            closes=False,
        ),
    ],
    ids=["exempted", "closed", "parted"],
)
def test_closed_months_hinder(closed, act):
    with pytest.raises(TouchesClosedMonth, match="Mars 2021 är stängd"):
        act(closed)


def test_the_board_that_stands_for_closed_months_is_not_changed_and_the_department_is_succeeded(closed, login_as):
    """Fritidsnämnden owes January to March; Kulturnämnden has the same people from April: 19 again."""
    other, own = BoardFactory(name="Kulturnämnden"), closed.leisure.board
    with pytest.raises(BoardStandsForMonths, match="stängda månader till och med mars 2021, som Fritidsnämnden"):
        change_department(department=closed.leisure, name="Fritid", board=other)
    assert change_department(department=closed.leisure, name="Fritid", board=own).name == "Fritid"
    values = {"name": "Fritid", "board": other.pk}
    page = login_as("system_administrator").post(f"/departments/{closed.leisure.pk}/details/", values)
    assert page.status_code == 422 and "Nämnden byts därför inte här." in page.text
    with pytest.raises(IntegrityError, match="department_board_stands_for_closed_months"), transaction.atomic():
        Department.objects.filter(pk=closed.leisure.pk).update(board=other)
    new = DepartmentFactory(code="141", name="Fritidsförvaltningen (ny)", board=other, first_month=APRIL)
    parts = [Part(new, Decimal(1))]
    reorganise(predecessor=closed.leisure, parts=parts, first_month=APRIL, decision="KF § 9", closes=True)
    assert targets_of(closed, new, MARCH, APRIL) == [None, 19]
    boards = {claim.board: [row.month for row in claim.months] for claim in computed_claims(half_year=HALF)}
    assert boards[own] == [Month(2021, 1), FEBRUARY, MARCH] and boards[other] == []


def test_the_board_of_a_department_without_closed_months_is_changed(small_city):
    other = BoardFactory(name="Kulturnämnden")
    assert change_department(department=small_city.leisure, name="Fritid", board=other).board == other


def test_from_the_first_open_month_on_nothing_hinders_and_the_closed_months_stand(closed):
    """Leisure is exempt from April: 19 in March, none in April; its closed months are as they were."""
    before = [row for row in figures(first=Month(2021, 1), last=MARCH) if row.department == closed.leisure]
    made = exempt(department=closed.leisure, first_month=APRIL, last_month=None, reason="KF § 8")
    assert targets_of(closed, closed.leisure, MARCH, APRIL) == [19, None]
    after = [row for row in figures(first=Month(2021, 1), last=APRIL) if row.department == closed.leisure]
    assert after == before
    assert end_exemption(exemption=made, last_month=Month(2021, 6)).last_month == Month(2021, 6)


def test_a_reorganisation_moves_the_target_of_open_months_only(closed):
    """From April environment has 205 + 165 = 370: 0.057 × 370 = 21.09 → 21, and leisure 165: 9.405 → 9."""
    parts = [Part(closed.environment, Decimal("0.5"))]
    reorganise(predecessor=closed.leisure, parts=parts, first_month=APRIL, decision="KF § 7", closes=False)
    assert targets_of(closed, closed.environment, MARCH, APRIL) == [12, 21]
    assert targets_of(closed, closed.leisure, MARCH, APRIL) == [19, 9]
    close_months(months=[APRIL], by=None)
    with pytest.raises(TouchesClosedMonth):
        undo_reorganisation(predecessor=closed.leisure, first_month=APRIL)


def test_a_signed_transfer_hinders_that_one_of_its_sides_loses_its_quota(small_city):
    QuotaTransferFactory(
        from_department=small_city.leisure, to_department=small_city.environment, number=2, first_month=APRIL,
        last_month=Month(2021, 6), signed=True,
    )  # fmt: skip
    with pytest.raises(TransfersGoOn, match="överföring av 2 platser från och med april 2021"):
        close_department(department=small_city.environment, last_month=Month(2021, 5))
    with pytest.raises(TransfersGoOn):
        exempt(department=small_city.leisure, first_month=Month(2021, 6), last_month=None, reason="KF")
    exempt(department=small_city.leisure, first_month=MARCH, last_month=MARCH, reason="KF")
    close_department(department=small_city.environment, last_month=Month(2021, 6))


def test_a_signed_target_ends_with_its_department(small_city):
    agreement = AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    AgreementVersionFactory(agreement=agreement, target=25, signed=True)
    close_department(department=small_city.leisure, last_month=Month(2021, 6))
    assert targets_of(small_city, small_city.leisure, Month(2021, 6), Month(2021, 7)) == [25, None]


def test_a_draft_runs_over_the_months_in_which_the_department_has_a_quota(small_city):
    """The successor exists from July: 0.057 × 330 = 18.81 → 19 from then on."""
    heir = DepartmentFactory(first_month=Month(2021, 7))
    reorganise(
        predecessor=small_city.leisure, parts=[Part(heir, Decimal(1))], first_month=Month(2021, 7), decision="KF § 7",
        closes=True,
    )  # fmt: skip
    drafts = [
        draft_agreement(department=one, model_year=small_city.model_year, by=UserFactory())
        for one in (type(heir).objects.get(pk=small_city.leisure.pk), heir)
    ]
    assert [(one.valid_from, one.valid_to, one.target) for one in drafts] == [
        (Month(2021, 1), Month(2021, 6), 19),
        (Month(2021, 7), DECEMBER, 19),
    ]
