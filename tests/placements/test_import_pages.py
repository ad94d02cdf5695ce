"""Importing on screen: errors with the file given back, comparison, acceptance, cancellation."""

from __future__ import annotations

import base64
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from organisation.models import Department
from placements.models import Employment, EmploymentImport
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentTypeFactory, PlacementFactory

pytestmark = pytest.mark.django_db
NEW = reverse("placements:employment_import_new")
HEADINGS = "employment;participant;type;employed_from;department;placement_kind;placed_from\n"
ROWS = "E1;P1;extratjanst;2021-01-11;101;external;2021-01-11\nE2;P2;extratjanst;2021-01-11;101;external;2021-01-11\n"


@pytest.fixture
def client(login_as):
    EmploymentTypeFactory()
    DepartmentFactory(code="101", name="Fritidsförvaltningen")
    return login_as("asf_administrator")


def upload(client, text, name="anst.csv"):
    content = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    content.name = name
    return client.post(NEW, {"file": content})


def test_a_faultless_file_is_compared_then_accepted(client):
    response = upload(client, HEADINGS + ROWS)
    made = EmploymentImport.objects.get()
    assert response.url == reverse("placements:employment_import", args=[made.pk])
    page = client.get(response.url).text
    assert "Nya: 2." in page
    assert not Employment.objects.exists()
    answer = client.post(reverse("placements:import_acceptance", args=[made.pk]), follow=True)
    assert "2 nya rader, 0 ändrade, 0 oförändrade" in answer.text
    assert Employment.objects.count() == 2
    assert "Filen är godkänd" in client.get(response.url).text
    again = upload(client, HEADINGS + ROWS)
    assert again.status_code == 422
    assert "Filen är densamma" in again.text


def test_the_name_of_a_file_is_for_the_one_who_chose_it(client, login_as):
    url = upload(client, HEADINGS + ROWS, "Hemliga Personen 900101-9802.csv").url
    made = EmploymentImport.objects.get()
    assert f"fil nr {made.pk} (Hemliga Personen ….csv)" in client.get(url).text
    colleague = login_as("case_officer")
    for page in (NEW, url):
        text = colleague.get(page).text
        assert f"fil nr {made.pk}" in text and "Hemliga" not in text
    colleague.post(reverse("placements:import_acceptance", args=[made.pk]))
    one = Employment.objects.first()
    page = colleague.get(reverse("placements:employment", args=[one.pk])).text
    assert f"Inläst fil nr {made.pk}" in page and "Hemliga" not in page
    assert "Hemliga" not in colleague.get(NEW).text
    colleague.post(reverse("placements:import_undoing", args=[made.pk]))
    reasons = Employment.pgh_event_model.objects.values_list("pgh_context__metadata__reason", flat=True)
    assert set(reasons) == {f"Inläst fil nr {made.pk}", f"Ångrad inläsning av fil nr {made.pk}"}


def test_cancelling_changes_nothing(client):
    url = upload(client, HEADINGS + ROWS).url
    made = EmploymentImport.objects.get()
    assert made.file_name in client.get(NEW).text
    client.post(reverse("placements:import_cancellation", args=[made.pk]))
    assert not Employment.objects.exists()
    assert "Filen är avbruten" in client.get(url).text


def test_a_faulty_file_comes_back_with_every_fault_marked(client):
    response = upload(client, HEADINGS + ROWS.replace("101", "999").replace("2021-01-11", "i går", 1))
    assert response.status_code == 422
    assert "anst.csv har 3 fel" in response.text
    assert "Rad 2, kolumn Anställd från och med" in response.text
    assert "Rad 3, kolumn Förvaltning" in response.text
    assert not EmploymentImport.objects.exists()
    marked = base64.b64decode(re.search(r"base64,([^\"]+)\"", response.text)[1])
    sheet = load_workbook(io.BytesIO(marked)).active
    assert "”999”" in sheet["E3"].comment.text


def test_a_file_that_is_no_table_is_refused_in_words(client):
    assert "Filen är en PDF" in upload(client, b"%PDF-1.7 ...", "a.pdf").text
    assert upload(client, b"").status_code == 422


@pytest.mark.parametrize("name", ["employment_import", "import_acceptance", "import_cancellation"])
def test_a_waiting_file_is_for_those_who_edit(client, login_as, name):
    upload(client, HEADINGS + ROWS)
    url = reverse(f"placements:{name}", args=[EmploymentImport.objects.get().pk])
    for role in ("auditor", "asf_head", "department_hr", "finance"):
        other = login_as(role)
        assert (other.get(url) if name == "employment_import" else other.post(url)).status_code == 404


@pytest.mark.parametrize("number", [2, 50])
def test_the_comparison_asks_the_database_as_often_for_fifty_rows(client, django_assert_num_queries, number):
    PlacementFactory(employment__key="E0")  # so that the placements of known employments are asked for too
    rows = "".join(f"E{n};P{n};extratjanst;2021-01-11;101;external;2021-01-11\n" for n in range(number))
    url = upload(client, HEADINGS + rows).url
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)


def test_who_goes_on_in_the_files_departments_and_is_not_in_the_file_is_listed_and_stays(client):
    known = Department.objects.get(code="101")
    for key, given in {
        "E1": {},
        "E7": {},
        "E8": {"placed_to": date(2021, 1, 31)},  # is over
        "E9": {"placed_from": date(2031, 1, 1)},  # has not begun
    }.items():
        PlacementFactory(employment__key=key, department=known, **{"placed_from": date(2021, 1, 11), **given})
    PlacementFactory(employment__key="E10")  # of a department that the file does not name
    with clock_from(date(2021, 3, 1)):
        page = client.get(upload(client, HEADINGS + ROWS).url)
    assert [one.employment.key for one in page.context["comparison"].unmentioned.placements] == ["E7"]
    assert "1 pågående placering i filens förvaltningar nämns inte" in page.text
    client.post(reverse("placements:import_acceptance", args=[EmploymentImport.objects.get().pk]))
    assert Employment.objects.get(key="E7").employed_to is None
