"""A row of twelve monthly targets from a spreadsheet: numbers as Swedes write them, errors by cell."""

from __future__ import annotations

import pytest

from agreements.pasted import read_steps
from foundation.periods import Month, months_between

MONTHS = months_between(Month(2021, 1), Month(2021, 12))
TWELVE = list(range(1, 13))


def given(text: str) -> list[int | None]:
    found = read_steps(text, MONTHS)
    assert found.errors == []
    return [found.targets.get(month) for month in MONTHS]


@pytest.mark.parametrize("between", ["\t", "\n", "\r\n", ";"])
def test_a_row_or_a_column_is_read(between):
    assert given(between.join(map(str, TWELVE))) == TWELVE


def test_a_line_break_at_the_end_and_empty_cells_after_the_row_do_no_harm():
    assert given("\t".join(map(str, TWELVE)) + "\t\t\r\n") == TWELVE


def test_numbers_may_have_spaces_in_them_and_an_empty_cell_is_no_step():
    assert given("1 200\t1\N{NO-BREAK SPACE}300" + "\t" * 10) == [1200, 1300] + [None] * 10


def test_every_faulty_cell_is_said_at_once_by_number_and_month():
    found = read_steps("tre\t2\t-1\t4,5\t99999" + "\t" * 7, MONTHS)
    assert found.targets == {}
    assert [error.split(":")[0] for error in found.errors] == [
        "Ruta 1 (januari 2021)", "Ruta 3 (mars 2021)", "Ruta 4 (april 2021)", "Ruta 5 (maj 2021)",
    ]  # fmt: skip
    assert "”tre”" in found.errors[0]


@pytest.mark.parametrize("text", ["1\t2\t3", "\t".join(map(str, range(13)))])
def test_another_number_of_cells_than_months_is_refused(text):
    [error] = read_steps(text, MONTHS).errors
    assert f"Det är {len(text.split())} rutor, och ska vara 12: januari 2021 till december 2021." in error
