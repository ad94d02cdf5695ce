"""A command called wrongly says in Swedish what was wrong."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from foundation.command_line import in_swedish


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "unrecognized arguments: --fel",
            "”--fel” känns inte igen. Skriv kommandot med --help för att se vad som går.",
        ),
        (
            "argument --format: invalid choice: 'xml' (choose from 'csv', 'json')",
            "”xml” passar inte för --format. Välj bland csv, json.",
        ),
        ("argument --out: expected one argument", "--out behöver ett värde efter sig."),
        ("argument FÖRSTA: ”2021” är inte en månad.", "”2021” är inte en månad."),
        ("Ange första månaden.", "Ange första månaden."),
    ],
)
def test_a_faulty_call_is_explained_in_swedish(message, said):
    assert in_swedish(message) == said


def test_a_wrong_choice_and_an_unknown_option_are_refused_in_swedish():
    with pytest.raises(CommandError, match="”xml” passar inte för --format"):
        call_command("figures", "2021-01", "--format=xml")
    with pytest.raises(CommandError, match="”--fel” känns inte igen"):
        call_command("figures", "2021-01", "--fel")
