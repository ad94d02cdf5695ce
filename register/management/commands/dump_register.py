"""`dump_register FOLDER`: the whole register as a folder of files (docs/register-format.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from foundation.command_line import SwedishCommand
from register.dump import FolderNotEmpty, dump_register


class Command(SwedishCommand):
    help = "Skriver ut hela registret till en tom mapp, som load_register kan läsa in i en tom installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="en mapp som är tom eller inte finns än")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            written = dump_register(path=folder)
        except FolderNotEmpty as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"Mappen {folder} går inte att skriva till: {error.strerror}.") from None
        for name, number in written.items():
            self.stderr.write(f"{name}: {number} rader")
