"""Which files become tables, and what is said of those that cannot."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.worksheet.worksheet import Worksheet

from foundation.refusals import Refusal
from foundation.tables import read_file, read_table, read_upload, refusals
from foundation.tables.package import MOST_UNPACKED_BYTES
from tests.foundation.files import csv_file, sheet_xml, with_parts, xlsx_file

HEADINGS = ["Förvaltning", "Antal"]
MORNING = datetime(2021, 4, 1, 8)  # noqa: DTZ001  # cells know no time zone
SHEET = "xl__worksheets__sheet1_dot_xml"


def refused(kind: type[Refusal], file: bytes, name: str = "fil.xlsx") -> str:
    with pytest.raises(kind) as refusal:
        read_table(file=file, name=name)
    return str(refusal.value)


def under_a_heading(cell: str) -> bytes:
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>Antal</t></is></c></row>'
    return with_parts(xlsx_file([["x"]]), **{SHEET: sheet_xml(f'{heading}<row r="2">{cell}</row>')})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_whatever_excel_saved_it_as(encoding: str, delimiter: str) -> None:
    lines = [delimiter.join(row) for row in (HEADINGS, ["Miljöförvaltningen", "12"])]
    table = read_table(file=csv_file(*lines, encoding=encoding), name="a.csv")
    assert table.headings == ("Förvaltning", "Antal")
    assert table.rows[0].cells == ("Miljöförvaltningen", "12")


def test_csv_rows_are_numbered_as_in_a_text_editor() -> None:
    table = read_table(file=csv_file("", "a;b", '"två\nrader";1', "", "x;2"), name="a.csv")
    assert table.heading_row == 2
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("två\nrader", "1")), (6, ("x", "2"))]


def test_the_line_that_tells_excel_the_separator_is_not_a_row() -> None:
    table = read_table(file=csv_file("sep=,", "a,b;c", "1,2"), name="a.csv")
    assert (table.headings, table.heading_row) == (("a", "b;c"), 2)


def test_what_excel_took_as_a_guard_against_formulas_is_taken_away() -> None:
    table = read_table(file=csv_file("a;b", "'=1+1;'vanlig"), name="a.csv")
    assert table.rows[0].cells == ("=1+1", "'vanlig")


def test_xlsx_cells_are_exact_and_rows_numbered_as_in_excel() -> None:
    rows = [HEADINGS, [], ["A", 1.0, 0.1 + 0.2, date(2021, 4, 1), MORNING, True, "0101"]]
    table = read_table(file=xlsx_file([[*HEADINGS, "c", "d", "e", "f", "g"], *rows[1:]]), name="a.xlsx")
    (row,) = table.rows
    assert row.number == 3
    assert row.cells == ("A", 1, Decimal("0.3"), date(2021, 4, 1), MORNING, True, "0101")
    assert type(row.cells[3]) is date


def test_the_first_sheet_that_is_seen_is_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Synligt").append(["Rubrik"])
        sheet.sheet_state = "hidden"

    assert read_table(file=xlsx_file([["Dold"]], hide), name="a.xlsx").headings == ("Rubrik",)


def test_of_a_formula_the_saved_result_is_taken_and_the_cell_named() -> None:
    table = read_table(file=under_a_heading('<c r="A2"><f>1+1</f><v>2</v></c>'), name="a.xlsx")
    assert (table.rows[0].cells, table.calculated) == ((2,), ("A2",))


def test_formulas_without_results_are_refused_cell_by_cell() -> None:
    with pytest.raises(refusals.FormulasWithoutValues) as refusal:
        read_table(file=xlsx_file([HEADINGS, ["A", "=1+1"], ["=B2", 3]]), name="a.xlsx")
    assert len(refusal.value.messages) == 2
    assert refusal.value.messages[0].startswith("Cell B2 innehåller en formel utan färdigt resultat.")


def test_formula_errors_are_refused_rather_than_read_as_empty() -> None:
    file = under_a_heading('<c r="A2" t="e"><v>#DIV/0!</v></c>')
    assert "Cell A2 innehåller ett formelfel (#DIV/0!)" in refused(refusals.FormulaFaults, file)


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (b"%PDF-1.7 ...", "en PDF"),
        (b"<html><table>", "en webbsida"),
        (b"\x89PNG\r\n\x1a\n\0", "en bild"),
        (b"a;b\0\1\2", "varken en Excelfil eller ren text"),
        (b"PK\x03\x04 not a zip after all", "skadad"),
    ],
)
def test_the_content_decides_what_a_file_is_and_not_its_name(file: bytes, found: str) -> None:
    assert found in refused(refusals.UnreadableFile, file, "headcounts.csv")


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("word__document_dot_xml", "ett Worddokument"),
        ("mimetype", "OpenDocument"),
        ("xl__workbook_dot_bin", ".xlsb"),
        ("bilder__bild_dot_xml", "ett zip-arkiv"),
    ],
)
def test_other_zips_are_told_apart(part: str, found: str) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert found in refused(refusals.WrongFileType, with_parts(empty.getvalue(), **{part: b"x"}))


@pytest.mark.parametrize("file", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", csv_file(";;", ";;"), xlsx_file([])])
def test_an_empty_file_is_said_to_be_empty(file: bytes) -> None:
    assert "Filen är tom" in refused(refusals.EmptyFile, file)


@pytest.mark.parametrize("row", [["ASF", 512], ["ASF", "512"], ["ASF", date(2021, 4, 1)]])
def test_a_table_without_heading_row_is_refused(row: list[object]) -> None:
    assert "Rad 1 är inte en rad med rubriker" in refused(refusals.NoHeadingRow, xlsx_file([row]))


def test_merged_headings_are_refused_with_their_place() -> None:
    file = xlsx_file([["Personal 1 november", None], HEADINGS], lambda sheet: sheet.merge_cells("A1:B1"))
    assert "Cellerna A1:B1 är sammanfogade" in refused(refusals.MergedCells, file)


def test_macro_workbooks_are_refused_by_what_they_hold_and_by_name() -> None:
    plain = xlsx_file([HEADINGS])
    refused(refusals.MacroWorkbook, with_parts(plain, **{"xl__vbaProject_dot_bin": b"x"}))
    refused(refusals.MacroWorkbook, plain, "fil.xlsm")
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    refused(refusals.MacroWorkbook, with_parts(plain, **{"[Content_Types]_dot_xml": types}))


def test_protected_and_old_workbooks_are_told_apart() -> None:
    old = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    assert "gamla Excelformatet" in refused(refusals.LegacyWorkbook, old, "a.xls")
    assert "lösenord" in refused(refusals.ProtectedFile, old + "EncryptedPackage".encode("utf-16-le"))


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = with_parts(xlsx_file([HEADINGS]), **{"xl__media__x_dot_xml": b" " * (MOST_UNPACKED_BYTES // 3)})
    assert len(bomb) < 1_000_000
    refused(refusals.UnpacksTooLarge, bomb)


def test_a_workbook_that_lies_about_its_size_is_damaged() -> None:
    file = bytearray(with_parts(xlsx_file([HEADINGS]), **{"xl__media__x_dot_xml": b" " * 5_000_000}))
    stated = (5_000_000).to_bytes(4, "little")
    assert file.count(stated) == 2
    refused(refusals.DamagedFile, bytes(file).replace(stated, (10).to_bytes(4, "little")))


def test_xml_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml("<row/>")
    refused(refusals.DamagedFile, with_parts(xlsx_file([HEADINGS]), **{SHEET: bomb}))


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "CW1", "&#65;999999"])
def test_a_cell_far_away_is_refused_before_memory_is_taken(place: str) -> None:
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{place}"><v>1</v></c></row>'
    refused(refusals.TooManyCells, with_parts(xlsx_file([HEADINGS]), **{SHEET: sheet_xml(cells)}))


def test_csv_with_too_many_columns_is_refused() -> None:
    refused(refusals.TooManyCells, csv_file(";".join(["a"] * 101), "1"))


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    assert "vid rad 2" in refused(refusals.UnreadableText, csv_file("a;b", '1;"x', "2;y"))


class Unread(SimpleUploadedFile):
    def read(self, *args: object) -> bytes:
        raise AssertionError("was read")


def test_a_file_of_50_mb_is_refused_unread() -> None:
    upload = Unread("a.xlsx", b"")
    upload.size = 50 * 1024 * 1024
    with pytest.raises(refusals.FileTooLarge, match=r"större än 20 MB \(50 MB\)"):
        read_upload(upload)


def test_a_file_over_the_limit_is_refused_also_when_its_size_is_not_known(settings, tmp_path: Path) -> None:
    settings.TABLE_MAX_BYTES = 100
    refused(refusals.FileTooLarge, b"a;b\n" * 26)
    (tmp_path / "a.csv").write_bytes(b"a;b\n" * 26)
    with pytest.raises(refusals.FileTooLarge):
        read_file(tmp_path / "a.csv")
    upload = SimpleUploadedFile("a.csv", b"a;b\n" * 26)
    upload.size = None
    with pytest.raises(refusals.FileTooLarge):
        read_upload(upload)


def test_a_refusal_puts_its_words_in_the_readers_language_when_read() -> None:
    refusal = Refusal("Ett.", "Två.")
    assert (refusal.messages, str(refusal)) == (["Ett.", "Två."], "Ett. Två.")
