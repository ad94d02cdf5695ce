"""One row per department and month, closed months from their frozen rows (register/FORMAT.md)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.queries import MonthFigures, figures
from foundation.command_line import SwedishCommand
from foundation.refusals import Refusal

COLUMNS = (
    "department", "month", "formula_quota", "target", "counted", "missing", "excused", "chargeable", "fee", "state",
)  # fmt: skip


class Command(SwedishCommand):
    help = "Skriver en rad per förvaltning och månad: kvot, mål, räknade, saknade och avgift."
    missing_args_message = "Ange första och sista månaden, t.ex. figures 2021-01 2021-12."

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments.add_months(parser)
        parser.add_argument("--format", choices=("csv", "json"), default="csv", help="csv (förval) eller json")

    def handle(self, *args: Any, **options: Any) -> None:
        months = arguments.months_in_order(options)
        try:
            found = figures(first=months[0], last=months[-1])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = [_row(one) for one in found]
        if options["format"] == "json":
            self.stdout.write("[" + ",\n ".join(map(_as_json, rows)) + "]")
        else:
            arguments.write_rows(self.stdout, COLUMNS, rows)


def _row(one: MonthFigures) -> tuple[str, ...]:
    numbers = (one.formula_quota, one.target, one.counted, one.missing, one.excused, one.chargeable, one.fee)
    return (one.department.code, str(one.month), *(arguments.plain(number) for number in numbers), one.state)


def _as_json(row: tuple[str, ...]) -> str:
    """Numbers exactly as in csv: written as they are, since a float would change some of them."""
    texts = {"department", "month", "state"}
    named = zip(COLUMNS, row, strict=True)
    return "{" + ", ".join(f'"{name}": {json.dumps(value) if name in texts else value}' for name, value in named) + "}"
