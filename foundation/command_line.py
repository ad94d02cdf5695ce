"""Commands that say in Swedish what was wrong with how they were called, as they say everything else."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

# What argparse says, and what we say instead.
_SAYINGS = (
    (r"unrecognized arguments: (.+)", r"”\1” känns inte igen. Skriv kommandot med --help för att se vad som går."),
    (
        r"argument (\S+): invalid choice: (.*?) \(choose from (.+)\)",
        r"”\2” passar inte för \1. Välj bland \3.",
    ),
    (
        r"the following arguments are required: (.+)",
        r"\1 saknas. Skriv kommandot med --help för att se hur.",
    ),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 behöver ett värde efter sig."),
    (r"argument (\S+): ignored explicit argument '?(.*?)'?", r"\1 tar inget värde, men fick ”\2”."),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 går inte att ange tillsammans med \2."),
    (r"ambiguous option: (\S+) could match (.+)", r"”\1” kan vara flera: \2. Skriv hela namnet."),
    (r"argument \S+: invalid \S+ value: '?(.*?)'?", r"”\1” går inte att läsa."),
    (r"argument \S+: (.+)", r"\1"),
)


def in_swedish(message: str) -> str:
    """What argparse says of a faulty call, in Swedish; an unknown saying is kept as it is."""
    for pattern, said in _SAYINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(said).replace("'", "")
    return message


class SwedishCommand(BaseCommand):
    """A command whose faulty calls are explained in Swedish, with exit code 2."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def error(message: str) -> NoReturn:
            if parser.called_from_command_line:
                parser.exit(2, f"{in_swedish(message)}\n")
            raise CommandError(in_swedish(message))

        parser.error = error  # type: ignore[method-assign]  # Django gives no way to choose the parser's class
        return parser
