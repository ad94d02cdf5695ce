"""SIE 4 files byte by byte, read back, balanced, in characters that the format has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.sie import Row, SieFile, Unbalanced, Voucher, plain, read, write

SELLER = Row("3610", Decimal("-37500.00"), ((1, "14000"), (20, "610"), (21, "101")), "F2021-0001")
BUYER = Row("4610", Decimal("37500.00"), ((1, "21000"), (6, "P7"), (20, "300"), (21, "103")), "F2021-0001")
FILE = SieFile(
    "Överens", "Malmö stad", date(2021, 8, 9), (Voucher("F", date(2021, 8, 6), "F2021-0001", (BUYER, SELLER)),)
)
BYTES = (
    b"#FLAGGA 0\r\n"
    b'#PROGRAM "\x99verens" "1"\r\n'
    b"#FORMAT PC8\r\n"
    b"#GEN 20210809\r\n"
    b"#SIETYP 4\r\n"
    b'#FNAMN "Malm\x94 stad"\r\n'
    b'#DIM 1 "Kostnadsst\x84lle"\r\n'
    b'#DIM 6 "Projekt"\r\n'
    b'#DIM 20 "Verksamhet"\r\n'
    b'#DIM 21 "Motpart"\r\n'
    b'#OBJEKT 1 "14000" "14000"\r\n'
    b'#OBJEKT 1 "21000" "21000"\r\n'
    b'#OBJEKT 6 "P7" "P7"\r\n'
    b'#OBJEKT 20 "300" "300"\r\n'
    b'#OBJEKT 20 "610" "610"\r\n'
    b'#OBJEKT 21 "101" "101"\r\n'
    b'#OBJEKT 21 "103" "103"\r\n'
    b'#VER "F" "" 20210806 "F2021-0001"\r\n'
    b"{\r\n"
    b'#TRANS 4610 {1 "21000" 6 "P7" 20 "300" 21 "103"} 37500.00 "" "F2021-0001"\r\n'
    b'#TRANS 3610 {1 "14000" 20 "610" 21 "101"} -37500.00 "" "F2021-0001"\r\n'
    b"}\r\n"
)


def test_the_file_is_byte_by_byte_as_a_ledger_reads_it():
    assert write(FILE) == BYTES


def test_what_is_written_is_read_back():
    assert read(BYTES) == FILE


@pytest.mark.parametrize(
    ("text", "said"),
    [("Enligt § 4", "Enligt par. 4"), ("april–juni", "april-juni"), ("7 500 €", "7 500 EUR"), ("Ñandú ő", "Ñandú o"),
     ("åäöÅÄÖéü", "åäöÅÄÖéü"), ("a\r\n#VER b", "a #VER b"), ("”ja”", "'ja'"), ("漢", "?")],
)  # fmt: skip
def test_characters_that_the_format_lacks_are_written_otherwise(text, said):
    assert plain(text) == said


def test_a_voucher_that_does_not_sum_to_nothing_is_never_written():
    with pytest.raises(Unbalanced):
        write(SieFile("Ö", "M", date(2021, 8, 9), (Voucher("F", date(2021, 8, 6), "x", (BUYER,)),)))


def test_a_long_text_is_cut_at_fifty():
    long = Voucher("F", date(2021, 8, 6), "x" * 80, (BUYER, SELLER))
    assert read(write(SieFile("Ö", "M", date(2021, 8, 9), (long,)))).vouchers[0].text == "x" * 50


@given(st.text(max_size=40), st.text(max_size=60), st.decimals(min_value=0, max_value=10**9, places=2))
def test_whatever_it_says_it_reads_back_as_written(company, text, amount):
    rows = (Row("1", amount, ((1, "a b"),), text), Row("2", -amount, (), text))
    file = SieFile("Överens", company, date(2021, 8, 9), (Voucher("F", date(2021, 8, 6), text, rows),))
    once = read(write(file))
    assert read(write(once)) == once
    assert once.vouchers[0].difference == 0 and [row.amount for row in once.vouchers[0].rows] == [amount, -amount]
