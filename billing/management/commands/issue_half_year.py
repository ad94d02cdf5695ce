"""Claim what is chargeable, issue the half-year's invoices and make their documents (register/FORMAT.md)."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.models import Invoice
from billing.operations.issue_now import Issued, invoices_of, issue_now
from foundation import clock
from foundation.command_line import SwedishCommand
from foundation.money import kronor
from foundation.refusals import Refusal

COLUMNS = ("number", "board", "department", "half_year", "computed", "claimed", "amount", "sha256")


class Command(SwedishCommand):
    help = "Begär allt som ingen har beslutat om, utfärdar halvårets fakturor och gör deras dokument."
    missing_args_message = "Ange halvåret, t.ex. issue_half_year 2021-H1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("half_year", type=arguments.half_year, metavar="HALVÅR", help="t.ex. 2021-H1")
        parser.add_argument("--out", type=Path, metavar="MAPP", help="mapp för NUMMER.pdf och invoices.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["out"]
        if folder is not None:
            _make_folder(folder)
        try:
            issued = issue_now(half_year=options["half_year"], today=clock.real_day())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for invoice in issued.new:
            self.stderr.write(f"{invoice.number}: {invoice.board}, {kronor(invoice.amount)}")
        if folder is not None:
            _write_files(folder, invoices_of(options["half_year"]))
        self._tell_what_is_left(issued)

    def _tell_what_is_left(self, issued: Issued) -> None:
        for claim in issued.held_back:
            months = ", ".join(f"{one.department} {one.month} ({one.state_name})" for one in claim.unclosed)
            why = f"inte stängda: {months}" if months else "beslutet gäller en annan summa än den beräknade"
            self.stderr.write(f"{claim.board} fakturerades inte: {why}")
        for invoice in issued.without_document:
            self.stderr.write(f"{invoice.number} har fått sitt nummer, men dokumentet gick inte att göra")
        if issued.held_back or issued.without_document:
            raise CommandError("Allt blev inte gjort. Åtgärda det som står ovan och kör kommandot igen.")
        if not issued.new:
            self.stderr.write("Inget nytt att utfärda")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"Mappen {folder} går inte att skriva i. Ange en annan med --out.") from error


def _write_files(folder: Path, invoices: list[Invoice]) -> None:
    for invoice in invoices:
        if invoice.document is not None:
            _write(folder / f"{invoice.number}.pdf", bytes(invoice.document.content))
    with (folder / ".invoices.csv.part").open("w", encoding="utf-8", newline="") as file:
        arguments.write_rows(file, COLUMNS, map(_row, invoices))
    os.replace(folder / ".invoices.csv.part", folder / "invoices.csv")


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def _row(invoice: Invoice) -> tuple[str, ...]:
    return (
        invoice.number,
        invoice.board.name,
        invoice.buyer["department_code"],
        str(invoice.half_year),
        arguments.plain(invoice.computed),
        arguments.plain(Decimal(invoice.decision["claimed"])),
        arguments.plain(invoice.amount),
        invoice.document.sha256 if invoice.document else "",
    )
