"""A file of any shape on its way in: columns matched and remembered, stray rows distributed, errors marked."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from allocation.models import ColumnMatching, Headcount, HeadcountFile, HeadcountImport
from allocation.operations import FileGone, distribute_rows, keep_file
from allocation.reorganisation import Distribution
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
ANY = "Enhet;Fast anställda;Samtliga\r\n101;350;420\r\n102;205;230\r\n"
CHOSEN = {"department": "0", "date": "", "permanent": "1", "all": "2", "day": "2020-11-01"}
STRAY = (
    "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\r\n"
    "101;2020-11-01;330;400\r\nKulturskolan;2020-11-01;120;150\r\nSumma;2020-11-01;450;550\r\n"
)


def upload(client, text: str | bytes, *, name: str = "antal.csv", follow: bool = True):
    content = text.encode("cp1252") if isinstance(text, str) else text
    return client.post(
        reverse("allocation:headcount_import"), {"file": SimpleUploadedFile(name, content)}, follow=follow
    )


def columns(client, **changes: str):
    return client.post(reverse("allocation:columns"), CHOSEN | changes, follow=True)


def test_columns_of_any_heading_are_matched_by_hand_and_the_date_is_said_once(login_as, small_city):
    client = login_as("asf_administrator")
    page = upload(client, ANY)
    assert "Vad står i vilken kolumn?" in page.text and "B: Fast anställda – 350" in page.text
    assert HeadcountImport.objects.count() == 0
    compared = columns(client)
    assert "Filen ändrar 1 rad" in compared.text and "Tillsvidareanställda: ”Fast anställda”" in compared.text
    assert HeadcountImport.objects.get().rows[0] == {
        "department": "101", "date": "2020-11-01", "permanent": 350, "all": 420,
    }  # fmt: skip


def test_the_matching_is_offered_again_for_the_same_headings_in_any_order_and_can_be_changed(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, ANY)
    columns(client)
    other = login_as("asf_administrator")
    again = upload(other, "Samtliga;Enhet;Fast anställda\r\n440;101;360\r\n")
    assert "samma rubriker förut" in again.text
    for name, index in (("department", 1), ("permanent", 2), ("all", 0)):
        assert f'<option value="{index}" selected>' in again.text.split(f'name="{name}"')[1].split("</select>")[0]
    assert "Filen ändrar 1 rad" in columns(other, department="1", permanent="2", all="0").text
    assert ColumnMatching.objects.count() == 1
    columns(other, department="1", permanent="0", all="0")
    assert ColumnMatching.objects.get().columns["permanent"] == "fastanställda"  # what was refused is not remembered


def test_a_choice_that_cannot_be_is_explained_and_nothing_is_remembered(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, ANY)
    twice = columns(client, all="1")
    assert twice.status_code == 422 and "redan vald för Tillsvidareanställda" in twice.text
    both = columns(client, date="1", permanent="2", all="0", department="0")
    assert "Inte båda" in both.text
    assert "Välj den kolumn i filen som har uppgiften" in columns(client, permanent="").text
    assert not ColumnMatching.objects.exists()


def test_errors_after_matching_point_at_the_files_own_columns(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, "Samtliga;Enhet;Fast anställda\r\n400;101;500\r\n4;102;fem\r\n")
    page = columns(client, department="1", permanent="2", all="0")
    assert page.status_code == 422 and "antal.csv har 2 fel" in page.text
    sheet = load_workbook(io.BytesIO(client.get(reverse("allocation:faulty_file")).content)).active
    assert "fler än 400" in sheet["C2"].comment.text and "heltal" in sheet["C3"].comment.text


def test_the_marked_workbook_is_mended_and_uploaded_again(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\r\n101;2020-11-01;tre hundra;420\r\n")
    book = load_workbook(io.BytesIO(client.get(reverse("allocation:faulty_file")).content))
    assert book.active["C2"].fill.fgColor.rgb == "FFFCE3D6"
    book.active["C2"] = 350
    mended = io.BytesIO()
    book.save(mended)
    page = upload(client, mended.getvalue(), name="antal.xlsx")
    assert "Filen ändrar 1 rad" in page.text and "och 1 kvot" in page.text


def test_stray_rows_are_split_or_left_out_and_shown_before_they_count(login_as, small_city):
    """Kulturskolan's 120 / 150: 70 / 100 to 101 and 50 / 50 to 102. 330 + 70 = 400; 205 → 50, for 102 has no row."""
    client = login_as("asf_administrator")
    page = upload(client, STRAY)
    assert "Rad 3: Kulturskolan" in page.text and "Rad 4: Summa" in page.text
    address = reverse("allocation:distribution")
    said = {
        "lines": "3", "4-nowhere": "on", "3-0-department": "101", "3-0-permanent": "70", "3-0-all": "100",
        "3-1-department": "102", "3-1-permanent": "49", "3-1-all": "50",
    }  # fmt: skip
    wrong = client.post(address, said)
    assert wrong.status_code == 422 and "Delarna är tillsammans 119 tillsvidare och 150 alla" in wrong.text
    compared = client.post(address, said | {"3-1-permanent": "50"}, follow=True)
    assert "Kulturskolan (rad 3)" in compared.text and "Fritidsförvaltningen: 70 / 100" in compared.text
    assert "räknas inte" in compared.text
    waiting = HeadcountImport.objects.get()
    assert [(row["department"], row["permanent"], row["all"]) for row in waiting.rows] == [
        ("101", 400, 500), ("102", 50, 50),
    ]  # fmt: skip
    client.post(reverse("allocation:acceptance", args=[waiting.pk]))
    assert Headcount.objects.get(department=small_city.leisure, date=date(2020, 11, 1)).permanent == 400
    assert not HeadcountFile.objects.exists()


def test_one_department_takes_a_whole_row_and_the_choice_can_be_changed_before_it_counts(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, STRAY)
    address = reverse("allocation:distribution")
    compared = client.post(address, {"lines": "3", "4-nowhere": "on", "3-0-department": "102"}, follow=True)
    assert "Ändra var raderna räknas" in compared.text
    assert {row["department"]: row["permanent"] for row in HeadcountImport.objects.get().rows} == {
        "101": 330, "102": 120,
    }  # fmt: skip
    client.post(address, {"lines": "3", "4-nowhere": "on", "3-0-department": "101"}, follow=True)
    assert {row["department"]: row["permanent"] for row in HeadcountImport.objects.get().rows} == {"101": 450}


def test_a_row_of_which_nothing_is_said_stays(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, STRAY)
    silent = client.post(reverse("allocation:distribution"), {"lines": "3", "4-nowhere": "on"})
    assert silent.status_code == 422 and "Välj var raden hör hemma" in silent.text
    twice = {"3-0-department": "101", "3-0-permanent": "70", "3-0-all": "100",
             "3-1-department": "101", "3-1-permanent": "50", "3-1-all": "50"}  # fmt: skip
    page = client.post(reverse("allocation:distribution"), {"lines": "3", "4-nowhere": "on"} | twice)
    assert "Samma förvaltning står två gånger" in page.text
    assert not HeadcountImport.objects.exists()


def test_more_parts_are_asked_for_without_losing_what_is_written(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, STRAY)
    page = client.post(reverse("allocation:distribution"), {"lines": "3", "3-0-department": "102", "more": "1"})
    assert page.status_code == 200 and 'name="3-5-department"' in page.text
    assert '<option value="102" selected>' in page.text and "Välj var raden" not in page.text


def test_a_part_never_changes_what_a_signed_agreement_rests_on(login_as, small_city):
    Headcount.objects.get(department=small_city.leisure).lock(now=timezone.now())
    client = login_as("asf_administrator")
    upload(client, STRAY)
    page = client.post(reverse("allocation:distribution"), {"lines": "3", "4-nowhere": "on", "3-0-department": "101"})
    assert page.status_code == 422 and "en undertecknad överenskommelse vilar på 330 / 400" in page.text


def test_a_file_of_something_else_gives_errors_and_not_a_thousand_rows_to_place(login_as, small_city):
    rows = "".join(f"Okänd {n};2020-11-01;1;2\r\n" for n in range(61))
    page = upload(login_as("asf_administrator"), STRAY.split("\r\n")[0] + "\r\n" + rows)
    assert page.status_code == 422 and "antal.csv har 61 fel" in page.text


def test_a_file_that_was_begun_waits_for_its_owner_alone_and_can_be_laid_aside(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, ANY)
    assert "Ni har börjat läsa in antal.csv" in client.get(reverse("allocation:headcount_import")).text
    other = login_as("asf_administrator")
    for name in ("columns", "distribution", "faulty_file"):
        assert other.get(reverse(f"allocation:{name}")).status_code == 404
    assert client.get(reverse("allocation:distribution"), follow=True).redirect_chain[-1][0].endswith("/columns/")
    client.post(reverse("allocation:laying_aside"))
    assert client.get(reverse("allocation:columns")).status_code == 404
    assert not HeadcountFile.objects.exists()


def test_the_next_file_takes_the_place_of_the_last_and_old_ones_are_thrown_away(db):
    now, by, other = timezone.now(), UserFactory(), UserFactory()
    first = keep_file(content=ANY.encode(), name="a.csv", by=by, now=now)
    keep_file(content=ANY.encode(), name="b.csv", by=other, now=now)
    HeadcountFile.objects.filter(owner=other).update(uploaded_at=now - timedelta(days=31))
    second = keep_file(content=ANY.encode(), name="c.csv", by=by, now=now)
    assert list(HeadcountFile.objects.all()) == [second]
    with pytest.raises(FileGone):
        distribute_rows(file=first, distribution={3: Distribution(())})
