"""Codings follow each other without overlap; the list goes out, is edited and comes in with the difference shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from billing import sie
from billing.coding_file import read_codings
from billing.ledger_files import sie_file
from billing.models import AccountCoding, Invoice
from billing.operations.codings import CodingsMoved, coding_changes, fingerprint, keep_coding, take_in_codings
from billing.operations.issue_now import issue_now
from billing.queries.faults import codings_on
from foundation.tables import read_table
from tests.billing.city import FIRST_HALF, TODAY
from tests.billing.steps import with_codings

PARTS = {
    "account": "7692", "cost_centre": "10100", "activity_code": "6100", "counterpart": "101",
    "reference_code": "REF101",
}  # fmt: skip
ADDRESS = reverse("billing:codings")


def keep(department, first, last=None, **parts):
    return keep_coding(department=department, valid_from=first, valid_to=last, **(PARTS | parts))


def periods(department):
    rows = AccountCoding.objects.filter(department=department).order_by("valid_from")
    return [(one.valid_from, one.valid_to, one.account) for one in rows]


def test_a_later_coding_ends_the_one_before_and_stops_at_the_one_after(city):
    keep(city.leisure, date(2021, 1, 1))
    keep(city.leisure, date(2021, 7, 1), account="9")
    keep(city.leisure, date(2021, 4, 1), account="5")
    assert periods(city.leisure) == [
        (date(2021, 1, 1), date(2021, 3, 31), "7692"),
        (date(2021, 4, 1), date(2021, 6, 30), "5"),
        (date(2021, 7, 1), None, "9"),
    ]
    assert codings_on(date(2021, 6, 30))[city.leisure.pk].account == "5"


def test_a_later_coding_is_written_on_the_page_and_ends_the_one_before(city, login_as):
    keep(city.leisure, date(2021, 1, 1))
    given = {"department": city.leisure.pk, "valid_from": "2021-09-01", "valid_to": "", **PARTS, "account": "8"}
    page = login_as("finance").post(ADDRESS, given)
    assert page.status_code == 302, page.text
    assert periods(city.leisure) == [
        (date(2021, 1, 1), date(2021, 8, 31), "7692"), (date(2021, 9, 1), None, "8"),
    ]  # fmt: skip


def test_the_same_day_again_changes_the_coding_in_place(city):
    keep(city.leisure, date(2021, 1, 1))
    keep(city.leisure, date(2021, 1, 1), date(2021, 12, 31), project="77")
    assert periods(city.leisure) == [(date(2021, 1, 1), date(2021, 12, 31), "7692")]
    assert date(2022, 1, 1) not in codings_on(date(2022, 1, 1))
    assert codings_on(date(2022, 1, 1)) == {}


def test_optional_parts_are_frozen_on_the_invoice_and_declared_in_the_ledger_file(closed_city, quick_documents):
    with_codings(closed_city.environment, closed_city.provider)
    keep(closed_city.leisure, date(2021, 1, 1), project="77", activity="A1", object_code="O2")
    issue_now(half_year=FIRST_HALF, today=TODAY)
    AccountCoding.objects.filter(department=closed_city.leisure).update(project="99")
    invoice = Invoice.objects.get(number="F2021-0001")
    assert (invoice.buyer["project"], invoice.buyer["activity"], invoice.buyer["object_code"]) == ("77", "A1", "O2")
    content = sie.write(sie_file([invoice], today=TODAY))
    for line in ('#DIM 6 "Projekt"', '#DIM 22 "Aktivitet"', '#DIM 23 "Objekt"', '#OBJEKT 6 "77" "77"'):
        assert line.encode("cp437") + b"\r\n" in content
    [voucher] = sie.read(content).vouchers
    assert dict(voucher.rows[0].objects) == {1: "10100", 6: "77", 20: "6100", 21: "103", 22: "A1", 23: "O2"}
    assert dict(voucher.rows[1].objects) == {1: "10300", 20: "6100", 21: "101"}


def read(text):
    return read_codings(read_table(file=text.encode(), name="kontering.csv"))


HEAD = "Förvaltningskod;Från och med;Till och med;Konto;Kostnadsställe;Verksamhet;Motpart;Referenskod\n"


def test_every_fault_of_a_file_is_told_at_once(city):
    reading = read(
        HEAD
        + "999;2021-01-01;;7692;1;2;3;R\n"
        + "101;2021-01-01;2020-12-31;;1;2;3;R\n"
        + "102;2021-01-01;2021-06-30;7692;1;2;3;R\n"
        + "102;2021-06-01;;7692;1;2;3;R\n"
        + "103;;;;;;;\n"  # a department without a coding, as the list gives it
    )
    assert [(error.row, error.name) for error in reading.errors] == [
        (2, "department"), (3, "account"), (3, "valid_to"), (5, "valid_from"),
    ]  # fmt: skip


def test_what_was_shown_is_what_is_taken_in(city):
    keep(city.leisure, date(2021, 1, 1))
    rows = read(HEAD + "101;2021-01-01;;7692;99999;6100;101;REF101\n").rows
    [change] = changes = coding_changes(rows)
    assert (change.is_new, change.fields) == (False, (("cost_centre", "10100", "99999"),))
    keep(city.leisure, date(2021, 1, 1), cost_centre="5")  # somebody else, meanwhile
    with pytest.raises(CodingsMoved):
        take_in_codings(rows=rows, seen=fingerprint(changes))
    assert AccountCoding.objects.get().cost_centre == "5"
    take_in_codings(rows=rows, seen=fingerprint(coding_changes(rows)))
    assert AccountCoding.objects.get().cost_centre == "99999"
    assert coding_changes(rows) == []


def upload(client, content, name="kontering.csv"):
    return client.post(reverse("billing:coding_files"), {"file": SimpleUploadedFile(name, content)})


def test_the_list_goes_out_and_comes_in_again_with_the_difference_shown(city, login_as):
    with_codings(city.leisure, city.environment)
    finance = login_as("finance")
    content = finance.get(ADDRESS, {"format": "csv"}).content
    assert "Det finns inget att ändra" in upload(finance, content).text
    changed = content.replace(b"10100", b"55555")
    answer = upload(finance, changed)
    assert "10100" in answer.text and "55555" in answer.text
    assert AccountCoding.objects.filter(cost_centre="55555").count() == 0
    given = {name: answer.context[name] for name in ("seen", "content")}
    assert "1 kontering är ändrad" in finance.post(reverse("billing:coding_changes"), given, follow=True).text
    assert AccountCoding.objects.get(department=city.leisure).cost_centre == "55555"
    moved = finance.post(reverse("billing:coding_changes"), given | {"seen": "another"}, follow=True)
    assert "har ändrats sedan" in moved.text


def test_a_faulty_file_changes_nothing_and_none_is_told(city, login_as):
    finance = login_as("finance")
    answer = upload(finance, (HEAD + "101;2021-01-01;;;1;2;3;R\n").encode())
    assert answer.status_code == 422 and "Rad 2, kolumn Konto" in answer.text
    assert "Ingen fil var vald" in finance.post(reverse("billing:coding_files"), follow=True).text
    assert not AccountCoding.objects.exists()


def test_a_period_by_hand_ends_after_it_begins_and_all_periods_can_be_seen(city, login_as):
    keep(city.leisure, date(2020, 1, 1), date(2020, 12, 31), account="1111")
    keep(city.leisure, date(2021, 1, 1))
    finance = login_as("finance")
    given = PARTS | {"department": city.leisure.pk, "valid_from": "2022-01-01", "valid_to": "2021-01-01"}
    assert "Sista dagen kan inte vara före den första" in finance.post(ADDRESS, given).text
    assert "1111" not in finance.get(ADDRESS).text
    assert "1111" in finance.get(ADDRESS, {"periods": "all"}).text
