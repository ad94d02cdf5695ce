"""Reminder stages and what is left to do, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.remaining import remaining
from agreements.reminders import Waiting, waiting
from agreements.wording import reminder_in_words

SENT = date(2021, 1, 11)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2021, 1, 10), Waiting(0, 0)),  # a clock that is behind
        (date(2021, 1, 11), Waiting(0, 0)),
        (date(2021, 1, 17), Waiting(6, 0)),
        (date(2021, 1, 18), Waiting(7, 1)),
        (date(2021, 1, 25), Waiting(14, 2)),
        (date(2021, 2, 1), Waiting(21, 3)),
        (date(2021, 12, 31), Waiting(354, 3)),
    ],
)
def test_a_stage_is_reached_on_its_day(today, expected):
    assert waiting(sent_on=SENT, today=today, stages=[7, 14, 21]) == expected


def test_without_stages_nobody_is_reminded():
    assert waiting(sent_on=SENT, today=date(2021, 12, 31), stages=[]).stage == 0


def test_the_stage_in_words():
    assert reminder_in_words(Waiting(14, 2)) == "påminnelse 2, skickad för 14 dagar sedan"
    assert reminder_in_words(Waiting(1, 0)) == "skickad för 1 dag sedan"


def left(**facts: object) -> list[tuple[str, str]]:
    given = {"state": "sent", "missing": [], "unanswered": [], "signed": set(), "paper_waits": False} | facts
    return [(step.who, step.what) for step in remaining(**given)]


def test_what_is_left_of_a_draft_and_who_does_it():
    assert left(
        state="draft", missing=["Diarienummer saknas."], unanswered=["department", "provider", "department"]
    ) == [
        ("ASF-administratören", "Diarienummer saknas."),
        ("ASF-administratören", "Svarar på 2 kommentarer."),
        ("Förvaltningen", "Svarar på 1 kommentar."),
        ("ASF-administratören", "Skickar utkastet för underskrift."),
        ("Förvaltningschefen", "Undertecknar för förvaltningen."),
        ("Chefen för ASF", "Undertecknar för ASF."),
    ]


def test_who_has_signed_is_not_asked_again():
    assert left(signed={"department"}) == [("Chefen för ASF", "Undertecknar för ASF.")]


def test_a_registered_paper_waits_for_a_second_person_only():
    assert left(paper_waits=True) == [("En annan än den som registrerade papperet", "Intygar det inskannade.")]


@pytest.mark.parametrize("state", ["signed", "cancelled"])
def test_nothing_is_left_of_what_is_settled(state):
    assert left(state=state, missing=["Diarienummer saknas."]) == []
