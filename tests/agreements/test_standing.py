"""Where an agreement stands and whom it waits for."""

from __future__ import annotations

import pytest

from agreements.standing import Party, Stage, VersionFacts, standing
from agreements.wording import standing_in_words
from foundation.periods import Month

JANUARY, JUNE, JULY, DECEMBER = (Month(2021, n) for n in (1, 6, 7, 12))
DEPARTMENT, PROVIDER = frozenset({"department"}), frozenset({"provider"})


def version(number: int, state: str, *, first=JANUARY, last=DECEMBER, sides=frozenset()) -> VersionFacts:
    return VersionFacts(number, state, first, last, sides)


@pytest.mark.parametrize(
    ("versions", "stage", "in_force", "opened"),
    [
        ([], Stage.MISSING, None, None),
        ([version(1, "draft")], Stage.DRAFT, None, 1),
        ([version(1, "sent")], Stage.SENT, None, 1),
        ([version(1, "sent", sides=DEPARTMENT)], Stage.SIGNED_BY_DEPARTMENT, None, 1),
        ([version(1, "sent", sides=PROVIDER)], Stage.SIGNED_BY_PROVIDER, None, 1),
        ([version(1, "signed")], Stage.IN_FORCE, 1, None),
        ([version(1, "signed"), version(2, "signed", first=JULY)], Stage.IN_FORCE, 1, None),
        ([version(1, "signed"), version(2, "draft", first=JULY)], Stage.DRAFT, 1, 2),
        ([version(1, "signed", first=JULY)], Stage.COMING, None, None),
        ([version(1, "signed", last=Month(2021, 5))], Stage.ENDED, None, None),
        ([version(1, "signed", last=None)], Stage.IN_FORCE, 1, None),
    ],
)
def test_the_stage_follows_from_the_versions_in_june(versions, stage, in_force, opened):
    stands = standing(versions, month=JUNE)
    assert (stands.stage, stands.in_force, stands.open) == (stage, in_force, opened)


@pytest.mark.parametrize(
    ("stage", "reader", "said"),
    [
        (Stage.MISSING, Party.DRAFTER, "Väntar på er: utkast saknas"),
        (Stage.MISSING, Party.DEPARTMENT, "Väntar på ASF: utkast saknas"),
        (Stage.SENT, Party.DEPARTMENT, "Väntar på er: underskrift"),
        (Stage.SIGNED_BY_DEPARTMENT, Party.DEPARTMENT, "Väntar på ASF: underskrift"),
        (Stage.SIGNED_BY_DEPARTMENT, Party.PROVIDER, "Väntar på er: underskrift"),
        (Stage.SIGNED_BY_PROVIDER, Party.PROVIDER, "Väntar på förvaltningen: underskrift"),
        (Stage.IN_FORCE, Party.DRAFTER, "Gäller"),
    ],
)
def test_it_waits_for_you_only_where_you_can_act(stage, reader, said):
    assert str(standing_in_words(stage, reader=[reader])) == said
