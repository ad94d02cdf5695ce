"""Supervisors and the start of a placement (D1: supervisor, introduction, work-environment responsibility)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.checked import save_checked
from foundation.refusals import Refusal
from organisation.models import Department, User
from placements.models import Placement, Supervisor, SupervisorSupport
from placements.operations.employments import locked


class OfAnotherDepartment(Refusal):
    def __init__(self, supervisor: Supervisor, department: Department) -> None:
        super().__init__(
            _("%(name)s är inte handledare på %(department)s. Välj en handledare där, eller lägg upp en.")
            % {"name": supervisor.name, "department": department.name}
        )


class NotActive(Refusal):
    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(
            _("%(name)s är inte handledare längre, eller inte än. Välj en annan handledare.")
            % {"name": supervisor.name}
        )


class StillSupervising(Refusal):
    def __init__(self, supervisor: Supervisor, number: int) -> None:
        super().__init__(
            ngettext(
                "%(name)s har %(n)s person efter den dagen. Ge den en annan handledare först, "
                "eller välj en senare sista dag.",
                "%(name)s har %(n)s personer efter den dagen. Ge dem en annan handledare först, "
                "eller välj en senare sista dag.",
                number,
            )
            % {"name": supervisor.name, "n": number}
        )


@transaction.atomic
def add_supervisor(
    *, department: Department, name: str, workplace: str, contact: str, active_from: date, key: str = ""
) -> Supervisor:
    """A new supervisor; without `key` it gets the next free one. Raises RowRefused."""
    return save_checked(
        Supervisor(
            key=key or _next_key(),
            department=department,
            name=name,
            workplace=workplace,
            contact=contact,
            active_from=active_from,
        )
    )


def _next_key() -> str:
    number = (Supervisor.objects.select_for_update().aggregate(last=Max("id"))["last"] or 0) + 1
    while Supervisor.objects.filter(key=f"H{number:05d}").exists():
        number += 1
    return f"H{number:05d}"


@transaction.atomic
def change_supervisor(
    *, supervisor: Supervisor, name: str, workplace: str, contact: str, active_from: date, active_to: date | None
) -> Supervisor:
    """Raises StillSupervising when people have the supervisor after its last day, and RowRefused."""
    one = Supervisor.objects.select_for_update().get(pk=supervisor.pk)
    if active_to and (number := _there_after(one, active_to)):
        raise StillSupervising(one, number)
    one.name, one.workplace, one.contact = name, workplace, contact
    one.active_from, one.active_to = active_from, active_to
    return save_checked(one)


def _there_after(supervisor: Supervisor, day: date) -> int:
    """Placements of the supervisor that go on after the day; one ends with its employment."""
    return supervisor.placements.filter(
        Q(placed_to=None) | Q(placed_to__gt=day),
        Q(employment__employed_to=None) | Q(employment__employed_to__gt=day),
    ).count()


@transaction.atomic
def log_support(*, supervisor: Supervisor, on: date, kind: str, text: str, by: User) -> SupervisorSupport:
    """The provider visited, taught or answered the supervisor."""
    return SupervisorSupport.objects.create(supervisor=supervisor, on=on, kind=kind, text=text, by=by)


@transaction.atomic
def set_checklist(
    *,
    placement: Placement,
    supervisor: Supervisor | None,
    onboarding_on: date | None,
    responsibility_on: date | None,
    job_title: str,
) -> Placement:
    """What is done before and at the start. Raises OfAnotherDepartment and NotActive."""
    locked(placement.employment)
    placement = Placement.objects.select_related("department").get(pk=placement.pk)
    if supervisor is not None and supervisor.pk != placement.supervisor_id:
        if supervisor.department_id != placement.department_id:
            raise OfAnotherDepartment(supervisor, placement.department)
        if not supervisor.is_active(placement.placed_from) and supervisor.active_to is not None:
            raise NotActive(supervisor)
    placement.supervisor, placement.job_title = supervisor, job_title
    placement.onboarding_on, placement.responsibility_on = onboarding_on, responsibility_on
    with pghistory.context(reason=_("Startlistan")):
        placement.save(update_fields=["supervisor", "job_title", "onboarding_on", "responsibility_on"])
    return placement
