"""What is written on one employment of tests/whole_city.py: a decision, leave, a module, a supervisor, a vacancy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from organisation.models import User
from placements.models import Leave, Placement, Recruitment, Training
from placements.operations.employment_files import keep_file
from tests.placements.job_factories import SupervisorFactory, SupportDecisionFactory


def jobs_of(known: Placement, *, by: User, today: date) -> dict[str, dict[str, Any]]:
    """What is written on one employment: a decision, leave, a module, a supervisor."""
    keep_file(content=b"Anst;Namn\nA1;B", name="hr.csv", by=by, now=timezone.now())  # its columns are to be matched
    one = known.employment
    supervisor = SupervisorFactory(department=known.department)
    Placement.objects.filter(pk=known.pk).update(supervisor=supervisor)
    leave = Leave.objects.create(employment=one, first_day=one.employed_from, last_day=one.employed_from)
    training = Training.objects.create(employment=one, module="trade", offered_on=one.employed_from)
    return {
        "supervisor": {"pk": supervisor.pk},
        "recruitment": {"pk": Recruitment.objects.create(job_title="Kock", employer="Staden", apply_by=today).pk},
        "employment_type": {"pk": one.type_id},
        "support_decision": {"pk": SupportDecisionFactory(employment=one).pk},
        "leave": {"pk": leave.pk},
        "training": {"pk": training.pk},
    }
