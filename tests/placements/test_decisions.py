"""Which days of an employment Arbetsförmedlingen's decisions do not cover."""

from __future__ import annotations

from datetime import date

import pytest

from placements.decisions import CoveringDecision, Fault, Uncovered, uncovered

FIRST, LAST = date(2021, 1, 11), date(2021, 12, 31)


def decided(first, last, type=1):
    return CoveringDecision("AF-1", type, first, last)


@pytest.mark.parametrize(
    ("last", "decisions", "expected"),
    [
        (LAST, [], [Uncovered(Fault.NO_DECISION, FIRST, LAST)]),
        (LAST, [decided(FIRST, LAST)], []),
        (LAST, [decided(date(2020, 1, 1), date(2022, 1, 1))], []),
        # begins a week late
        (LAST, [decided(date(2021, 1, 18), LAST)], [Uncovered(Fault.NOT_COVERED, FIRST, date(2021, 1, 17))]),
        # runs out
        (LAST, [decided(FIRST, date(2021, 6, 30))], [Uncovered(Fault.NOT_COVERED, date(2021, 7, 1), LAST)]),
        # prolonged without a gap, in whatever order
        (LAST, [decided(date(2021, 7, 1), LAST), decided(FIRST, date(2021, 6, 30))], []),
        # a gap of a day
        (
            LAST,
            [decided(FIRST, date(2021, 6, 29)), decided(date(2021, 7, 1), LAST)],
            [Uncovered(Fault.NOT_COVERED, date(2021, 6, 30), date(2021, 6, 30))],
        ),
        # for another type
        (LAST, [decided(FIRST, LAST, type=2)], [Uncovered(Fault.OTHER_TYPE, FIRST, LAST, "AF-1")]),
        # until further notice
        (None, [decided(FIRST, LAST)], [Uncovered(Fault.NOT_COVERED, date(2022, 1, 1), None)]),
        # one that lies outside says nothing
        (LAST, [decided(date(2022, 3, 1), date(2022, 4, 1))], [Uncovered(Fault.NOT_COVERED, FIRST, LAST)]),
    ],
)
def test_days_without_a_decision(last, decisions, expected):
    assert uncovered(type=1, employed=(FIRST, last), decisions=decisions) == expected
