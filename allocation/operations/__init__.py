"""What is done to the counted staff: files are read, matched, distributed over departments, accepted or cancelled."""

from allocation.operations.files import (
    FileGone,
    distribute_rows,
    keep_file,
    lay_file_aside,
    match_columns,
)
from allocation.operations.headcounts import (
    Accepted,
    HeadcountLocked,
    NothingToRead,
    accept_headcounts,
    cancel_headcounts,
    propose_headcounts,
)

__all__ = [
    "Accepted",
    "FileGone",
    "HeadcountLocked",
    "NothingToRead",
    "accept_headcounts",
    "cancel_headcounts",
    "distribute_rows",
    "keep_file",
    "lay_file_aside",
    "match_columns",
    "propose_headcounts",
]
