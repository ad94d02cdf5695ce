"""What is wrong in a folder, in lines that an operator can follow to the cell (docs/register-format.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.refusals import Refusal
from foundation.tables import CellError


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps the folder from being loaded."""

    file: str
    row: int
    column: str
    expected: str
    found: str

    @property
    def line(self) -> str:
        """`file:row:column: what was expected, what was found`."""
        words = {"expected": self.expected, "found": self.found}
        return f"{self.file}:{self.row}:{self.column}: {_('väntade %(expected)s, fann %(found)s') % words}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is loaded as it stands, but that someone should look at."""

    file: str
    row: int
    column: str
    text: str

    @property
    def line(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {_('varning')}: {self.text}"


class FolderRefused(Refusal):
    """The folder has faults; nothing of it was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(*(fault.line for fault in faults))


def from_cell(error: CellError, file: str) -> Fault:
    return Fault(file, error.row, error.name, error.expected, error.found)
