"""What someone must do now, by role: the list on the first page (UX.md, Översikt)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from allocation.models import ModelYear
from allocation.queries import current_model_year
from followup.queries.digests import mail_fault
from followup.queries.half_year import HalfYearNow, half_year_now
from followup.queries.tasks import agreements, bookings, department, provider, transfers
from followup.queries.tasks.task import Task
from foundation.models import PieceState, RunPiece
from foundation.templatetags.overens import half_year_name
from organisation.access import acts_of
from organisation.models import User
from organisation.roles import Act

__all__ = ["Task", "first_page_tasks", "step_tasks", "tasks_of"]

_TASKS: tuple[tuple[Act, Callable[[User, date], list[Task]]], ...] = (
    (Act.RECEIVE_NOTICES, department.notices),
    (Act.CONFIRM_MONTH, department.months_to_confirm),
    (Act.SIGN_FOR_DEPARTMENT, agreements.to_sign_for_department),
    (Act.SIGN_FOR_PROVIDER, agreements.to_sign_for_provider),
    (Act.COMMENT_AGREEMENT, agreements.comments_to_answer),
    (Act.COMMENT_AGREEMENT, agreements.papers_to_confirm),
    (Act.COMMENT_AGREEMENT, agreements.endings_to_accept),
    (Act.SEE_AGREEMENTS, transfers.transfers_to_answer),
    (Act.RECONCILE, provider.reconciling),
    (Act.CONFIRM_REOPENING, provider.reopenings),
    (Act.IMPORT_HEADCOUNTS, provider.headcount_files),
    (Act.EDIT_EMPLOYMENTS, provider.employment_files),
    (Act.EDIT_EMPLOYMENTS, provider.places_to_approve),
    (Act.DRAFT_AGREEMENT, provider.agreements),
    (Act.ANSWER_PROPOSAL, provider.proposals_to_answer),
    (Act.OFFER_PLACES, bookings.proposals_to_answer),
    (Act.OFFER_PLACES, bookings.places_sent_back),
    (Act.EDIT_EMPLOYMENTS, bookings.on_the_way),
    (Act.SEE_EMPLOYMENTS, department.ending_soon),
)


def tasks_of(*, user: User, today: date) -> list[Task]:
    """Everything that waits for this user, most urgent first. A number of queries that depends on the roles only."""
    acts = acts_of(user)
    found = _setup(acts)
    for act, tasks in _TASKS:
        if act in acts:
            found += tasks(user, today)
    return found + _failed_work(user) + _unmailed(user)


def first_page_tasks(*, user: User, today: date, now: HalfYearNow | None = None) -> list[Task]:
    """The whole list of the first page, which mails tell of too. `now` is the half-year, if it is already read."""
    acts = acts_of(user)
    if now is None and acts & {Act.ISSUE_INVOICES, Act.DECIDE_CLAIM} and ModelYear.objects.exists():
        now = half_year_now(model_year=current_model_year(today), today=today)
    return (step_tasks(now, acts) if now else []) + tasks_of(user=user, today=today)


def _unmailed(user: User) -> list[Task]:
    """The last mail that did not get through becomes a thing to do where it would have been read."""
    fault = mail_fault(user)
    if fault is None:
        return []
    text = _("Mejlet %(day)s kom inte fram: %(why)s – ange en adress som fungerar")
    words = {"day": fault.day, "why": fault.get_state_display()}
    return [Task(text % words, reverse("followup:digest"), key="unmailed")]


def _setup(acts: frozenset[Act]) -> list[Task]:
    """Until the first agreement is drafted, those who set the installation up see what is left. One query."""
    if not acts & {Act.ADOPT_MODEL_YEAR, Act.IMPORT_HEADCOUNTS, Act.DRAFT_AGREEMENT} or Agreement.objects.exists():
        return []
    return [Task(_("Kom igång: stegen till de första överenskommelserna"), reverse("followup:setup"), waits=False)]


def step_tasks(now: HalfYearNow, acts: frozenset[Act]) -> list[Task]:
    """The half-year's steps that wait and that someone with these acts may take. No queries."""
    name = half_year_name(now.half_year).capitalize()
    return [
        Task(f"{name}: {step.name.lower()} – {step.word}", step.url)
        for step in now.steps
        if step.waits and step.act in acts
    ]


def _failed_work(user: User) -> list[Task]:
    failed = (
        RunPiece.objects.filter(state=PieceState.FAILED, run__asked_by=user)
        .values_list("run_id", "run__title")
        .order_by("run_id")
        .distinct()
    )
    text = _("%(title)s: något misslyckades – visa och försök igen")
    return [Task(text % {"title": title}, reverse("foundation:run", args=[pk])) for pk, title in failed]
