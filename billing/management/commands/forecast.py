"""What every department will owe at half-year's and year's end (register/FORMAT.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from billing.management import arguments
from billing.queries.forecasts import ForecastRow, forecast_rows
from foundation.command_line import SwedishCommand
from foundation.refusals import Refusal

COLUMNS = ("department", "fee_closed", "half_year", "half_year_known", "half_year_flat", "year_known", "year_flat")


class Command(SwedishCommand):
    help = "Skriver en rad per förvaltning: vad den kommer att få betala enligt registret den dagen."
    missing_args_message = "Ange dagen, t.ex. forecast 2021-08-31."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=arguments.day, metavar="DAG", help="dagen som prognosen utgår från")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = forecast_rows(day=options["day"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        arguments.write_rows(self.stdout, COLUMNS, map(_row, rows))


def _row(one: ForecastRow) -> tuple[str, ...]:
    ahead = (one.half_year_known, one.half_year_flat, one.year_known, one.year_flat)
    return (
        one.department.code,
        arguments.plain(one.fee_closed),
        str(one.half_year),
        *map(arguments.plain, ahead),
    )
