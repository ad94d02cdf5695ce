"""Everything about one employment that the provider works with: decisions, leave, training, officers, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from placements.decisions import CoveringDecision, Fault, Uncovered, uncovered
from placements.models import (
    CaseOfficerAssignment,
    Employment,
    GrantUse,
    Leave,
    Module,
    RecruitmentNotice,
    SupportDecision,
    Training,
    Wage,
)


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One of the modules; without `training` it has not been offered."""

    module: str
    label: str
    training: int | None = None
    offered_on: date | None = None
    started_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class JobDetails:
    decisions: list[SupportDecision]
    flags: list[str]
    leaves: list[Leave]
    modules: list[ModuleLine]
    officers: list[CaseOfficerAssignment]
    officer: CaseOfficerAssignment | None
    notices: list[RecruitmentNotice]
    wages: list[Wage]
    grant_uses: list[GrantUse]


def job_details(employment: Employment, *, with_costs: bool, today: date) -> JobDetails:
    """For those who see the details of an employment; wages and the grant's use only `with_costs`. Seven queries."""
    decisions = list(employment.decisions.select_related("type").order_by("valid_from"))
    officers = list(
        CaseOfficerAssignment.objects.filter(participant=employment.participant_id)
        .select_related("officer")
        .order_by("-valid_from")
    )
    trainings = {one.module: one for one in employment.trainings.all()}
    return JobDetails(
        decisions=decisions,
        flags=decision_flags(employment, decisions, today=today),
        leaves=list(employment.leaves.order_by("first_day")),
        modules=[_module(value, str(label), trainings.get(value)) for value, label in Module.choices],
        officers=officers,
        officer=next((one for one in officers if is_now(one, today)), None),
        notices=list(employment.notices.select_related("recruitment", "told_by").order_by("-told_on", "-id")),
        wages=list(employment.wages.order_by("-valid_from")) if with_costs else [],
        grant_uses=list(employment.grant_uses.order_by("-on")) if with_costs else [],
    )


def _module(module: str, label: str, one: Training | None) -> ModuleLine:
    if one is None:
        return ModuleLine(module, label)
    return ModuleLine(module, label, one.pk, one.offered_on, one.started_on, one.completed_on)


def is_now(one: CaseOfficerAssignment, today: date) -> bool:
    return one.valid_from <= today and (one.valid_to is None or one.valid_to >= today)


def decision_flags(employment: Employment, decisions: list[SupportDecision], *, today: date) -> list[str]:
    """What is wrong with the decisions, in words. Of an employment without end it is said once one has run out."""
    if not employment.type.needs_decision:
        return []
    covering = [CoveringDecision(one.number, one.type_id, one.valid_from, one.valid_to) for one in decisions]
    found = uncovered(
        type=employment.type_id, employed=(employment.employed_from, employment.employed_to), decisions=covering
    )
    return [_in_words(one) for one in found if one.last is not None or one.first <= today or not decisions]


def _in_words(one: Uncovered) -> str:
    first, last = one.first.isoformat(), one.last.isoformat() if one.last else _("tills vidare")
    words = {
        Fault.NO_DECISION: _("Inget beslut från Arbetsförmedlingen är inskrivet. Anställningen börjar %(first)s."),
        Fault.NOT_COVERED: _("Inget beslut gäller %(first)s–%(last)s."),
        Fault.OTHER_TYPE: _("Beslut %(number)s gäller en annan anställningstyp, %(first)s–%(last)s."),
    }[one.fault]
    return words % {"first": first, "last": last, "number": one.number}
