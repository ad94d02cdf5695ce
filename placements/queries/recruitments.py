"""Vacancies, who has been told of each, and who should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organisation.models import User
from placements.models import Recruitment, RecruitmentNotice
from placements.queries.employments import Selection, listed, selected_placements
from placements.queries.ending import EndingRow, ending_rows
from placements.sight import Sight

MOST_SUGGESTED = 200


def recruitments() -> QuerySet[Recruitment]:
    """All, the ones that can still be applied for first; `told` is how many have been told."""
    return Recruitment.objects.select_related("department").annotate(told=Count("notices")).order_by("-apply_by", "-id")


@dataclass(frozen=True, slots=True)
class RecruitmentPage:
    """`suggested`: those who end soon, are not told yet and fit what was asked for."""

    recruitment: Recruitment
    notices: list[tuple[RecruitmentNotice, str]]
    suggested: list[EndingRow]


def recruitment_page(
    *, recruitment: Recruitment, user: User, sight: Sight, selection: Selection, today: date
) -> RecruitmentPage:
    """Names as the reader may see them. Five queries."""
    notices = recruitment.notices.select_related("employment__participant", "told_by").order_by("-told_on", "-id")
    told = RecruitmentNotice.objects.filter(recruitment=recruitment, employment=OuterRef("employment"))
    found = selected_placements(user=user, sight=sight, selection=selection, today=today).filter(~Q(Exists(told)))
    return RecruitmentPage(
        recruitment,
        [(one, _name(one, sight)) for one in notices],
        ending_rows(listed(found[:MOST_SUGGESTED], sight=sight, today=today), today=today),
    )


def _name(notice: RecruitmentNotice, sight: Sight) -> str:
    person = notice.employment.participant
    return sight.name_of(person.name, is_protected=person.is_protected)
