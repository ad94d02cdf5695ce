"""Rows for the lists: `builder(city, numbers)` makes one row, or one of whatever the list shows, for each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from billing.models import AccountCoding, HandOver
from billing.operations.corrections import find_corrections
from billing.operations.issue_now import issue_now
from billing.operations.months import close_months, open_month, recount
from followup.operations.reports import ask_for_reports
from foundation.access_log import log_access
from foundation.clock import today
from foundation.documents.archive import archive
from foundation.models import Run, RunPiece
from foundation.periods import HalfYear, Month
from organisation.models import Department, User
from organisation.operations.proposals import file_proposal
from placements.models import Recruitment
from placements.operations.bookings import book
from tests.agreements.factories import AgreementFactory, AgreementVersionFactory, QuotaTransferFactory
from tests.allocation.factories import HeadcountFactory
from tests.conftest import SmallCity
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import ParticipantFactory, PlaceFactory, PlacementFactory
from tests.placements.job_factories import CaseOfficerAssignmentFactory, SupervisorFactory

FIRST_HALF = HalfYear(2021, 1)
Numbers = Sequence[int]


def departments(city: SmallCity, numbers: Numbers) -> list[Department]:
    """Each with its board and counted staff: a quota of 19."""
    made = [DepartmentFactory(code=f"R{n:03d}", name=f"Förvaltning R{n}") for n in numbers]
    for one in made:
        HeadcountFactory(department=one)
    return made


def agreements(city: SmallCity, numbers: Numbers) -> None:
    for department in departments(city, numbers):
        agreement = AgreementFactory(department=department, model_year=city.model_year)
        AgreementVersionFactory(agreement=agreement, signed=True)


def transfers(city: SmallCity, numbers: Numbers) -> None:
    for department in departments(city, numbers):
        QuotaTransferFactory(from_department=city.leisure, to_department=department)


def employments(city: SmallCity, numbers: Numbers) -> None:
    for number in numbers:
        person = ParticipantFactory(is_protected=number % 5 == 0)
        PlacementFactory(department=city.leisure, employment__participant=person)


def ending(city: SmallCity, numbers: Numbers) -> None:
    """Some end within the days that the list shows, each with a case officer and a vacancy to be told of."""
    soon = today() + timedelta(days=20)
    officer = User.objects.filter(username="ends").first() or UserFactory(role="case_officer", username="ends")
    for _number in numbers:
        one = PlacementFactory(department=city.leisure, employment__employed_to=soon)
        CaseOfficerAssignmentFactory(participant=one.employment.participant, officer=officer)
        Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=soon)


def supervisors(city: SmallCity, numbers: Numbers) -> None:
    for _number in numbers:
        supervisor = SupervisorFactory(department=city.leisure)
        PlacementFactory(department=city.leisure, supervisor=supervisor)


def places(city: SmallCity, numbers: Numbers) -> None:
    for _number in numbers:
        PlaceFactory(department=city.leisure)


def bookings(city: SmallCity, numbers: Numbers) -> None:
    """Each at a place of its own, and one place with them all."""
    day = today()
    for number in numbers:
        place = PlaceFactory(department=city.leisure, state="approved")
        person = ParticipantFactory(is_protected=number % 5 == 0)
        book(
            place=place, participant=person, period=(max(day, place.available_from), None), working_share=100,
            presentation="", by=None, today=day,
        )  # fmt: skip


def months(city: SmallCity, numbers: Numbers) -> None:
    """A department with someone placed and six closed months."""
    for department in departments(city, numbers):
        PlacementFactory(department=department)
    close_months(months=FIRST_HALF.months, by=None)


def month_lines(city: SmallCity, numbers: Numbers) -> None:
    employments(city, numbers)
    recount(reconciliation=open_month(month=Month(2021, 3), by=None, departments=[city.leisure])[0])


def invoices(city: SmallCity, numbers: Numbers) -> None:
    months(city, numbers)
    issue_now(half_year=FIRST_HALF, today=date(2021, 8, 9))


def corrections(city: SmallCity, numbers: Numbers) -> None:
    months(city, numbers)
    for department in Department.objects.filter(code__in=[f"R{n:03d}" for n in numbers]):
        PlacementFactory(department=department)
    find_corrections(today=date(2021, 12, 1))


def hand_overs(city: SmallCity, numbers: Numbers) -> None:
    for number in numbers:
        document = archive(kind="ledger", name=f"{number}.csv", content=b"Nummer", media_type="text/csv")
        HandOver.objects.create(form="csv", document=document)


def codings(city: SmallCity, numbers: Numbers) -> None:
    for number, department in zip(numbers, departments(city, numbers), strict=True):
        AccountCoding.objects.create(
            department=department, valid_from=date(2021, 1, 1) + timedelta(days=number), account="4611",
            cost_centre="10", activity_code="610", counterpart="198", reference_code=f"REF{number}",
        )  # fmt: skip


def reports(city: SmallCity, numbers: Numbers) -> None:
    made = departments(city, numbers)
    ask_for_reports(departments=made, month=Month(2021, 3), by=None, today=date(2021, 4, 9))


def pieces(city: SmallCity, numbers: Numbers) -> None:
    run, _made = Run.objects.get_or_create(kind="invoice_documents", title="Fakturor")
    for number in numbers:
        RunPiece.objects.create(run=run, subject_id=number, label=f"Nämnd {number}")


def people(city: SmallCity, numbers: Numbers) -> None:
    for number in numbers:
        UserFactory(role="department_hr" if number % 2 else "finance")


def looks(city: SmallCity, numbers: Numbers) -> None:
    for number in numbers:
        log_access(user=UserFactory(), act="employment_shown", subject=f"E{number}")


def proposals(city: SmallCity, numbers: Numbers) -> None:
    for number in numbers:
        company = DepartmentFactory(company=True)
        file_proposal(
            company=company, places=number + 1, first_month=Month(2021, 5), last_month=None, text="Vaktmästeri",
            by=UserFactory(),
        )  # fmt: skip
