"""Vacancies, and who is told of them (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.checked import save_checked
from foundation.refusals import Refusal
from organisation.models import Department, User
from placements.models import Employment, Recruitment, RecruitmentNotice
from placements.operations.employments import locked
from placements.queries.employments import ends_by


class TooLateToApply(Refusal):
    def __init__(self, apply_by: date) -> None:
        super().__init__(
            _("Sista ansökningsdagen var %(day)s. Ingen mer kan få veta om rekryteringen.")
            % {"day": apply_by.isoformat()}
        )


class DoesNotEnd(Refusal):
    """A vacancy is told to those who end, as in the list of them."""

    def __init__(self, within: int | None) -> None:
        super().__init__(
            _("Anställningen slutar inte. Bara de som slutar får veta om en rekrytering.")
            if within is None
            else _("Anställningen slutar inte inom %(n)s dagar. Bara de som gör det får veta om rekryteringen.")
            % {"n": within}
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
def announce(
    *, recruitment: Recruitment, employment: Employment, within: int | None, by: User, today: date
) -> RecruitmentNotice:
    """Write down that the person has been told of the vacancy.

    `within`: days in which placement or employment must end; None: on any day.
    Raises TooLateToApply and DoesNotEnd; RowRefused the second time.
    """
    if recruitment.apply_by < today:
        raise TooLateToApply(recruitment.apply_by)
    employment = locked(employment)
    until = date.max if within is None else today + timedelta(days=within)
    if not employment.placements.filter(ends_by(today, until)).exists():
        raise DoesNotEnd(within)
    return save_checked(RecruitmentNotice(recruitment=recruitment, employment=employment, told_on=today, told_by=by))
