"""The pages of the allocation: who sees and may what, a file's way into the register, quotas as the city reads them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from allocation.models import Headcount, HeadcountImport
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.organisation.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
GOOD = "Förvaltningskod;Datum;Tillsvidareanställda;Alla anställda\r\n101;2020-11-01;350;420\r\n"


def upload(client, text: str):
    file = SimpleUploadedFile("antal.csv", text.encode("cp1252"), content_type="text/csv")
    return client.post(reverse("allocation:headcount_import"), {"file": file}, follow=True)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_quotas_stand_with_their_derivation_both_readings_and_the_sums(login_as, small_city):
    """19 + 12 + 108 = 139, without the provider 31; greatest fee (19 + 12) × 7 500 × 9 = 2 092 500."""
    text = plain(login_as("city_office").get(reverse("allocation:quotas")).text)
    for expected in (
        "Kvoterna är tillsammans 139 platser, 31 utan ASF",
        "19 = 5,7 % av 330 tillsvidareanställda den 1 november 2020 = 18,81, avrundat",
        "330 → 19", "400 → 23", "2 092 500 kr", "faktureras inte", "Undantagen enligt beslutet", "Hamnbolaget",
    ):  # fmt: skip
        assert expected in text


def test_a_department_sees_its_own_quota_only(login_as, small_city):
    text = plain(login_as("department_hr", small_city.leisure).get(reverse("allocation:quotas")).text)
    assert "Fritidsförvaltningen har kvoten 19" in text and "Miljöförvaltningen" not in text and "Summa" not in text


def test_a_department_that_nobody_has_counted_is_called_out(login_as, small_city):
    Headcount.objects.filter(department=small_city.leisure).delete()
    text = login_as("asf_administrator").get(reverse("allocation:quotas")).text
    assert "1 förvaltning saknar antal anställda" in text


def test_quotas_can_be_taken_out(login_as, small_city):
    response = login_as("auditor").get(reverse("allocation:quotas") + "?format=csv")
    lines = plain(response.content.decode("utf-8-sig")).splitlines()
    assert lines[1].startswith("101;Fritidsförvaltningen;Fritidsnämnden;330;18,81;19;400;22,8;23;19;1282500")
    assert lines[-1].endswith("Undantagen enligt beslutet")


def test_a_model_year_shows_every_parameter_with_its_decision(login_as, small_city):
    ModelYearFactory(year=2022)
    text = plain(login_as("department_hr", small_city.leisure).get(reverse("allocation:model_year", args=[2021])).text)
    for expected in ("5,7 %", "tillsvidareanställda", "2020-11-01", "7 500 kr", "april 2021", "1 500", "KF 2020-12-22"):
        assert expected in text


@pytest.mark.parametrize("asked", ["2031", "hej", "²²²²"])
def test_a_year_that_is_not_there_is_not_found(login_as, small_city, asked):
    assert login_as("city_office").get(reverse("allocation:quotas"), {"year": asked}).status_code == 404


def test_without_a_model_year_the_page_says_what_to_do(login_as):
    response = login_as("asf_administrator").get(reverse("allocation:quotas"))
    assert response.status_code == 409 and "inget modellår" in response.text


def test_the_list_of_headcounts_is_filtered_sorted_and_exchanged_as_a_fragment(login_as, small_city):
    client = login_as("asf_administrator")
    HeadcountFactory(department=small_city.leisure, date="2021-11-01", permanent=1, all_employees=2)
    address = reverse("allocation:headcounts")
    text = client.get(f"{address}?date=2020-11-01&q=förv&sort=-permanent", headers={"HX-Request": "true"}).text
    assert text.index("103 ") < text.index("101 ") < text.index("102 ")
    assert text.lstrip().startswith('<div id="headcounts">') and "2021-11-01" not in text


@pytest.mark.parametrize("more", [2, 50])
def test_the_list_takes_as_many_queries_for_two_as_for_fifty(login_as, small_city, django_assert_max_num_queries, more):
    for department in DepartmentFactory.create_batch(more):
        HeadcountFactory(department=department)
    client = login_as("asf_administrator")
    for name, most in (("headcounts", 7), ("quotas", 12)):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"allocation:{name}"))


@pytest.mark.parametrize("table_format", ["csv", "xlsx"])
def test_what_is_taken_out_can_be_read_in_again_and_changes_nothing(login_as, small_city, table_format):
    client = login_as("asf_administrator")
    taken = client.get(reverse("allocation:headcounts") + f"?format={table_format}").content
    file = SimpleUploadedFile(f"antal.{table_format}", taken)
    response = client.post(reverse("allocation:headcount_import"), {"file": file})
    assert response.status_code == 422 and "Inget ändras" in response.text
    assert not HeadcountImport.objects.exists()


def test_a_faulty_file_gives_every_error_and_the_file_with_them_marked(login_as, small_city):
    client = login_as("asf_administrator")
    response = upload(client, GOOD + "999;2020-11-01;1;2\r\n102;2020-11-01;nio;2\r\n")
    assert response.status_code == 422 and "antal.csv har 2 fel" in response.text
    assert "Rad 3, kolumn Förvaltningskod: ”999” är ingen förvaltning" in response.text
    marked = load_workbook(io.BytesIO(client.get(reverse("allocation:faulty_file")).content)).active
    assert "999" in marked["A3"].comment.text and "heltal" in marked["C4"].comment.text
    assert not HeadcountImport.objects.exists()


def test_a_file_that_is_no_table_is_explained_beside_the_form(login_as, small_city):
    response = upload(login_as("asf_administrator"), "%PDF-1.7")
    assert response.status_code == 422 and "Filen är en PDF" in response.text


def test_a_good_file_is_compared_accepted_and_counted(login_as, small_city):
    client = login_as("asf_administrator")
    page = upload(client, GOOD)
    assert "Filen ändrar 1 rad" in page.text and "och 1 kvot" in page.text
    assert "1 fil är jämförd men inte godkänd" in client.get(reverse("allocation:headcounts")).text
    waiting = HeadcountImport.objects.get()
    done = client.post(reverse("allocation:acceptance", args=[waiting.pk]), follow=True)
    assert "1 rad är inläst" in done.text
    assert Headcount.objects.get(department=small_city.leisure).permanent == 350
    assert "är godkänd" in client.get(reverse("allocation:comparison", args=[waiting.pk])).text


def test_a_file_laid_aside_changes_nothing(login_as, small_city):
    client = login_as("asf_administrator")
    upload(client, GOOD)
    client.post(reverse("allocation:cancellation", args=[HeadcountImport.objects.get().pk]))
    assert Headcount.objects.get(department=small_city.leisure).permanent == 330


@pytest.mark.parametrize("role", ["city_office", "asf_head", "auditor"])
def test_those_who_only_read_import_nothing(login_as, small_city, role):
    client = login_as(role)
    assert client.get(reverse("allocation:headcounts")).status_code == 200
    assert client.get(reverse("allocation:headcount_import")).status_code == 403
    assert client.get(reverse("allocation:faulty_file")).status_code == 403


@pytest.mark.parametrize("role", ["case_officer", "finance", "system_administrator"])
def test_roles_outside_the_allocation_are_refused(login_as, small_city, role):
    client = login_as(role)
    for address in ("/quotas/", "/headcounts/", "/model-years/2021/"):
        assert client.get(address).status_code == 403


def test_there_is_no_marked_file_before_there_was_a_faulty_one(login_as, small_city):
    assert login_as("asf_administrator").get(reverse("allocation:faulty_file")).status_code == 404
