"""Tables in and out: xlsx and csv, read by declared columns with every error at once, and written by the same."""

from foundation.tables.columns import Column, Kind
from foundation.tables.errors import CellError
from foundation.tables.reading import read_file, read_table, read_upload
from foundation.tables.refusals import UnreadableFile
from foundation.tables.rows import Reading, ReadRow, read_rows
from foundation.tables.table import Table

__all__ = [
    "CellError",
    "Column",
    "Kind",
    "ReadRow",
    "Reading",
    "Table",
    "UnreadableFile",
    "read_file",
    "read_rows",
    "read_table",
    "read_upload",
]
