"""How long an employment file takes, against the least that any program would need, in one run.

    DATABASE_URL=… python bench/import_employments.py [ROWS [numbers]]

The least: calamine reads the xlsx, and COPY puts the cells as text into one plain table; or into our three tables with
their constraints and history, unchecked. Ours: read and check every cell,
compare with the register, keep encrypted, and on acceptance write participants, employments and placements with their
history. With `numbers` the file has a column of identity numbers too, which we check, encrypt one by one and hash; the
least leaves them out. Everything is rolled back.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # the path above must stand first

django.setup()

import xlsxwriter
from django.db import connection, transaction
from python_calamine import CalamineWorkbook
from stdnum.luhn import calc_check_digit

from foundation.bulk_rows import copy_in
from foundation.tables import read_table
from organisation.models import Board, Department, User
from placements.employment_file import read_employments
from placements.full_time import as_registers_say
from placements.models import Employment, EmploymentType, Participant, Placement
from placements.operations.imports import accept_import, propose_import
from placements.queries.import_comparison import comparison
from placements.standard_types import STANDARD_TYPES, ensure_standard_types

ROUNDS, GOAL = 3, 2.0
HEADINGS = (
    "employment", "participant", "sex", "type", "employed_from", "employed_to", "department", "placement_kind",
    "placed_from", "placed_to", "working_share", "end_cause",
)  # fmt: skip


def workbook(rows: int, *, numbers: bool = False) -> bytes:
    """A file like those that come: one row per placement, dates as dates; identity numbers constructed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [*HEADINGS, *(["identity_number"] if numbers else [])])
        for n in range(1, rows + 1):
            first = date(2021, 1, 1) + timedelta(days=n % 300)
            values: list[Any] = [f"BENCH-E{n}", f"BENCH-P{n}", "woman" if n % 2 else "man", list(STANDARD_TYPES)[n % 5],
                                 first, None, f"BENCH-{n % 11}", "external", first, None, 100, None]  # fmt: skip
            values += [_identity_number(n)] if numbers else []
            for column, value in enumerate(values):
                sheet.write_datetime(n, column, value, day) if isinstance(value, date) else sheet.write(
                    n, column, value
                )
    return content.getvalue()


def _identity_number(n: int) -> str:
    """One of its own for each `n` below 40 000, with its check digit."""
    digits = f"{date(1940, 1, 1) + timedelta(days=n % 20_000):%Y%m%d}{n // 20_000 + 100}"
    return f"{digits[:8]}-{digits[8:]}{calc_check_digit(digits[2:])}"


def least(content: bytes) -> None:
    """Read by calamine, write by COPY, check nothing."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    columns = ", ".join(f"c{n} text" for n in range(len(HEADINGS)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows[1:]:
                copy.write_row([str(cell) for cell in row[: len(HEADINGS)]])


def least_into_the_register(content: bytes) -> None:
    """The same three tables with their constraints and history, by nothing but calamine and COPY."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    types = dict(EmploymentType.objects.values_list("code", "id"))
    departments = dict(Department.objects.values_list("code", "id"))
    copy_in(Participant, ["key", "sex", "name", "is_protected"], ((row[1], row[2], "", False) for row in rows))
    people = dict(Participant.objects.values_list("key", "id"))
    copy_in(Employment, ["key", "participant_id", "type_id", "employed_from", "end_cause"],
            ((row[0], people[row[1]], types[row[3]], row[4], "") for row in rows))  # fmt: skip
    employments = dict(Employment.objects.values_list("key", "id"))
    copy_in(Placement, ["employment_id", "department_id", "kind", "placed_from", "working_share"],
            ((employments[row[0]], departments[row[6]], row[7], row[8], int(row[10])) for row in rows))  # fmt: skip


def timed(what: str, act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = act()
    seconds = time.perf_counter() - begun
    print(f"{what:<44}{seconds:8.2f} s")
    return seconds, result


def least_and_undone(content: bytes) -> float:
    """Seconds of the yardstick; the register is afterwards as it was."""
    with transaction.atomic():
        with as_registers_say():
            seconds, _done = timed("least: calamine + COPY into our tables", lambda: least_into_the_register(content))
        transaction.set_rollback(True)
    return seconds


def ours_and_undone(content: bytes, by: User) -> tuple[float, float]:
    """Seconds from the file to the page that compares it, and seconds of accepting it."""
    with transaction.atomic():
        read, table = timed("ours: file to table", lambda: read_table(file=content, name="bench.xlsx"))
        checked, reading = timed("ours: cells checked", lambda: read_employments(table, today=date(2021, 12, 31)))
        proposed, made = timed("ours: compared and kept encrypted", lambda: propose_import(
            content=content, file_name="bench.xlsx", rows=reading.rows, kept=reading.kept, by=by))  # fmt: skip
        timed("ours: comparison on screen", lambda: comparison(made, today=date(2021, 12, 31)))
        accepted, saved = timed("ours: accepted and written with history",
                                lambda: accept_import(employment_import=made, by=by))  # fmt: skip
        assert saved.new == reading.rows[-1].number - 1, saved
        transaction.set_rollback(True)
    return read + checked + proposed, accepted


def main(rows: int, *, numbers: bool = False) -> None:
    """Three rounds, one after the other: a machine whose speed changes between them shows in the spread."""
    content = workbook(rows, numbers=numbers)
    print(f"{rows} rows, {len(content) / 1e6:.1f} MB xlsx")
    base = min(timed("least: calamine + COPY of bare text", lambda: least(content))[0] for _ in range(2))
    with transaction.atomic():
        ensure_standard_types()
        board = Board.objects.create(name="Bench")
        for n in range(11):
            Department.objects.create(code=f"BENCH-{n}", name=f"Bench {n}", board=board)
        by = User.objects.create(username="bench-importer")
        rounds = [(least_and_undone(content), *ours_and_undone(content, by)) for _ in range(ROUNDS)]
        transaction.set_rollback(True)
    for same, upload, acceptance in rounds:
        whole = upload + acceptance
        print(
            f"upload {upload:.2f} s, acceptance {acceptance:.2f} s, both {whole:.2f} s; {whole / same:.2f} × COPY into "
            f"our tables, {whole / base:.1f} × COPY of bare text; {rows / whole:,.0f} rows/s"
        )
    ratio = median((upload + acceptance) / same for same, upload, acceptance in rounds)
    print(f"median {ratio:.2f} × (goal: at most {GOAL}) {'reached' if ratio <= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000, numbers="numbers" in sys.argv)
