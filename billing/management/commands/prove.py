"""Derive every closed month, invoice, number, document and hand-over anew from the stored rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.operations.proving import keep_proof
from foundation.command_line import SwedishCommand

COLUMNS = ("check", "subject", "stored", "derived")


class Command(SwedishCommand):
    help = "Räknar fram allt på nytt ur de sparade raderna och skriver varje skillnad. Felkod om något skiljer."

    def handle(self, *args: Any, **options: Any) -> None:
        run = keep_proof()
        arguments.write_rows(self.stdout, COLUMNS, ([one[name] for name in COLUMNS] for one in run.differences))
        tried = ", ".join(f"{name} {number}" for name, number in run.tried.items())
        if run.differences:
            raise CommandError(f"Skillnader: {len(run.differences)}, av {tried}. De står i listan.")
        self.stderr.write(f"Allt stämmer: {tried}.")
