"""A model year's page: every parameter with the decision behind it, its revisions, and who has been told."""

from __future__ import annotations

from dataclasses import dataclass

from allocation.models import PARAMETERS, ModelYear, ModelYearRevision, Notice, Publication, YearParameters
from allocation.parameter_words import Difference, differences, in_words, label_of, values_of
from foundation.periods import Month
from organisation.models import Department, User
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """`since` is None for what the year began with."""

    label: str
    value: str
    decision: str
    since: Month | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision with what it said otherwise than the reading before it."""

    revision: ModelYearRevision
    differences: list[Difference]


def parameter_rows(model_year: ModelYear, month: Month) -> list[ParameterRow]:
    """What holds in the month, each parameter with the decision that last changed it."""
    held: list[YearParameters] = [model_year]
    held += [one for one in model_year.readings if one.first_month <= month]
    return [_row(name, held) for name in PARAMETERS if name != "decision"]


def _row(name: str, held: list[YearParameters]) -> ParameterRow:
    value, source = getattr(held[0], name), held[0]
    for reading in held[1:]:
        if getattr(reading, name) != value:
            value, source = getattr(reading, name), reading
    since = source.first_month if isinstance(source, ModelYearRevision) else None
    return ParameterRow(label_of(name), in_words(name, value), source.decision, since)


def revision_rows(model_year: ModelYear) -> list[RevisionRow]:
    """In the order in which they were made; each against what held before it in its first month."""
    rows, earlier = [], ModelYear.objects.get(pk=model_year.pk)
    for number, revision in enumerate(model_year.readings):
        earlier.readings = model_year.readings[:number]
        before = earlier.at(revision.first_month)
        rows.append(RevisionRow(revision, differences(values_of(before), values_of(revision))))
    return rows


def publications(model_year: ModelYear, *, reader: User) -> list[tuple[Publication, list[Notice]]]:
    """The latest first, each with the notices that the reader may see. Two queries."""
    seen = Department.objects.visible_to(reader, Act.SEE_ALLOCATION)
    notices = Notice.objects.filter(publication__model_year=model_year, department__in=seen)
    notices = notices.select_related("department", "acknowledged_by").order_by("department__code")
    found = model_year.publications.select_related("published_by").order_by("-reading")
    by_publication: dict[int, list[Notice]] = {}
    for notice in notices:
        by_publication.setdefault(notice.publication_id, []).append(notice)
    return [(one, by_publication.get(one.pk, [])) for one in found]
