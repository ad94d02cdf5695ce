"""An employment file on its way in: kept for its owner while its columns are matched (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from allocation.matching import Matching, fingerprint, heading_keys, matched
from allocation.models import ColumnMatching
from foundation.tables import Table, read_table
from organisation.models import User
from placements.employment_columns import COLUMNS
from placements.identity import decrypted, encrypted
from placements.models import EmploymentFile

KEPT_FOR = timedelta(days=30)
KIND = "anställningar"  # so that a file of another kind with the same headings is not matched as this one


@transaction.atomic
def keep_file(*, content: bytes, name: str, by: User, now: datetime) -> EmploymentFile:
    """In the place of the person's last one, encrypted: it may hold identity numbers. Kept for a month at most."""
    EmploymentFile.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()
    kept, _is_new = EmploymentFile.objects.update_or_create(
        owner=by, defaults={"name": name[:200], "content": encrypted(content), "uploaded_at": now}
    )
    return kept


def table_of(file: EmploymentFile) -> tuple[bytes, Table]:
    """The bytes as they were chosen, and as a table. Raises like `foundation.tables.read_table`."""
    content = decrypted(file.content)
    return content, read_table(file=content, name=file.name)


def matching_of(headings: Sequence[str]) -> Matching:
    """As someone matched these headings before, else as they are recognised. One query."""
    found = ColumnMatching.objects.filter(fingerprint=_fingerprint(headings)).first()
    return matched(headings, COLUMNS, found.columns if found else None)


@transaction.atomic
def remember(*, headings: Sequence[str], places: Mapping[str, int], by: User, now: datetime) -> None:
    """The next file with these headings is read in the same way."""
    keys = heading_keys(headings)
    ColumnMatching.objects.update_or_create(
        fingerprint=_fingerprint(headings),
        defaults={
            "columns": {name: keys[index] for name, index in places.items()},
            "remembered_by": by,
            "remembered_at": now,
        },
    )


def _fingerprint(headings: Sequence[str]) -> str:
    return fingerprint([KIND, *headings])
