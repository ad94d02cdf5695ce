"""Closed months whose register says otherwise today; accepted, they become notes or wait for the invoice."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.models import Correction, Invoice
from billing.operations.corrections import accept_correction, find_corrections
from billing.operations.issuing import DOCUMENT_KIND
from foundation import clock
from foundation.command_line import SwedishCommand
from foundation.models import Run
from foundation.money import kronor
from foundation.refusals import Refusal
from foundation.runs import work_until_done

COLUMNS = ("department", "month", "counted_then", "counted_now", "missing_then", "missing_now", "difference")
REASON = "Registret ändrades efter att månaden stängdes"


class Command(SwedishCommand):
    help = "Listar stängda månader där registret säger något annat i dag. Med --accept görs kredit- och debetfakturor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accept", action="store_true", help="godta alla rättelser i listan")

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_corrections(today=clock.real_day())
        arguments.write_rows(self.stdout, COLUMNS, map(_row, found))
        if options["accept"]:
            for correction in found:
                self._accept(correction)
            self._make_documents()
        elif found:
            self.stderr.write(f"Föreslagna rättelser: {len(found)}. Kör med --accept för att godta dem.")

    def _accept(self, correction: Correction) -> None:
        try:
            accepted = accept_correction(correction=correction, by=None, reason=REASON)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        name = f"{accepted.reconciliation.department} {accepted.reconciliation.month}"
        if accepted.line is not None:
            note = accepted.line.invoice
            self.stderr.write(f"{name}: {note.number}, {kronor(note.amount)}")
        elif accepted.moved:
            self.stderr.write(f"{name}: {kronor(accepted.moved)} tas upp på halvårets faktura")
        elif accepted.explanation:
            self.stderr.write(f"{name}: rättad, ingen faktura. {accepted.explanation}")
        else:
            self.stderr.write(f"{name}: rättad, inget att betala")

    def _make_documents(self) -> None:
        left = Invoice.objects.filter(document=None).exclude(corrects=None)
        for run in Run.objects.unfinished().filter(kind=DOCUMENT_KIND, pieces__subject_id__in=left.values("pk")):
            work_until_done(run)
        missing = [one.number for one in left]
        if missing:
            raise CommandError(f"Dokumenten gick inte att göra för {', '.join(missing)}. Kör kommandot igen.")


def _row(one: Correction) -> tuple[str, ...]:
    numbers = (one.counted_then, one.counted_now, one.missing_then, one.missing_now, one.difference)
    row = one.reconciliation
    return (row.department.code, str(row.month), *map(arguments.plain, numbers))
