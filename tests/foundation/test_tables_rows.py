"""Cells become values by their column, and every error is found at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy, override

from foundation.periods import Month
from foundation.tables import Column, Kind, Reading, read_rows, read_table, refusals
from foundation.tables.kinds import CellFault, parser_of
from foundation.tables.table import Row, Table
from tests.foundation.files import csv_file, xlsx_file

TODAY = date(2021, 4, 30)
MORNING = datetime(2021, 4, 30, 8)  # noqa: DTZ001  # cells know no time zone
HEADCOUNTS = [
    Column("department", "Förvaltning", Kind.CODE, required=True, aliases=["förvaltningskod"]),
    Column("date", "Datum", Kind.DATE, required=True),
    Column("permanent", "Tillsvidareanställda", Kind.INTEGER, required=True, minimum=0),
    Column("all", "Alla anställda", Kind.INTEGER, minimum=0),
]
COLUMNS = {
    kind: Column("x", "X", kind, choices={"external": "Extern plats", "own_team": "Eget arbetslag"}) for kind in Kind
}


def value(kind: Kind, cell: Any) -> object:
    return parser_of(COLUMNS[kind], today=TODAY)(cell)


def fault(kind: Kind, cell: Any) -> CellFault:
    with pytest.raises(CellFault) as raised:
        value(kind, cell)
    return raised.value


def read(*lines: str, key: tuple[str, ...] = ()) -> Reading:
    return read_rows(read_table(file=csv_file(*lines), name="a.csv"), HEADCOUNTS, key=key)


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (Kind.TEXT, "  å ö ", "å ö"),
        (Kind.TEXT, 12, "12"),
        (Kind.CODE, "0101", "0101"),
        (Kind.CODE, 101, "101"),
        (Kind.INTEGER, "300", 300),
        (Kind.INTEGER, "1 200", 1200),
        (Kind.INTEGER, "1\N{NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", 1_200_000),
        (Kind.INTEGER, "-5", -5),
        (Kind.INTEGER, "\N{MINUS SIGN}5", -5),
        (Kind.INTEGER, 300, 300),
        (Kind.DECIMAL, "75,5", Decimal("75.5")),
        (Kind.DECIMAL, "75.5", Decimal("75.5")),
        (Kind.DECIMAL, "7 500,00", Decimal("7500.00")),
        (Kind.DECIMAL, "7\N{NO-BREAK SPACE}500", Decimal(7500)),
        (Kind.DECIMAL, Decimal("0.057"), Decimal("0.057")),
        (Kind.DATE, "2021-04-30", TODAY),
        (Kind.DATE, "2021-04-30 00:00:00", TODAY),
        (Kind.DATE, TODAY, TODAY),
        (Kind.MONTH, "2021-04", Month(2021, 4)),
        (Kind.MONTH, date(2021, 4, 1), Month(2021, 4)),
        (Kind.MONTH, "2021-04-01", Month(2021, 4)),
        (Kind.BOOLEAN, "Ja", True),
        (Kind.BOOLEAN, "no", False),
        (Kind.BOOLEAN, True, True),
        (Kind.BOOLEAN, "FALSKT", False),
        (Kind.CHOICE, "external", "external"),
        (Kind.CHOICE, "eget  Arbetslag", "own_team"),
        (Kind.IDENTITY_NUMBER, "900117-2395", "199001172395"),
        (Kind.IDENTITY_NUMBER, 199001172395, "199001172395"),
        # zeros that the spreadsheet took away: 000203-4569, 010203-2398 and the coordination number 000163-2397
        (Kind.IDENTITY_NUMBER, 2034569, "200002034569"),
        (Kind.IDENTITY_NUMBER, "102032398", "200102032398"),
        (Kind.IDENTITY_NUMBER, 1632397, "200001632397"),
    ],
)
def test_a_cell_becomes_the_value_of_its_kind(kind: Kind, cell: Any, expected: object) -> None:
    found = value(kind, cell)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "cell", "expected", "mend"),
    [
        (Kind.INTEGER, "tre hundra", "ett heltal", "t.ex. 300"),
        (Kind.INTEGER, "300,5", "ett heltal", ""),
        (Kind.INTEGER, Decimal("300.5"), "ett heltal", ""),
        (Kind.INTEGER, "1.200", "ett heltal", ""),
        (Kind.INTEGER, "12 00", "ett heltal", ""),
        (Kind.INTEGER, "9" * 5000, "ett heltal", ""),
        (Kind.INTEGER, "٣", "ett heltal", ""),
        (Kind.INTEGER, True, "ett heltal", ""),
        (Kind.DECIMAL, "75 %", "ett tal", "t.ex. 75,5"),
        (Kind.DECIMAL, "1.234,5", "ett tal", ""),
        (Kind.DECIMAL, "nan", "ett tal", ""),
        (Kind.DATE, "30/4 2021", "ett datum", "t.ex. 2021-04-30"),
        (Kind.DATE, "2021-02-30", "ett datum", ""),
        (Kind.DATE, "44287", "ett datum", "dagnummer för 2021-04-01"),
        (Kind.DATE, 44287, "ett datum", "dagnummer för 2021-04-01"),
        (Kind.DATE, "1899-12-31", "år 1900 eller senare", ""),
        (Kind.DATE, "2100-01-01", "före år 2100", ""),
        (Kind.DATE, MORNING, "ett datum", "klockslaget"),
        (Kind.MONTH, "apr-21", "en månad", "t.ex. 2021-04"),
        (Kind.MONTH, "2021-13", "en månad", ""),
        (Kind.MONTH, date(2021, 4, 15), "en månad", ""),
        (Kind.MONTH, "1899-01", "år 1900 eller senare", ""),
        (Kind.BOOLEAN, "kanske", "ja eller nej", ""),
        (Kind.BOOLEAN, 1, "ja eller nej", ""),
        (Kind.CHOICE, "annat", "Extern plats, Eget arbetslag", ""),
        (Kind.CODE, "två ord", "utan mellanslag", ""),
        (Kind.TEXT, "x" * 1001, "högst 1000 tecken", ""),
        (Kind.IDENTITY_NUMBER, "199001172396", "person- eller samordningsnummer", "tolv siffror"),
        (Kind.IDENTITY_NUMBER, 101172395, "person- eller samordningsnummer", "tagit bort nollor"),
        (Kind.IDENTITY_NUMBER, "101172395", "person- eller samordningsnummer", "tagit bort nollor"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_was_expected(kind: Kind, cell: Any, expected: str, mend: str) -> None:
    raised = fault(kind, cell)
    assert expected in raised.expected
    assert mend in raised.mend


def test_the_error_reads_as_a_sentence_and_as_a_line_for_the_operator() -> None:
    (error,) = read("Förvaltning;Datum;Tillsvidareanställda", "ASF;2021-04-30;tre hundra").errors
    assert error.text == (
        "Rad 2, kolumn Tillsvidareanställda: ”tre hundra” är inte ett heltal. Skriv antalet med siffror, t.ex. 300."
    )
    assert error.operator_line("headcounts.csv") == (
        "headcounts.csv:2:permanent: väntade ett heltal, fann ”tre hundra”"
    )


def test_all_errors_come_at_once_in_the_order_of_the_file_and_good_rows_are_read() -> None:
    reading = read(
        "Förvaltning;Datum;Tillsvidareanställda;Färg", ";2021-04-30;-1;x", "GRF;44287;5;", "ASF;2021-04-30;512;;9"
    )
    assert [error.text.split(". ")[0] for error in reading.errors] == [
        "Rad 1, kolumn Färg: ”Färg” är inte en känd rubrik",
        "Rad 2, kolumn Förvaltning: cellen är tom",
        "Rad 2, kolumn Tillsvidareanställda: ”-1” är inte 0 eller mer",
        "Rad 3, kolumn Datum: ”44287” är inte ett datum",
        "Rad 4, kolumn E: ”9” står utanför rubrikerna",
    ]
    assert reading.rows == ()
    reading = read("Förvaltning;Datum;Tillsvidareanställda", "ASF;2021-04-30;512", "GRF;x;1")
    assert [(row.number, row["department"], row["permanent"], row["all"]) for row in reading.rows] == [
        (2, "ASF", 512, None)
    ]
    assert reading.missing_columns == ("all",)


@pytest.mark.parametrize(
    "headings",
    [
        "department;date;permanent",
        "DATUM; förvaltning ;Tillsvidare anställda",
        "Fo\N{COMBINING DIAERESIS}rvaltning;Datum;tillsvidare-anställda",
        "Förvaltningskod;date;permanent",
    ],
)
def test_headings_are_known_in_both_languages_any_order_and_spelling_of_spaces(headings: str) -> None:
    assert read(headings).errors == ()


def test_a_label_is_known_in_every_language_of_the_interface() -> None:
    columns = [Column("x", gettext_lazy("Förvaltning"))]
    with override("en"):
        assert read_rows(Table("a", ("förvaltning",), 1, ()), columns).errors == ()


def test_an_unknown_heading_is_an_error_with_the_nearest_known_one() -> None:
    (error, *_) = read("Förvaltning;Datum;Tillsvidareanställd").errors
    assert error.text.endswith("är inte en känd rubrik. Menade ni Tillsvidareanställda?")


def test_missing_repeated_and_nameless_headings_are_errors() -> None:
    reading = read("Förvaltning;Förvaltning;;Datum;", "A;B;x;2021-04-30")
    assert [error.text for error in reading.errors] == [
        "Rad 1, kolumn Förvaltning: rubriken finns två gånger. Ta bort en av kolumnerna.",
        "Rad 1, kolumn C: kolumnen saknar rubrik. Skriv en rubrik över kolumnen eller töm den.",
        "Rad 1, kolumn Tillsvidareanställda: rubriken saknas. Lägg till kolumnen Tillsvidareanställda.",
    ]


def test_a_table_with_no_known_heading_is_refused_with_those_expected() -> None:
    with pytest.raises(refusals.NoHeadingRow, match="Förvaltning, Datum, Tillsvidareanställda, Alla anställda"):
        read("ASF;Malmö", "x;y")


def test_rows_with_the_same_key_are_an_error_naming_both_also_when_one_is_faulty() -> None:
    reading = read(
        "Förvaltning;Datum;Tillsvidareanställda", "A;2021-04-30;x", "B;2021-04-30;1", "A;2021-04-30;2",
        key=("department", "date"),
    )  # fmt: skip
    assert [error.text for error in reading.errors][1] == (
        "Rad 4, kolumn Förvaltning + Datum: samma uppgift som på rad 2. Ta bort rad 4 eller rad 2, eller rätta den ena."
    )


def test_no_error_repeats_an_identity_number_in_whatever_column_it_stands() -> None:
    columns = [Column("id", "Personnummer", Kind.IDENTITY_NUMBER), *HEADCOUNTS]
    rows = [
        ["id", "department", "date", "permanent"],
        ["19900117-2396", "900117-2395", "199001172395", "nr 199001172395", "9001172395"],
        ["199001172395", "A", "2021-04-30", 1],
        ["900117-2395", "A", "2021-04-30", 1],
    ]
    reading = read_rows(read_table(file=xlsx_file(rows), name="a"), columns, key=("id",), today=TODAY)
    assert len(reading.errors) == 5
    for error in reading.errors:
        for text in (error.text, error.operator_line("a.csv"), str(error)):
            assert "239" not in text


def test_a_number_cell_that_lost_its_leading_zeros_is_explained() -> None:
    columns = [Column("id", "Personnummer", Kind.IDENTITY_NUMBER)]
    (error,) = read_rows(Table("a", ("id",), 1, (Row(2, (101172395,)),)), columns, today=TODAY).errors
    assert "Excel kan ha tagit bort nollor i början." in error.text


def test_a_heading_row_alone_is_a_table_without_rows() -> None:
    assert read("Förvaltning;Datum;Tillsvidareanställda") == Reading((), (), ("all",))


@pytest.mark.parametrize("cell", ["9999-12-31", date(9999, 12, 31)])
def test_a_last_day_that_stands_for_none_is_as_an_empty_cell_and_no_first_day(cell: Any) -> None:
    columns = [
        Column("begins", "Från", Kind.DATE, required=True),
        Column("ends", "Till", Kind.DATE),
    ]
    table = Table("a", ("begins", "ends"), 1, (Row(2, (TODAY, cell)), Row(3, (cell, TODAY))))
    reading = read_rows(table, columns, today=TODAY)
    assert [row.values["ends"] for row in reading.rows] == [None]
    assert [(error.row, error.column) for error in reading.errors] == [(3, "Från")]
