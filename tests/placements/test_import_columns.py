"""Employment files with headings of their own: matched once, remembered, read by the columns that were chosen."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from placements.models import EmploymentFile, EmploymentImport
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory

pytestmark = pytest.mark.django_db
NEW = reverse("placements:employment_import_new")


@pytest.fixture
def client(login_as):
    EmploymentTypeFactory()
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    return login_as("asf_administrator")


OTHER = (
    "Anst.nr;Pnr;Enhet;Avtal;Start;Plats från;Slag;Kommentar\nE1;P1;101;extratjanst;2021-01-11;2021-01-11;external;x\n"
)
PLACES = {
    "employment": 0, "participant": 1, "department": 2, "type": 3, "employed_from": 4, "placed_from": 5,
    "placement_kind": 6,
}  # fmt: skip


def upload(client, text):
    content = io.BytesIO(text.encode())
    content.name = "hr.csv"
    return client.post(NEW, {"file": content})


def test_other_headings_are_matched_once_and_remembered(client):
    response = upload(client, OTHER)
    assert response.url == reverse("placements:import_columns")
    assert b"E1;P1" not in bytes(EmploymentFile.objects.get().content)
    page = client.get(response.url).text
    assert "Vad står i vilken kolumn?" in page and "Anst.nr" in page
    made = client.post(response.url, PLACES)
    assert made.url == reverse("placements:employment_import", args=[EmploymentImport.objects.get().pk])
    assert not EmploymentFile.objects.exists()
    again = upload(client, OTHER.replace("E1;P1", "E2;P2"))
    assert EmploymentImport.objects.count() == 2 and "imports" in again.url  # straight to the comparison


def test_a_column_chosen_twice_or_not_at_all_is_said(client):
    columns = upload(client, OTHER).url
    page = client.post(columns, PLACES | {"participant": 0, "department": ""})
    assert page.status_code == 422
    assert "redan vald för Anställning" in page.text and "Välj den kolumn i filen som har uppgiften" in page.text


def test_errors_of_a_matched_file_stand_at_its_own_columns(client):
    page = client.post(upload(client, OTHER.replace("2021-01-11;ext", "igår;ext")).url, PLACES)
    assert page.status_code == 422
    assert "Rad 2, kolumn Placerad från och med: ”igår” är inte ett datum" in page.text


def test_the_page_says_what_sort_of_thing_stands_in_a_column_and_nothing_personal(client):
    page = client.get(upload(client, OTHER.replace(";P1;", ";19900117-2395;").replace(";x", ";Hemlig")).url).text
    assert "19900117" not in page and "00000000-0000" not in page and "Hemlig" not in page
    for words in ("Pnr (siffror)", "Start (datum)", "Kommentar (text)"):
        assert words in page
