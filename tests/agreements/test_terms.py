"""All terms of a year as a table: out, edited, compared, in again; and many drafts sent at once."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, TermsFile
from agreements.operations import draft_agreement, edit_draft, send_for_signing
from agreements.operations.terms import (
    ComparedAnew,
    FileSettled,
    NothingNew,
    accept_terms,
    cancel_terms,
    propose_terms,
    send_many,
)
from agreements.queries.terms import comparison_of, read_terms_file, values_now
from foundation.periods import Month
from tests.agreements.signing import TERMS, drafted, sent
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
HEAD = "Förvaltningskod;Överenskommet mål;Varför målet avviker från kvoten"


@pytest.fixture
def asf(db):
    return UserFactory(role="asf_administrator")


def table(*rows: str, head: str = HEAD) -> bytes:
    return ("\r\n".join([head, *rows]) + "\r\n").encode("cp1252")


def proposed(city, asf, *rows: str, head: str = HEAD) -> TermsFile:
    return propose_terms(content=table(*rows, head=head), file_name="villkor.csv", model_year=city.model_year, by=asf)


def errors_of(city, asf, *rows: str, head: str = HEAD) -> list[str]:
    reading = read_terms_file(table(*rows, head=head), "villkor.csv", city.model_year, reader=asf)
    return [error.text for error in reading.errors]


def accepted(file: TermsFile, asf) -> int:
    return accept_terms(file=file, seen=comparison_of(file, reader=asf).seen, by=asf)


def test_what_is_taken_out_and_read_in_again_changes_nothing(login_as, small_city):
    full = replace(
        TERMS, target=17, deviation_note="Två byggs om.", part_time_rule="share", fraction_rule="down",
        excusing_causes=("declined", "support_refused"), supervision="En för tre.", unfilled_place_excuses=True,
        steps={Month(2021, 1): 5, Month(2021, 2): 0, Month(2021, 3): 17},
    )  # fmt: skip
    drafted(small_city, full)
    client = login_as("asf_administrator")
    for asked in ("xlsx", "csv"):
        content = client.get(reverse("agreements:terms") + f"?format={asked}").content
        with pytest.raises(NothingNew, match="står redan så i utkasten"):
            propose_terms(
                content=content, file_name=f"villkor.{asked}", model_year=small_city.model_year, by=client.user
            )


def test_an_edited_cell_is_compared_and_then_written(small_city, asf):
    version = drafted(small_city)
    file = proposed(small_city, asf, "101;17;Två byggs om.")
    compared = comparison_of(file, reader=asf)
    assert [(cell.heading, cell.before, cell.after) for cell in compared.cells] == [
        ("Överenskommet mål", "19", "17"),
        ("Varför målet avviker från kvoten", "", "Två byggs om."),
    ]
    assert AgreementVersion.objects.get().target == 19  # nothing before it is accepted
    assert accepted(file, asf) == 1
    version.refresh_from_db()
    assert (version.target, version.deviation_note) == (17, "Två byggs om.")
    assert version.cost_financing == TERMS.cost_financing  # a column that the file does not have stays


def test_months_and_choices_are_read_in_words(small_city, asf):
    version = drafted(small_city)
    head = "Förvaltningskod;Räkneregel;Deltid;Orsaker som räknas bort;target_2021-01;target_2021-02"
    row = "101;genomsnitt per dag;efter sysselsättningsgrad;personen tackade nej, annan orsak;5;1 200"
    accepted(proposed(small_city, asf, row, head=head), asf)
    values = values_now(AgreementVersion.objects.get(pk=version.pk))
    assert (values.counting_rule, values.part_time_rule) == ("average", "share")
    assert values.excusing_causes == ("declined", "other")
    assert values.steps == {Month(2021, 1): 5, Month(2021, 2): 1200}


def test_the_same_file_twice_changes_nothing_the_second_time(small_city, asf):
    drafted(small_city)
    file = proposed(small_city, asf, "101;17;Två byggs om.")
    assert proposed(small_city, asf, "101;17;Två byggs om.").pk == file.pk  # it waits
    accepted(file, asf)
    with pytest.raises(NothingNew):
        proposed(small_city, asf, "101;17;Två byggs om.")
    with pytest.raises(FileSettled):
        accept_terms(file=file, seen="", by=asf)


def test_a_draft_that_was_edited_after_the_comparison_is_not_written_over(small_city, asf):
    version = drafted(small_city)
    file = proposed(small_city, asf, "101;17;Två byggs om.")
    seen = comparison_of(file, reader=asf).seen
    edit_draft(version=version, values=replace(TERMS, free_terms="Nytt."), by=asf)
    with pytest.raises(ComparedAnew):
        accept_terms(file=file, seen=seen, by=asf)
    assert accepted(file, asf) == 1


def test_every_error_is_said_at_once_by_row_and_column(small_city, asf):
    drafted(small_city)
    head = "Förvaltningskod;Överenskommet mål;Varför målet avviker från kvoten;Första månaden;Sista månaden;"
    head += "Orsaker som räknas bort;target_2021-01"
    found = errors_of(
        small_city, asf, "101;17;;2021-03;2022-01;regn;5", "999;1;;2021-01;;;", "101;x;;2021-01;;;", head=head
    )
    assert [text.split(":")[0] for text in found] == [
        "Rad 2, kolumn Orsaker som räknas bort",
        "Rad 2, kolumn Varför målet avviker från kvoten",
        "Rad 2, kolumn Sista månaden",
        "Rad 2, kolumn Mål 2021-01",
        "Rad 3, kolumn Förvaltningskod",
        "Rad 4, kolumn Överenskommet mål",
        "Rad 4, kolumn Förvaltningskod",
    ]


def test_only_drafts_are_changed_and_others_may_stand_in_the_file_unchanged(small_city, asf):
    sent(small_city)
    assert errors_of(small_city, asf, "101;19;") == []
    [text] = errors_of(small_city, asf, "101;18;Färre.")
    assert text.startswith("Rad 2, kolumn Överenskommet mål") and "bara utkast" in text


def test_a_settled_file_stays_as_it_is(small_city, asf):
    drafted(small_city)
    file = proposed(small_city, asf, "101;17;Två byggs om.")
    cancel_terms(file=file, by=asf)
    with pytest.raises(FileSettled):
        cancel_terms(file=file, by=asf)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        TermsFile.objects.filter(pk=file.pk).update(file_name="annan.csv")
    other = proposed(small_city, asf, "101;16;Tre byggs om.")
    with pytest.raises(DatabaseError, match="terms_file_settled_has_time"), transaction.atomic():
        TermsFile.objects.filter(pk=other.pk).update(state="accepted")


def test_many_are_sent_at_once_and_those_that_cannot_be_are_named(small_city, asf):
    ready = drafted(small_city)
    bare = draft_agreement(department=small_city.environment, model_year=small_city.model_year, by=asf)
    number, refusals = send_many(versions=[ready, bare], by=asf)
    assert number == 1 and AgreementVersion.objects.get(pk=ready.pk).state == "sent"
    assert len(refusals) == 1 and refusals[0].startswith("Miljöförvaltningen: Diarienummer saknas")
    assert send_many(versions=[ready], by=asf)[0] == 0  # the second run sends nothing


def test_the_pages_from_the_file_to_the_changed_drafts(login_as, small_city):
    drafted(small_city)
    client = login_as("asf_administrator")
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("agreements:terms")).content))
    sheet = book.active
    heading = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heading["Överenskommet mål"]).value = 21
    out = io.BytesIO()
    book.save(out)
    address = reverse("agreements:terms_import")
    faulty = client.post(address, {"file": SimpleUploadedFile("villkor.xlsx", out.getvalue())})
    assert faulty.status_code == 422 and "varför målet är 21 när kvoten är 19" in faulty.text
    sheet.cell(2, heading["Varför målet avviker från kvoten"]).value = "Fler platser."
    out = io.BytesIO()
    book.save(out)
    response = client.post(address, {"file": SimpleUploadedFile("villkor.xlsx", out.getvalue())})
    page = client.get(response.url)
    assert "Filen ändrar 2 uppgifter i 1 utkast." in page.text
    file = TermsFile.objects.get()
    seen = comparison_of(file, reader=client.user).seen
    assert f'value="{seen}"' in page.text
    done = client.post(reverse("agreements:terms_acceptance", args=[file.pk]), {"seen": seen}, follow=True)
    assert "1 utkast är ändrat som filen säger." in done.text
    assert "godkänd" in client.get(response.url).text
    again = client.post(address, {"file": SimpleUploadedFile("villkor.xlsx", out.getvalue())})
    assert again.status_code == 422 and "står redan så i utkasten" in again.text


def test_a_department_takes_out_its_own_terms_only(login_as, small_city):
    drafted(small_city)
    stranger = login_as("department_hr", small_city.environment)
    assert stranger.get(reverse("agreements:terms") + "?format=csv").text.count("\n") == 1


def test_chosen_drafts_are_sent_from_the_list(login_as, small_city):
    version, client = drafted(small_city), login_as("asf_administrator")
    assert f'value="{version.pk}"' in client.get(reverse("agreements:list")).text
    values = {"model_year": small_city.model_year.pk, "version": [version.pk]}
    assert "1 överenskommelse är skickad." in client.post(reverse("agreements:sendings"), values, follow=True).text
    nothing = client.post(reverse("agreements:sendings"), {"model_year": small_city.model_year.pk}, follow=True)
    assert "Ingen är vald." in nothing.text


def test_the_list_and_the_task_say_how_many_reminders_are_due(login_as, small_city):
    version = send_for_signing(version=drafted(small_city), by=UserFactory())
    AgreementVersion.objects.filter(pk=version.pk).update(sent_at=timezone.now() - timedelta(days=15))
    head = login_as("department_head", small_city.leisure)
    said = "åminnelse 2, skickad för 15 dagar sedan"
    assert f"P{said}" in head.get(reverse("agreements:list")).text and f"(p{said})" in head.get("/").text
