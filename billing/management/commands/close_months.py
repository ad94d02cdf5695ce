"""Open, count and close months in order, as confirmed by silence (register/FORMAT.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.operations.months import ClosingRow, Outcome, close_months
from foundation import clock
from foundation.command_line import SwedishCommand
from foundation.money import kronor
from foundation.refusals import Refusal


class Command(SwedishCommand):
    help = "Öppnar, räknar och stänger månader i ordning, bekräftade genom tystnad. En stängd månad lämnas som den är."
    missing_args_message = "Ange första och sista månaden, t.ex. close_months 2021-01 2021-06."

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments.add_months(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        months = arguments.months_in_order(options)
        held_back = 0
        try:
            for month in months:
                rows = close_months(months=[month], by=None, today=clock.real_day())
                held_back += sum(row.outcome is Outcome.HELD_BACK for row in rows)
                for row in rows:
                    self.stderr.write(_told(row))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if held_back:
            raise CommandError(f"Månader som inte stängdes: {held_back}. Skälen står ovan.")


def _told(row: ClosingRow) -> str:
    one = row.reconciliation
    name = f"{one.month} {one.department.code} {one.department.name}"
    if row.outcome is Outcome.HELD_BACK:
        return f"{name}: inte stängd. {row.why}"
    if row.outcome is Outcome.CLOSED_BEFORE:
        return f"{name}: redan stängd, lämnad som den är"
    missing = f"saknas {arguments.plain(one.missing)}"
    return f"{name}: stängd, mål {one.target}, räknade {arguments.plain(one.counted)}, {missing}, {kronor(one.fee)}"
