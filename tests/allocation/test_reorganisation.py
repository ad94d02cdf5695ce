"""A department split or merged: its row becomes parts, and nobody is lost or counted twice."""

from __future__ import annotations

from datetime import date

import pytest

from allocation.reorganisation import CountedRow, Distribution, Part, StrayRow, merged

DAY, LATER = date(2020, 11, 1), date(2021, 11, 1)
ROW = StrayRow(5, "Kulturskolan", DAY, 120, 150)


@pytest.mark.parametrize(
    ("parts", "fits"),
    [
        ([("101", 120, 150)], True),
        ([("101", 70, 100), ("102", 50, 50)], True),  # 70 + 50 = 120, 100 + 50 = 150
        ([("101", 70, 100), ("102", 49, 50)], False),  # one permanent is lost
        ([("101", 70, 100), ("102", 50, 51)], False),  # one of all is counted twice
        ([("101", 70, 100), ("101", 50, 50)], False),  # the same department twice
        ([], True),  # nowhere
    ],
)
def test_the_parts_are_together_the_row(parts, fits):
    assert Distribution(tuple(Part(*part) for part in parts)).fits(ROW) is fits


def test_parts_are_added_to_the_departments_own_row_of_the_day_or_stand_alone():
    """330 + 70 = 400 and 400 + 100 = 500; 102 has no row of that day."""
    rows = [CountedRow("101", DAY, 330, 400), CountedRow("102", LATER, 9, 9)]
    found = merged(rows, [(DAY, Part("101", 70, 100)), (DAY, Part("102", 50, 50))])
    assert found == [
        CountedRow("101", DAY, 400, 500),
        CountedRow("102", LATER, 9, 9),
        CountedRow("102", DAY, 50, 50),
    ]


def test_two_departments_merged_into_a_third_add_up():
    """120 + 80 = 200; 150 + 90 = 240."""
    found = merged([], [(DAY, Part("103", 120, 150)), (DAY, Part("103", 80, 90))])
    assert found == [CountedRow("103", DAY, 200, 240)]


def test_plain_values_keep_everything():
    said = Distribution((Part("101", 70, 100), Part("102", 50, 50)))
    row = CountedRow("101", DAY, 70, 100)
    assert Distribution.from_json(said.as_json()) == said and CountedRow.from_json(row.as_json()) == row
