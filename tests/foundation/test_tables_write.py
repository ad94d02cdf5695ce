"""Tables out: what Excel and the next import make of them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from foundation.periods import Month
from foundation.tables import (
    CellError,
    Column,
    Kind,
    faulty_workbook,
    read_rows,
    read_table,
    table_response,
    write_csv,
    write_xlsx,
)
from foundation.tables.responses import XLSX
from tests.foundation.files import csv_file, xlsx_file

COLUMNS = [
    Column("code", "Kod", Kind.CODE),
    Column("note", "Anteckning"),
    Column("number", "Antal", Kind.INTEGER),
    Column("share", "Andel", Kind.DECIMAL),
    Column("start", "Första dag", Kind.DATE),
    Column("month", "Månad", Kind.MONTH),
    Column("counts", "Räknas", Kind.BOOLEAN),
    Column("kind", "Slag", Kind.CHOICE, choices={"external": "Extern plats", "own_team": "Eget arbetslag"}),
    Column("person", "Personnummer", Kind.IDENTITY_NUMBER),
]
ROW = ["0101", "Östra", 1200, Decimal("75.5"), date(2021, 4, 30), Month(2021, 4), True, "own_team", "199001172395"]


def read_back(file: bytes) -> list[list[Any]]:
    reading = read_rows(read_table(file=file, name="a"), COLUMNS)
    assert reading.errors == ()
    return [[row[column.name] for column in COLUMNS] for row in reading.rows]


def sheet_of(file: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]


def test_csv_is_what_swedish_excel_opens() -> None:
    assert write_csv(COLUMNS, [ROW]).decode("utf-8") == (
        "\ufeffKod;Anteckning;Antal;Andel;Första dag;Månad;Räknas;Slag;Personnummer\r\n"
        "0101;Östra;1200;75,5;2021-04-30;2021-04;ja;Eget arbetslag;199001172395\r\n"
    )


def test_csv_with_english_headings_is_what_the_register_folder_holds() -> None:
    lines = write_csv(COLUMNS, [ROW], headings="name", decimal_mark=".").decode("utf-8-sig").splitlines()
    assert lines[0] == "code;note;number;share;start;month;counts;kind;person"
    assert lines[1] == "0101;Östra;1200;75.5;2021-04-30;2021-04;yes;own_team;199001172395"


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@SUM(A1)", "-5", "'=1"])
def test_a_text_that_excel_would_calculate_is_guarded_in_csv_and_comes_back(text: str) -> None:
    file = write_csv(COLUMNS[1:2], [[text]])
    assert file.decode("utf-8-sig").splitlines()[1] == f"'{text}"
    assert read_table(file=file, name="a").rows[0].cells == (text,)


def test_a_negative_number_stays_a_number_in_csv() -> None:
    assert write_csv(COLUMNS[2:4], [[-5, Decimal("-0.5")]]).decode("utf-8-sig").splitlines()[1] == "-5;-0,5"


def test_xlsx_holds_numbers_and_dates_as_such_and_codes_as_text() -> None:
    sheet = sheet_of(write_xlsx(COLUMNS, [ROW, ["=1+1", "http://x", *[None] * 7]]))
    code, _note, number, share, start, month, _counts, _kind, person = sheet[2]
    assert (code.value, code.number_format) == ("0101", "@")
    assert (number.value, share.value, start.value.date()) == (1200, 75.5, date(2021, 4, 30))
    assert start.number_format == "yyyy-mm-dd"
    assert (month.value, person.value, person.data_type) == ("2021-04", "199001172395", "s")
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["B3"].hyperlink) == ("=1+1", "s", None)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I3"


def test_the_filter_and_the_time_stand_on_a_second_sheet_that_reading_passes_by() -> None:
    file = write_xlsx(COLUMNS, [ROW], about=[("Urval", "avdelning ASF"), ("Uttaget", "2021-04-30 08:00")])
    about = openpyxl.load_workbook(io.BytesIO(file)).worksheets[1]
    assert next([cell.value for cell in row] for row in about.rows) == ["Urval", "avdelning ASF"]
    assert read_back(file) == [ROW]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_table_without_rows_has_its_headings(write: Any) -> None:
    assert read_back(write(COLUMNS, [])) == []


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20).map(str.strip)
ROWS = st.tuples(
    TEXTS.filter(lambda text: text and len(text.split()) == 1),
    TEXTS,
    st.none() | st.integers(-(10**14), 10**14),
    st.none() | st.decimals(-(10**8), 10**8, places=4),
    st.none() | st.dates(date(1900, 3, 1), date(2099, 12, 31)),
    st.none() | st.builds(Month, st.integers(1900, 9999), st.integers(1, 12)),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(["external", "own_team"]),
    st.none() | st.just("199001172395"),
).map(list)


@given(st.lists(ROWS, max_size=4))
def test_what_is_written_as_csv_is_read_again(rows: list[list[Any]]) -> None:
    assert read_back(write_csv(COLUMNS, rows)) == rows
    assert read_back(write_csv(COLUMNS, rows, headings="name", decimal_mark=".")) == rows


@given(st.lists(ROWS, max_size=4))
def test_what_is_written_as_xlsx_is_read_again(rows: list[list[Any]]) -> None:
    assert read_back(write_xlsx(COLUMNS, rows)) == rows


def test_the_faulty_workbook_marks_each_cell_where_it_stands_and_can_be_read_again() -> None:
    columns = [Column("code", "Kod", Kind.CODE, required=True), Column("number", "Antal", Kind.INTEGER)]
    table = read_table(file=xlsx_file([["kod", "Antal", "Färg"], [], ["0101", "tre"], [None, 5]]), name="a.xlsx")
    errors = read_rows(table, columns).errors
    file = faulty_workbook(table, errors)
    sheet = sheet_of(file)
    marked = {cell.coordinate: cell.comment.text for row in sheet.rows for cell in row if cell.comment}
    assert list(marked) == ["C1", "B3", "A4"]
    assert marked["B3"] == "Rad 3, kolumn Antal: ”tre” är inte ett heltal. Skriv antalet med siffror, t.ex. 300."
    assert sheet["B3"].fill.fgColor.rgb == "FFFCE3D6"
    assert sheet["A3"].fill.fill_type is None
    again = read_table(file=file, name="a.xlsx")
    assert (again.headings, again.rows) == (table.headings, table.rows)


def test_errors_beside_the_table_and_of_whole_rows_are_marked_too() -> None:
    table = read_table(file=csv_file("Kod", "a;x", "a"), name="a.csv")
    errors = read_rows(table, [Column("code", "Kod", Kind.CODE)], key=["code"]).errors
    sheet = sheet_of(faulty_workbook(table, errors))
    assert [cell.coordinate for row in sheet.rows for cell in row if cell.comment] == ["B2", "A3"]


def test_downloads_have_the_right_type_and_name_and_are_kept_by_no_cache() -> None:
    for table_format, media_type in (("csv", "text/csv; charset=utf-8"), ("xlsx", XLSX)):
        response = table_response(table_format, name="anställda", columns=COLUMNS, rows=[ROW])
        assert response["Content-Type"] == media_type
        assert f"filename*=utf-8''anst%C3%A4llda.{table_format}" in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
        assert read_back(response.content) == [ROW]
    with pytest.raises(Http404):
        table_response("pdf", name="a", columns=COLUMNS, rows=[])


def test_an_error_is_a_plain_value_that_can_be_kept() -> None:
    error = CellError(1, "x", "X", "a", "b", "c")
    assert str(error) == "Rad 1, kolumn X: a är inte b. c"
