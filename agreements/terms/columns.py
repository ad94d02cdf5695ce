"""The columns of the table, and a draft as one of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from agreements.models import ExcusingCause, PartTimeRuleChoice
from agreements.operations.drafting import DraftValues
from agreements.pasted import MOST
from allocation.models import CountingRuleChoice, FractionRuleChoice
from foundation.periods import Month
from foundation.tables import Column, Kind

Row = dict[str, Any]
_TEXT = 10_000
# shown so that one knows what one edits; never read
SHOWN = (
    Column("name", gettext_lazy("Namn")),
    Column("version", gettext_lazy("Version"), Kind.INTEGER),
    Column("state", gettext_lazy("Läge")),
    Column("quota", gettext_lazy("Kvot"), Kind.INTEGER),
)
# none is required: a column that the file does not have leaves the terms as they are
TERMS = (
    Column("registry_number", gettext_lazy("Diarienummer"), longest=40),
    Column("target", gettext_lazy("Överenskommet mål"), Kind.INTEGER, minimum=0),
    Column("deviation_note", gettext_lazy("Varför målet avviker från kvoten"), longest=_TEXT),
    Column("valid_from", gettext_lazy("Första månaden"), Kind.MONTH),
    Column("valid_to", gettext_lazy("Sista månaden"), Kind.MONTH),
    Column(
        "counting_rule",
        gettext_lazy("Räkneregel"),
        Kind.CHOICE,
        choices=dict(CountingRuleChoice.choices),
    ),
    Column("part_time_rule", gettext_lazy("Deltid"), Kind.CHOICE, choices=dict(PartTimeRuleChoice.choices)),
    Column(
        "fraction_rule", gettext_lazy("Delar av anställningar"), Kind.CHOICE, choices=dict(FractionRuleChoice.choices)
    ),
    Column("unfilled_place_excuses", gettext_lazy("En plats som ASF inte kunde fylla räknas bort"), Kind.BOOLEAN),
    Column("excusing_causes", gettext_lazy("Orsaker som räknas bort"), longest=400),
    Column("supervision", gettext_lazy("Handledning"), longest=_TEXT),
    Column("cost_financing", gettext_lazy("Hur omkostnaderna finansieras"), longest=_TEXT),
    Column("free_terms", gettext_lazy("Övriga villkor"), longest=_TEXT),
    Column("department_contact", gettext_lazy("Kontakt på förvaltningen"), longest=200),
    Column("provider_contact", gettext_lazy("Kontakt på ASF"), longest=200),
)
NEVER_EMPTY = ("target", "valid_from", "counting_rule")
DEPARTMENT = Column(
    "department", gettext_lazy("Förvaltningskod"), Kind.CODE, required=True, aliases=("Förvaltning",), longest=12
)


def columns(months: Sequence[Month]) -> tuple[Column, ...]:
    """Department, what is only shown, the terms, and a column for each month of the year."""
    return (DEPARTMENT, *SHOWN, *TERMS, *(_month_column(month) for month in months))


def _month_column(month: Month) -> Column:
    # a bare month would be taken for a value, and the row of headings for a row of the table
    return Column(month_field(month), format_lazy("{} {}", gettext_lazy("Mål"), month), Kind.INTEGER, minimum=0)


def month_field(month: Month) -> str:
    return f"target_{month}"


def row_of(values: DraftValues, months: Sequence[Month]) -> Row:
    """The terms as cells; a month without a target of its own is empty."""
    row: Row = {column.name: getattr(values, column.name) for column in TERMS}
    row["excusing_causes"] = causes_as_text(values.excusing_causes)
    return row | {month_field(month): values.steps.get(month) for month in months}


def values_of(row: Mapping[str, Any], months: Sequence[Month]) -> DraftValues:
    """The cells as terms. A step that says the same as the agreed target is no step of its own."""
    terms = {column.name: row[column.name] for column in TERMS}
    terms["excusing_causes"] = tuple(sorted(causes_in(row["excusing_causes"])))
    steps = {
        month: target for month in months if (target := row[month_field(month)]) is not None and target != row["target"]
    }
    return DraftValues(steps=steps, **terms)


def causes_as_text(causes: Sequence[str]) -> str:
    return ", ".join(str(ExcusingCause(cause).label) for cause in sorted(causes))


def causes_in(text: str) -> list[str]:
    """The causes of a cell, by their words or codes; what is no cause is returned as it stands."""
    known = {str(cause.label).casefold(): cause.value for cause in ExcusingCause}
    words = [word.strip() for word in text.replace(";", ",").split(",")]
    return [known.get(word.casefold(), word) for word in words if word]


def too_large(row: Mapping[str, Any], months: Sequence[Month]) -> list[str]:
    """Names of the columns whose number is larger than any department."""
    names = ["target", *(month_field(month) for month in months)]
    return [name for name in names if (row[name] or 0) > MOST]
