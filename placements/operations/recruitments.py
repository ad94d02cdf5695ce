"""Vacancies, and who is told of them (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.checked import save_checked
from foundation.refusals import Refusal
from organisation.models import Department, User
from placements.models import Employment, Recruitment, RecruitmentNotice
from placements.operations.employments import locked


class TooLateToApply(Refusal):
    def __init__(self, apply_by: date) -> None:
        super().__init__(
            _("Sista ansökningsdagen var %(day)s. Ingen mer kan få veta om rekryteringen.")
            % {"day": apply_by.isoformat()}
        )


@transaction.atomic
def open_recruitment(
    *, job_title: str, employer: str, department: Department | None, apply_by: date, text: str, by: User, today: date
) -> Recruitment:
    """A vacancy that can be announced. Raises TooLateToApply when its last day has passed."""
    if apply_by < today:
        raise TooLateToApply(apply_by)
    return save_checked(
        Recruitment(
            job_title=job_title, employer=employer, department=department, apply_by=apply_by, text=text, made_by=by
        )
    )


@transaction.atomic
def announce(*, recruitment: Recruitment, employment: Employment, by: User, today: date) -> RecruitmentNotice:
    """Write down that the person has been told of the vacancy. Raises TooLateToApply; RowRefused the second time."""
    if recruitment.apply_by < today:
        raise TooLateToApply(recruitment.apply_by)
    locked(employment)
    return save_checked(RecruitmentNotice(recruitment=recruitment, employment=employment, told_on=today, told_by=by))
