"""The navigation: what a role sees, and which entry is the current one."""

from __future__ import annotations

import pytest

from organisation.navigation import ENTRIES, links
from organisation.roles import Act


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every entry has a page, at an address made of its name; the first page lies at the root."""
    names = {"home": "/"}
    monkeypatch.setattr("organisation.navigation._address", lambda name: names.get(name, f"/{name.replace(':', '/')}/"))


def labels(acts: set[Act], path: str = "/") -> list[str]:
    return [str(link.label) for link in links(frozenset(acts), path)]


def test_everyone_sees_the_overview_and_nothing_else_without_acts(addresses):
    assert labels(set()) == ["Översikt"]


def test_one_act_of_an_entry_is_enough(addresses):
    assert labels({Act.OFFER_PLACES}) == ["Översikt", "Platser"]


def test_all_acts_see_all_entries_in_order(addresses):
    assert labels(set(Act)) == [str(entry.label) for entry in ENTRIES]


def test_entries_without_a_page_are_left_out(monkeypatch):
    monkeypatch.setattr("organisation.navigation._address", lambda name: None)
    assert labels(set(Act)) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Översikt"]),
        ("/agreements/list/", ["Överenskommelser"]),
        ("/agreements/list/7/", ["Överenskommelser"]),
        ("/placements/supervisors/7/", ["Anställningar"]),  # a room of it
        ("/agreements/transfers/3/", ["Överenskommelser"]),
        ("/model-years/2021/", ["Fördelning"]),
        ("/organisation/boards/", ["Administration"]),
        ("/somewhere/else/", []),
    ],
)
def test_the_entry_that_the_page_lies_under_is_current(addresses, path, current):
    assert [str(link.label) for link in links(frozenset(Act), path) if link.current] == current
