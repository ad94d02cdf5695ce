"""`load_register FOLDER`: the register from a folder of files (docs/register-format.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from foundation.command_line import SwedishCommand
from register.faults import FolderRefused
from register.operations.load import Loaded, load_register


class Command(SwedishCommand):
    help = "Läser in registret från en mapp. Allt kontrolleras först; finns ett enda fel skrivs ingenting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="mappen med model_year.toml, departments.csv …")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} är ingen mapp. Ange mappen som filerna ligger i.")
        try:
            loaded = load_register(path=folder)
        except FolderRefused as refusal:
            for fault in refusal.faults:
                self.stderr.write(fault.line)
            raise CommandError(
                f"{len(refusal.faults)} fel. Ingenting har skrivits; rätta filerna och kör om."
            ) from None
        self._tell(loaded)

    def _tell(self, loaded: Loaded) -> None:
        for remark in loaded.remarks:
            self.stderr.write(remark.line)
        for name, count in loaded.counts.items():
            self.stderr.write(f"{name}: {count.new} nya, {count.changed} ändrade, {count.unchanged} oförändrade")
        if loaded.changed_nothing:
            self.stderr.write("Registret var redan som filerna säger: ingenting ändrades.")
