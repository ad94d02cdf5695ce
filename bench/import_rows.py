"""How fast a large register file is read: with all our checks, against calamine alone.

Run:  .venv/bin/python -m bench.import_rows [rounds]
A workbook of 30 000 rows × 8 columns is read in turn by calamine (cells only) and by us (refusals, headings, every
cell by its kind, repeated keys). Prints seconds of processor time (median) and the ratio. Needs no database.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DATABASE_URL", "postgres://nobody@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost/0")

import django
from python_calamine import CalamineWorkbook

from foundation.periods import Month
from foundation.tables import Column, Kind, read_rows, read_table, write_xlsx

ROWS = 30_000
TYPES = {"extratjanst": "Extratjänst", "lonebidrag": "Lönebidrag", "nystartsjobb": "Nystartsjobb"}
COLUMNS = [
    Column("employment", "Anställning", Kind.CODE, required=True),
    Column("participant", "Personnummer", Kind.IDENTITY_NUMBER, required=True),
    Column("type", "Anställningsform", Kind.CHOICE, required=True, choices=TYPES),
    Column("employed_from", "Anställd från", Kind.DATE, required=True),
    Column("employed_to", "Anställd till", Kind.DATE),
    Column("department", "Förvaltning", Kind.CODE, required=True),
    Column("first_month", "Första månad", Kind.MONTH),
    Column("working_share", "Sysselsättningsgrad", Kind.DECIMAL, minimum=0),
]


def identity_number(place: int) -> str:
    born = date(1960, 1, 1) + timedelta(days=place % 15_000)
    nine = f"{born:%y%m%d}{place // 15_000 + 100:03d}"
    doubled = "".join(str(int(digit) * (2 - n % 2)) for n, digit in enumerate(nine))
    return f"{born:%Y%m%d}-{nine[6:]}{-sum(map(int, doubled)) % 10}"


def row(place: int) -> list[Any]:
    start = date(2020, 1, 1) + timedelta(days=place % 700)
    return [
        f"A-{place:06d}",
        identity_number(place),
        list(TYPES)[place % 3],
        start,
        start + timedelta(days=364) if place % 4 else None,
        f"{place % 12 + 101}",
        Month.of(start),
        Decimal(place % 4 + 1) * 25,
    ]


def calamine(file: bytes) -> None:
    CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()


def ours(file: bytes) -> None:
    reading = read_rows(read_table(file=file, name="rows.xlsx"), COLUMNS, key=["employment"])
    assert (len(reading.rows), reading.errors) == (ROWS, ())


def main() -> None:
    django.setup()
    file = write_xlsx(COLUMNS, map(row, range(ROWS)))
    print(f"{ROWS} rows × {len(COLUMNS)} columns, {len(file) / 1024**2:.1f} MB")
    readers: list[Callable[[bytes], None]] = [calamine, ours]
    taken: dict[str, list[float]] = {read.__name__: [] for read in readers}
    for _round in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        for read in readers:
            began = time.process_time()
            read(file)
            taken[read.__name__].append(time.process_time() - began)
    for name, times in taken.items():
        print(f"{name:9} {median(times):6.2f} s")
    print(f"ratio     {median(taken['ours']) / median(taken['calamine']):6.1f} × calamine alone")


if __name__ == "__main__":
    main()
