"""Tables in and out: xlsx and csv, read by declared columns with every error at once, and written by the same."""

from foundation.tables.columns import Column, Kind
from foundation.tables.errors import CellError
from foundation.tables.faulty import faulty_workbook
from foundation.tables.reading import read_file, read_table, read_upload
from foundation.tables.refusals import UnreadableFile
from foundation.tables.responses import file_response, table_response
from foundation.tables.rows import Reading, ReadRow, read_rows
from foundation.tables.table import Table
from foundation.tables.write import write_csv, write_xlsx

__all__ = [
    "CellError",
    "Column",
    "Kind",
    "ReadRow",
    "Reading",
    "Table",
    "UnreadableFile",
    "faulty_workbook",
    "file_response",
    "read_file",
    "read_rows",
    "read_table",
    "read_upload",
    "table_response",
    "write_csv",
    "write_xlsx",
]
