"""A person's headcount file as it is read now: its columns, its rows, what is still to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocation.headcount_file import COLUMNS, HeadcountReading, read_headcounts
from allocation.matching import Matching, fingerprint, matched
from allocation.models import ColumnMatching, HeadcountFile
from allocation.reorganisation import Distribution
from foundation.tables import Table, read_table
from organisation.models import User


@dataclass(frozen=True, slots=True)
class FileRead:
    """`reading` is None until the columns are known."""

    file: HeadcountFile
    table: Table
    matching: Matching
    reading: HeadcountReading | None

    def headings_used(self) -> dict[str, str]:
        """The file's own heading by the name of the column."""
        return {name: self.table.headings[index] for name, index in self.matching.places.items()}

    def distributed(self) -> list[dict[str, Any]]:
        """The stray rows and where they went, in plain values that the import keeps."""
        said = distribution_of(self.file)
        return [
            {
                "row": row.number,
                "text": row.text,
                "date": row.date.isoformat(),
                "permanent": row.permanent,
                "all": row.all,
                "parts": said[row.number].as_json(),
            }
            for row in (self.reading.stray if self.reading else [])
            if row.number in said
        ]


def file_of(owner: User) -> HeadcountFile | None:
    """The file that the person is reading in. One query."""
    return HeadcountFile.objects.filter(owner=owner).select_related("owner").first()


def read_file_of(file: HeadcountFile) -> FileRead:
    """The file with its columns as chosen, else as remembered, else as recognised. Four queries at most.

    A file is not read further until someone confirms its columns when it has headings that are not known, or when
    they were matched by hand the last time.
    """
    table = read_table(file=bytes(file.content), name=file.name)
    if file.columns:
        matching = Matching(
            file.columns, False, tuple(i for i in range(len(table.headings)) if i not in file.columns.values())
        )
        return FileRead(file, table, matching, _reading(file, table, file.columns))
    matching = matched(table.headings, COLUMNS, _remembered(table))
    unknown = [index for index in matching.unused if table.headings[index]]
    if matching.lacks(COLUMNS) or matching.remembered or unknown:
        return FileRead(file, table, matching, None)
    return FileRead(file, table, matching, _reading(file, table, matching.places))


def distribution_of(file: HeadcountFile) -> dict[int, Distribution]:
    return {int(number): Distribution.from_json(parts) for number, parts in file.distribution.items()}


def _remembered(table: Table) -> dict[str, str] | None:
    found = ColumnMatching.objects.filter(fingerprint=fingerprint(table.headings)).first()
    return found.columns if found else None


def _reading(file: HeadcountFile, table: Table, places: Mapping[str, int]) -> HeadcountReading:
    return read_headcounts(table, places=places, day=file.day, distribution=distribution_of(file))
