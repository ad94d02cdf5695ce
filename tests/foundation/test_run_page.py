"""The page of long work: how far it has come, what it made, what failed, and going on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation import runs
from foundation.documents.archive import archive
from foundation.refusals import Refusal
from tests.organisation.factories import UserFactory

KIND = "test_page"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def faults(monkeypatch):
    """A worker that makes a document, but for the subjects in this dictionary."""
    found: dict[int, Exception] = {}

    def work(subject_id):
        if subject_id in found:
            raise found[subject_id]
        return archive(kind="test", name="a.pdf", content=b"%PDF-")

    monkeypatch.setitem(runs._workers, KIND, work)
    monkeypatch.setitem(runs._addresses, KIND, "followup:report_document")
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    return found


@pytest.fixture
def asker(login_as, faults):
    return login_as("department_hr")


def start(client, number=2):
    labels = [(subject, f"Förvaltning {subject}") for subject in range(1, number + 1)]
    return runs.start_run(kind=KIND, title="Rapporter maj", subjects=labels, asked_by_id=client.user.pk)


def address(run):
    return f"/runs/{run.pk}/"


def test_while_it_goes_on_the_page_asks_for_news_of_itself(asker):
    run = start(asker)
    page = asker.get(address(run)).text
    assert "0 av 2 klara" in page
    assert "Ni kan lämna sidan; arbetet fortsätter." in page
    assert f'hx-get="{address(run)}" hx-trigger="every 2s"' in page
    assert "Försök igen" not in page


def test_the_fragment_is_the_very_part_of_the_page(asker):
    run = start(asker)
    page, fragment = asker.get(address(run)).text, asker.get(address(run), headers=HTMX).text
    assert fragment.lstrip().startswith('<div id="run"')
    assert fragment.strip() in page


def test_when_it_is_done_the_documents_are_there_and_it_asks_no_more(asker):
    run = start(asker)
    runs.work_until_done(run)
    page = asker.get(address(run)).text
    assert "Allt är klart" in page
    assert "2 av 2 klara" in page
    assert "every 2s" not in page
    assert 'href="/reports/1/document/"' in page
    assert 'href="/reports/2/document/"' in page


def test_what_failed_says_why_and_can_be_tried_again(asker, faults):
    faults[1], faults[2] = KeyError("hemligt"), Refusal("Rapporten saknar mål.")
    run = start(asker, 3)
    runs.work_until_done(run)
    page = asker.get(address(run)).text
    assert "1 av 3 klara, 2 misslyckades" in page
    assert "Oväntat fel (KeyError)." in page
    assert "hemligt" not in page
    assert "Rapporten saknar mål." in page
    faults.clear()
    response = asker.post(f"{address(run)}resumption/", follow=True)
    assert "2 delar skickade på nytt." in response.text
    assert "1 av 3 klara" in response.text
    runs.work_until_done(run)
    assert "3 av 3 klara" in asker.get(address(run)).text


def test_resuming_what_is_done_does_no_harm(asker):
    run = start(asker)
    runs.work_until_done(run)
    assert "0 delar skickade på nytt." in asker.post(f"{address(run)}resumption/", follow=True).text
    assert runs.progress(run).done == 2


def test_it_is_resumed_by_post_only(asker):
    assert asker.get(f"{address(start(asker))}resumption/").status_code == 405


def test_a_kind_of_run_that_shows_no_documents_links_none(asker, monkeypatch):
    monkeypatch.setitem(runs._addresses, KIND, "")
    run = start(asker)
    runs.work_until_done(run)
    assert "Hämta" not in asker.get(address(run)).text


def test_a_run_without_pieces_says_so(asker):
    assert "Det fanns inget att göra." in asker.get(address(start(asker, 0))).text


def test_a_stranger_finds_no_run(asker, login_as):
    run = start(asker)
    stranger = login_as("department_hr")
    assert stranger.get(address(run)).status_code == 404
    assert stranger.post(f"{address(run)}resumption/").status_code == 404
    assert login_as("asf_administrator").get(address(run)).status_code == 200
    assert UserFactory().pk != run.asked_by_id


def test_the_page_takes_as_many_queries_with_many_pieces(asker):
    few_run, many_run = start(asker, 2), start(asker, 40)
    runs.work_until_done(many_run)
    asker.get(address(few_run))
    with CaptureQueriesContext(connection) as few:
        asker.get(address(few_run))
    with CaptureQueriesContext(connection) as many:
        asker.get(address(many_run))
    assert len(many) == len(few)
