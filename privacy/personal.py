"""Every table that hangs on a person, and what becomes of it when the person's time is out (DOMAIN.md 10).

A person becomes anonymous where the rows stand: sex, type, host, the days that count and outcome stay, so that every
figure stays; who it was goes, and who led and looked after the person, what the work was called, what was taught. A
test refuses a table or a text that hangs on a participant and stands in neither list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, Func, Model, Value
from django.db.models.functions import Cast, Concat, Replace

from placements.anonymous import ANONYMOUS
from placements.models import (
    Booking,
    CaseOfficerAssignment,
    Employment,
    GrantUse,
    Leave,
    Participant,
    Placement,
    RecruitmentNotice,
    SupportDecision,
    Training,
    Wage,
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """`person`: the lookup that leads to the participant's id. `blank`: field → what stands there afterwards.

    `kept`: texts that say nothing of who it is, and stay. `delete`: the row itself goes.
    """

    person: str
    blank: Mapping[str, Any] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    delete: bool = False


def _new_key() -> Any:
    """A key that nobody has seen before, made by the database for each row."""
    random = Cast(Func(function="gen_random_uuid"), CharField())
    return Concat(Value(ANONYMOUS), Replace(random, Value("-"), Value("")), output_field=CharField())


# In the order in which the extract shows them.
TREATMENTS: dict[type[Model], Treatment] = {
    Participant: Treatment(
        "pk",
        blank={
            "key": _new_key(),
            "name": "",
            "identity_number": None,
            "identity_hash": None,
            "is_protected": False,
        },
    ),
    Employment: Treatment("participant_id", blank={"key": _new_key()}, kept=frozenset({"end_cause"})),
    Placement: Treatment(
        "employment__participant_id",
        blank={"job_title": "", "supervisor": None, "onboarding_on": None, "responsibility_on": None},
    ),
    Booking: Treatment(
        "participant_id", blank={"presentation": "", "note": "", "proposed_by": None, "answered_by": None}
    ),
    CaseOfficerAssignment: Treatment("participant_id", delete=True),
    Leave: Treatment("employment__participant_id", delete=True),
    Training: Treatment("employment__participant_id", delete=True),
    SupportDecision: Treatment("employment__participant_id", blank={"number": _new_key()}),
    Wage: Treatment("employment__participant_id"),
    GrantUse: Treatment("employment__participant_id", blank={"text": ""}),
    RecruitmentNotice: Treatment("employment__participant_id", delete=True),
}

# Tables that hang on a person and are left as they are, and why.
LEFT: dict[str, str] = {
    "billing.ReconciliationLine": "a closed month never changes; it has keys, which lead to nobody afterwards",
    "billing.Objection": "frozen with its month; the form asks for no names",
    "billing.ParkedLine": "a disputed number of a closed month, which never changes; it has no text",
    "billing.ParkedSettlement": "the answer to an objection of a closed month; the form asks for no names",
    "privacy.LegalHold": "why a person was kept is part of the log; nobody is made anonymous while one is live",
}

# How each of these leads to the participant's id.
LEFT_PATHS: dict[str, str] = {
    "billing.ReconciliationLine": "placement__employment__participant_id",
    "billing.Objection": "placement__employment__participant_id",
    "billing.ParkedLine": "placement__employment__participant_id",
    "billing.ParkedSettlement": "parked__placement__employment__participant_id",
    "privacy.LegalHold": "participant_id",
}


def model_of(label: str) -> type[Model]:
    return apps.get_model(label)
