"""What waits in the agreements: signatures with their reminder stage, comments to answer, papers, endings."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import AgreementEnding, AgreementVersion, FieldComment, PaperSigning, Side, VersionState
from agreements.queries.listing import parties_of, side_of
from agreements.reminders import waiting
from agreements.wording import reminder_in_words
from followup.queries.tasks.task import Task
from organisation.models import Department, User
from organisation.roles import Act


def to_sign_for_department(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, today, Side.DEPARTMENT, Act.SIGN_FOR_DEPARTMENT)


def to_sign_for_provider(user: User, today: date) -> list[Task]:
    return _versions_to_sign(user, today, Side.PROVIDER, Act.SIGN_FOR_PROVIDER)


def _versions_to_sign(user: User, today: date, side: str, act: Act) -> list[Task]:
    """Those that have waited longest first; two that have waited as long, by department. One query."""
    rows = (
        AgreementVersion.objects.filter(agreement__department__in=Department.objects.visible_to(user, act))
        .filter(state=VersionState.SENT, paper=None)
        .exclude(signatures__side=side)
        .select_related("agreement__department", "agreement__model_year")
        .order_by("agreement__department__code")
    )
    return sorted((_to_sign(row, today) for row in rows), key=lambda task: -task.stage)


def _to_sign(row: AgreementVersion, today: date) -> Task:
    text = _("Överenskommelsen %(year)s med %(department)s väntar på er underskrift") % {
        "year": row.agreement.model_year.year,
        "department": row.agreement.department.name,
    }
    stage = 0
    if row.sent_at is not None:
        sent_on = timezone.localdate(row.sent_at)
        found = waiting(sent_on=sent_on, today=today, stages=settings.AGREEMENT_REMINDER_DAYS)
        stage = found.stage
        if stage:
            text = f"{text} ({reminder_in_words(found)})"
    return Task(text, reverse("agreements:detail", args=[row.agreement_id]), stage=stage)


def comments_to_answer(user: User, today: date) -> list[Task]:
    """One task for each version with questions of the other side. One query."""
    rows = (
        FieldComment.objects.visible_to(user)
        .unanswered()
        .select_related("version__agreement__department", "version__agreement__model_year")
        .order_by("version__agreement__department__code", "pk")
    )
    found: dict[int, list[FieldComment]] = {}
    for row in rows:
        department = row.version.agreement.department
        if side_of(user, department) not in (None, row.side) and row.author_id != user.pk:
            found.setdefault(row.version_id, []).append(row)
    return [_to_answer(comments) for comments in found.values()]


def _to_answer(comments: list[FieldComment]) -> Task:
    agreement = comments[0].version.agreement
    text = ngettext(
        "%(n)s kommentar i överenskommelsen %(year)s med %(department)s väntar på ert svar",
        "%(n)s kommentarer i överenskommelsen %(year)s med %(department)s väntar på ert svar",
        len(comments),
    )
    words = {"n": len(comments), "year": agreement.model_year.year, "department": agreement.department.name}
    return Task(text % words, reverse("agreements:detail", args=[agreement.pk]))


def papers_to_confirm(user: User, today: date) -> list[Task]:
    """Scans that someone else has registered. One query."""
    rows = (
        PaperSigning.objects.filter(version__state=VersionState.SENT, confirmed_by=None)
        .exclude(registered_by=user)
        .filter(version__agreement__department__in=Department.objects.visible_to(user, *_SIGNERS))
        .select_related("version__agreement__department")
        .order_by("version__agreement__department__code")
    )
    text = _("Ett undertecknat papper för %(department)s väntar på att ni intygar det")
    return [
        Task(
            text % {"department": row.version.agreement.department.name},
            reverse("agreements:detail", args=[row.version.agreement_id]),
        )
        for row in rows
    ]


def endings_to_accept(user: User, today: date) -> list[Task]:
    """Endings that the other side has proposed. One query."""
    rows = (
        AgreementEnding.objects.filter(agreed_on=None)
        .filter(agreement__department__in=Department.objects.visible_to(user, *_SIGNERS))
        .select_related("agreement__department")
        .order_by("agreement__department__code")
    )
    text = _("Förslag att överenskommelsen med %(department)s upphör väntar på ert svar")
    return [
        Task(
            text % {"department": row.agreement.department.name}, reverse("agreements:detail", args=[row.agreement_id])
        )
        for row in rows
        if _signs_for_other_side(user, row)
    ]


_SIGNERS = (Act.SIGN_FOR_DEPARTMENT, Act.SIGN_FOR_PROVIDER)


def _signs_for_other_side(user: User, ending: AgreementEnding) -> bool:
    department = ending.agreement.department
    side = side_of(user, department)
    if side is None or side == ending.proposed_side:
        return False
    return side.value in {party.value for party in parties_of(user, department)}
