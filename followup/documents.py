"""The steering-group report as a PDF, from the report's frozen figures only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from followup.models import SteeringGroupReport
from foundation.charts import MonthValues, StepsChart, steps_chart
from foundation.documents.render import render_pdf
from foundation.periods import HalfYear, Month
from foundation.templatetags.overens import month_name

SHORT_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def report_pdf(report: SteeringGroupReport) -> bytes:
    """The same figures give the same document."""
    figures = report.figures
    title = f"Styrgruppsrapport {month_name(report.month)}, {figures['department']}"
    return render_pdf(
        template="followup/documents/report.html",
        context={"report": report, "figures": read(figures), "chart": trend(figures)},
        title=title,
        created=timezone.localdate(report.asked_at),
    )


def read(figures: dict[str, Any]) -> dict[str, Any]:
    """The frozen JSON with its months, kronor and numbers of employments as values again."""
    sums = ("computed", "claimed", "invoiced")  # of the board's closed months; older reports have none
    money = ("fee_so_far", "half_year_known", "half_year_flat", "year_known", "year_flat")
    return {
        **figures,
        **{name: Decimal(figures[name]) for name in money},
        **{name: Decimal(figures[name]) for name in sums if name in figures},
        "half_year": HalfYear.parse(figures["half_year"]),
        "this_month": _month(figures["this_month"]),
        "months": [_month(row) for row in figures["months"]],
        "transfers": [_transfer(row) for row in figures["transfers"]],
        "corrections": [_correction(row) for row in figures["corrections"]],
    }


def _month(row: dict[str, Any]) -> dict[str, Any]:
    numbers = ("counted", "missing", "excused", "chargeable")
    return {
        **row,
        "month": Month.parse(row["month"]),
        "fee": Decimal(row["fee"]),
        **{name: Fraction(row[name]) for name in numbers},
    }


def _transfer(row: dict[str, Any]) -> dict[str, Any]:
    last = row["last_month"]
    return {**row, "first_month": Month.parse(row["first_month"]), "last_month": Month.parse(last) if last else None}


def _correction(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: Fraction(row[name]) for name in ("counted_then", "counted_now")}
    return {**row, **numbers, "month": Month.parse(row["month"]), "difference": Decimal(row["difference"])}


def trend(figures: dict[str, Any]) -> StepsChart:
    """Target as steps, filled as bars; later months are what the register knows of them."""
    with override("sv"):
        rows = [
            MonthValues(
                label=SHORT_MONTHS[Month.parse(row["month"]).month - 1],
                target=row["target"],
                filled=Fraction(row["counted"]) if row["has_ended"] else None,
                forecast=None if row["has_ended"] else Fraction(row["counted"]),
            )
            for row in figures["months"]
        ]
        return steps_chart(
            title=_("Mål och tillsatta per månad"),
            description=_("Staplarna är tillsatta anställningar, linjen är målet."),
            months=rows,
            height=220,
        )
