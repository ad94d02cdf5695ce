"""Headings that nobody has seen before, the same headings in another order, and the same heading twice."""

from __future__ import annotations

import pytest

from allocation.headcount_file import COLUMNS
from allocation.matching import fingerprint, heading_keys, matched, recognised


def test_own_headings_are_recognised_in_any_order():
    assert recognised(["Alla anställda", "Kod", "datum", "Övrigt"], COLUMNS) == {"all": 0, "department": 1, "date": 2}


def test_every_heading_gets_a_key_of_its_own():
    assert heading_keys(["Antal", "", "antal", "Förv. kod"]) == ["antal", "#B", "antal#2", "förv.kod"]


@pytest.mark.parametrize(
    ("other", "is_same"),
    [(["Antal", "Enhet"], True), (["enhet ", "ANTAL"], True), (["Enhet"], False), (["Enhet", "Antal", "Antal"], False)],
)
def test_files_with_the_same_headings_are_known_again(other, is_same):
    assert (fingerprint(["Enhet", "Antal"]) == fingerprint(other)) is is_same


def test_what_was_remembered_follows_its_heading_to_another_place():
    found = matched(["Antal", "Enhet", "Övrigt"], COLUMNS, {"department": "enhet", "permanent": "antal"})
    assert (found.places, found.remembered, found.unused) == ({"department": 1, "permanent": 0}, True, (2,))
    assert [column.name for column in found.lacks(COLUMNS)] == ["date", "all"]


def test_without_memory_the_unknown_headings_are_left():
    found = matched(["Kod", "Datum", "Fast", "Alla anställda"], COLUMNS, None)
    assert (found.places, found.remembered, found.unused) == ({"department": 0, "date": 1, "all": 3}, False, (2,))
