"""A headcount file on its way in: kept for its owner, its columns matched, its stray rows distributed (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from allocation.matching import fingerprint, heading_keys
from allocation.models import ColumnMatching, HeadcountFile
from allocation.reorganisation import Distribution
from foundation.refusals import Refusal
from foundation.tables import read_table
from organisation.models import User

KEPT_FOR = timedelta(days=30)


class FileGone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Filen är inte kvar: den är redan inläst, eller en nyare har tagit dess plats. Välj den igen.")
        )


@transaction.atomic
def keep_file(*, content: bytes, name: str, by: User, now: datetime) -> HeadcountFile:
    """Keep an uploaded file for its owner in the place of the last one. Files left lying a month are thrown away.

    Raises the refusals of `foundation.tables` when it is no table.
    """
    read_table(file=content, name=name)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows of one person, one file
    HeadcountFile.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()
    HeadcountFile.objects.filter(owner=by).delete()
    return HeadcountFile.objects.create(owner=by, name=name[:200], content=content)


@transaction.atomic
def match_columns(*, file: HeadcountFile, places: Mapping[str, int], day: date | None, now: datetime) -> None:
    """Read the file by these columns, and remember them for files with the same headings. Raises FileGone."""
    kept = _claimed(file)
    headings = read_table(file=bytes(kept.content), name=kept.name).headings
    kept.columns, kept.day = dict(places), day
    kept.save(update_fields=["columns", "day"])
    keys = heading_keys(headings)
    ColumnMatching.objects.update_or_create(
        fingerprint=fingerprint(headings),
        defaults={
            "columns": {name: keys[index] for name, index in places.items()},
            "remembered_by": kept.owner,
            "remembered_at": now,
        },
    )


@transaction.atomic
def distribute_rows(*, file: HeadcountFile, distribution: Mapping[int, Distribution]) -> None:
    """Say where rows of unknown departments go; what was said of other rows stays. Raises FileGone."""
    kept = _claimed(file)
    kept.distribution |= {str(number): found.as_json() for number, found in distribution.items()}
    kept.save(update_fields=["distribution"])


def lay_file_aside(*, by: User) -> None:
    """Forget the person's file; without one nothing happens."""
    HeadcountFile.objects.filter(owner=by).delete()


def _claimed(file: HeadcountFile) -> HeadcountFile:
    kept = HeadcountFile.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=file.pk).first()
    if kept is None:
        raise FileGone
    return kept
