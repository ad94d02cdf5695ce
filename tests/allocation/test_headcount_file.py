"""The file with counted staff: what it may look like, and every error at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from allocation.headcount_file import COLUMNS, read_headcounts
from allocation.models import Headcount
from allocation.reorganisation import CountedRow
from foundation.tables import read_table, write_xlsx

pytestmark = pytest.mark.django_db


def reading(text: str):
    return read_headcounts(read_table(file=text.encode("cp1252"), name="antal.csv"))


def test_swedish_headings_in_any_order_are_read(small_city):
    found = reading("Alla anställda;Förvaltning;Datum;Tillsvidareanställda\r\n420;101;2020-11-01;350\r\n")
    assert (found.rows, found.errors) == ([CountedRow("101", date(2020, 11, 1), 350, 420)], [])


def test_english_headings_and_names_of_departments_are_read(small_city):
    found = reading("department;date;permanent;all\nfritidsförvaltningen;2020-11-01;1 350;1 420\n")
    assert (found.rows, found.errors) == ([CountedRow("101", date(2020, 11, 1), 1350, 1420)], [])


def test_what_was_exported_is_read_again(small_city):
    rows = [("101", "Fritidsförvaltningen", date(2020, 11, 1), 330, 400)]
    found = read_headcounts(read_table(file=write_xlsx(COLUMNS, rows), name="antal.xlsx"))
    assert (found.rows, found.errors) == ([CountedRow("101", date(2020, 11, 1), 330, 400)], [])


def test_every_error_comes_at_once_by_row_and_column(small_city):
    Headcount.objects.get(department=small_city.environment).lock(now=timezone.now())
    found = reading(
        "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\n"
        "101;2020-11-01;tre hundra;400\n"
        "999;2020-11-01;1;2\n"
        "103;2020-11-01;500;400\n"
        "102;2020-11-01;206;230\n"
        "101;2021-11-01;1;2\n"
        "Fritidsförvaltningen;2021-11-01;1;2\n"
    )
    assert [error.text for error in found.errors] == [
        "Rad 2, kolumn Tillsvidareanställda: ”tre hundra” är inte ett heltal. Skriv antalet med siffror, t.ex. 300.",
        "Rad 3, kolumn Förvaltningskod: ”999” är ingen förvaltning i registret. "
        "Skriv förvaltningens kod så som den står i listan över kvoter, t.ex. 140.",
        "Rad 4, kolumn Tillsvidareanställda: 500 tillsvidareanställda är fler än 400 anställda. "
        "De tillsvidareanställda ingår i alla anställda: rätta det ena talet.",
        "Rad 5, kolumn Tillsvidareanställda: en undertecknad överenskommelse vilar på 205 / 230 (tillsvidare / alla), "
        "filen har 206 / 230. Låt raden stå som den är i registret, eller skriv ett nytt datum.",
        "Rad 7, kolumn Förvaltningskod: samma förvaltning och datum som på rad 6. Ta bort rad 7 eller rad 6.",
    ]


def test_a_locked_row_that_is_unchanged_is_no_error(small_city):
    Headcount.objects.get(department=small_city.environment).lock(now=timezone.now())
    assert reading("department;date;permanent;all\n102;2020-11-01;205;230\n").errors == []
