"""What the database itself refuses about supervisors, decisions, wages, leave, training and case officers, by name."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from placements.models import (
    EmploymentImport,
    GrantUse,
    JobParameters,
    Leave,
    Recruitment,
    RecruitmentNotice,
    Supervisor,
    SupportTerms,
    Training,
)
from tests.placements.factories import EmploymentFactory, EmploymentTypeFactory, ParticipantFactory
from tests.placements.job_factories import (
    CaseOfficerAssignmentFactory,
    SupervisorFactory,
    SupportDecisionFactory,
    WageFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 1)
BEFORE = DAY - timedelta(days=1)


def leave(employment=None, **values):
    return Leave.objects.create(employment=employment or EmploymentFactory(), **{"first_day": DAY, **values})


def training(**values):
    return Training.objects.create(
        **{"employment": EmploymentFactory(), "module": "trade", "offered_on": DAY, **values}
    )


def twice(make, **values):
    make(**values)
    make(**values)


def notice():
    vacancy = Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=DAY)
    one = EmploymentFactory()
    for _time in range(2):
        RecruitmentNotice.objects.create(recruitment=vacancy, employment=one, told_on=DAY)


REFUSED = {
    "supervisor_ends_after_start": lambda: SupervisorFactory(active_from=DAY, active_to=BEFORE),
    "supervisor_has_key_and_name": lambda: SupervisorFactory(name=""),
    "support_decision_ends_after_start": lambda: SupportDecisionFactory(valid_from=DAY, valid_to=BEFORE),
    "support_decision_share_within_limits": lambda: SupportDecisionFactory(share=Decimal("2.6")),
    "support_decision_once_per_number": lambda: _twice_decided("AF-1", date(2022, 2, 1)),
    "support_decisions_do_not_overlap": lambda: _twice_decided("AF-2", date(2022, 1, 10)),
    "support_terms_once_per_day": lambda: twice(
        SupportTerms.objects.create, type=EmploymentTypeFactory(), valid_from=DAY
    ),
    "support_terms_share_within_limits": lambda: SupportTerms.objects.create(
        type=EmploymentTypeFactory(), valid_from=DAY, share=Decimal("2.6")
    ),
    "wage_once_per_day": lambda: twice(WageFactory, employment=EmploymentFactory()),
    "wage_is_paid": lambda: WageFactory(monthly=0),
    "grant_use_is_an_amount": lambda: GrantUse.objects.create(
        employment=EmploymentFactory(), on=DAY, purpose="skills", amount=0
    ),
    "leave_ends_after_start": lambda: leave(last_day=BEFORE),
    "leaves_do_not_overlap": lambda: twice(leave, employment=EmploymentFactory()),
    "training_once_per_module": lambda: twice(training, employment=EmploymentFactory()),
    "training_days_in_order": lambda: training(completed_on=DAY),
    "case_officer_ends_after_start": lambda: CaseOfficerAssignmentFactory(valid_from=DAY, valid_to=BEFORE),
    "case_officer_one_at_a_time": lambda: twice(
        CaseOfficerAssignmentFactory, participant=EmploymentFactory().participant
    ),
    "recruitment_told_once": notice,
    "job_parameters_shares_are_shares": lambda: JobParameters.objects.create(
        valid_from=DAY, payroll_overhead=Decimal("40.15")
    ),
    "job_parameters_no_negative_amounts": lambda: JobParameters.objects.create(valid_from=DAY, grant_first=-1),
    "job_parameters_standard_wage_is_paid": lambda: JobParameters.objects.create(valid_from=DAY, standard_wage=0),
}  # fmt: skip


def _twice_decided(number, first_day):
    """The first decision is AF-1, to 10 January 2022."""
    one = SupportDecisionFactory(number="AF-1")
    SupportDecisionFactory(employment=one.employment, number=number, valid_from=first_day, valid_to=date(2022, 3, 1))


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


def test_periods_that_only_touch_are_two_periods():
    one = SupportDecisionFactory(valid_to=date(2021, 6, 30))
    SupportDecisionFactory(employment=one.employment, valid_from=date(2021, 7, 1))
    before = CaseOfficerAssignmentFactory(valid_to=BEFORE)
    CaseOfficerAssignmentFactory(participant=before.participant, valid_from=DAY)
    assert one.employment.decisions.count() == 2


def test_a_supervisor_is_active_from_the_first_to_the_last_day():
    SupervisorFactory(active_from=DAY, active_to=DAY)
    assert [Supervisor.objects.active(DAY + timedelta(days=n)).count() for n in (-1, 0, 1)] == [0, 1, 0]


@pytest.mark.parametrize("state", ["accepted", "cancelled", "undone"])
def test_a_settled_import_is_changed_only_by_being_undone(state):
    undone_at = f"{DAY} 12:00+00" if state == "undone" else None
    one = EmploymentImport.objects.create(
        file_name="a.csv", sha256="0" * 64, rows=b"", row_count=1, state=state, settled_at=f"{DAY} 12:00+00",
        undone_at=undone_at,
    )  # fmt: skip
    for act in (lambda: EmploymentImport.objects.filter(pk=one.pk).update(row_count=2), one.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()
    if state == "accepted":
        EmploymentImport.objects.filter(pk=one.pk).update(state="undone", undone_at=f"{DAY} 13:00+00")


def test_an_import_is_undone_at_a_time():
    with pytest.raises(IntegrityError, match="employment_import_undone_has_time"), transaction.atomic():
        EmploymentImport.objects.create(
            file_name="a", sha256="0", rows=b"", row_count=1, state="undone", settled_at=f"{DAY} 12:00+00"
        )


@pytest.mark.parametrize("key", ["199001019802", "900101-9802", "9001019802", "19900101+9802"])
@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (ParticipantFactory, "participant_key_is_no_identity_number"),
        (EmploymentFactory, "employment_key_is_no_identity_number"),
    ],
)
def test_an_identity_number_is_no_key(factory, name, key):
    with pytest.raises(IntegrityError, match=name):
        factory(key=key)
