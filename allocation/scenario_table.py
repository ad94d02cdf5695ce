"""The calculator's columns side by side: the rows of the screen and of the file, and a picture of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allocation.scenario import Outcome, Parameters, Staff
from allocation.wording import exact_number
from foundation.charts import BarRow, BarsChart, bars_chart
from foundation.money import kronor, signed, swedish_number
from foundation.tables import Column, Kind
from foundation.tables.kinds import Value
from organisation.models import Department

MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Calculated:
    """A column that could be counted."""

    letter: str
    parameters: Parameters
    staff: Sequence[Staff]
    outcome: Outcome
    hidden_fields: list[tuple[str, str]]  # what a form must carry to say the same column again
    increase_target: int = 0

    @property
    def over_increase(self) -> int:
        """How many more the quotas are together than the net increase that the council wants; negative when fewer."""
        return self.outcome.total - self.increase_target


@dataclass(frozen=True, slots=True)
class Cell:
    """`difference` is from the first column; None in it, and where either of the two is exempt."""

    people: int | None
    exact: Decimal | None
    quota: int | None
    difference: int | None

    @property
    def exact_in_words(self) -> str:
        return "" if self.exact is None else exact_number(self.exact)

    @property
    def signed_difference(self) -> str:
        return "" if self.difference is None else signed(self.difference)


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    code: str
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One sum for every column, as it is written; `is_main` for those that one looks for first."""

    label: str
    values: list[str]
    is_main: bool = False


def summary(columns: Sequence[Calculated], *, targets: Sequence[tuple[str, int]]) -> list[SummaryRow]:
    """The sums with and without the provider, each against the city's targets, and the greatest possible fees."""
    found = [one.outcome for one in columns]
    rows = [
        SummaryRow(_("Kvoter tillsammans"), [swedish_number(one.total) for one in found], is_main=True),
        SummaryRow(_("Kvoter utan ASF"), [swedish_number(one.total_without_provider) for one in found], is_main=True),
    ]
    for label, target in targets:
        said = {"target": swedish_number(target), "label": label}
        rows += [
            SummaryRow(_("Mot %(target)s, %(label)s") % said, [signed(one.total - target) for one in found]),
            SummaryRow(
                _("Utan ASF mot %(target)s, %(label)s") % said,
                [signed(one.total_without_provider - target) for one in found],
            ),
        ]
    return [
        *rows,
        SummaryRow(_("Högsta avgift, januari–juni"), [kronor(one.first_half_fee) for one in found]),
        SummaryRow(_("Högsta avgift, juli–december"), [kronor(one.second_half_fee) for one in found]),
        SummaryRow(_("Högsta avgift, hela året"), [kronor(one.year_fee) for one in found], is_main=True),
    ]


def rows_of(columns: Sequence[Calculated], departments: Sequence[Department]) -> list[ScenarioRow]:
    """One row per department, one cell per column."""
    people = [{one.code: one.people(column.parameters.basis) for one in column.staff} for column in columns]
    rows = []
    for department in departments:
        code = department.code
        first = columns[0].outcome.quota(code) if columns else None
        cells = [_cell(column, people[index][code], code, first, index) for index, column in enumerate(columns)]
        rows.append(ScenarioRow(code, department.name, cells))
    return rows


def body_of(rows: Sequence[ScenarioRow]) -> SafeString:
    """The table's rows put together in one go: a template's loop takes too long for all of a country."""
    exempt = format_html('<td class="number muted" colspan="2">{}</td>', _("undantagen"))
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (row.name, SafeString("".join(exempt if one.quota is None else _cells(one) for one in row.cells)))
            for row in rows
        ),
    )


def _cells(cell: Cell) -> SafeString:
    more = "" if cell.difference is None else f" ({cell.signed_difference})"
    texts = (cell.quota, more, cell.exact_in_words)
    return format_html('<td class="number"><strong>{}</strong>{}</td><td class="number">{}</td>', *texts)


def _cell(column: Calculated, people: int | None, code: str, first: int | None, index: int) -> Cell:
    derivation = column.outcome.quotas.get(code)
    if derivation is None:
        return Cell(people, None, None, None)
    difference = derivation.quota - first if index and first is not None else None
    return Cell(people, derivation.exact, derivation.quota, difference)


def file_columns(columns: Sequence[Calculated]) -> list[Column]:
    found = [Column("department", _("Förvaltningskod"), Kind.CODE), Column("name", _("Namn"))]
    for index, column in enumerate(columns):
        letter = column.letter
        found += [
            Column(f"people_{letter}", _("Anställda %(column)s") % {"column": letter.upper()}, Kind.INTEGER),
            Column(f"exact_{letter}", _("Andel %(column)s") % {"column": letter.upper()}, Kind.DECIMAL),
            Column(f"quota_{letter}", _("Kvot %(column)s") % {"column": letter.upper()}, Kind.INTEGER),
        ]
        if index:
            label = _("Skillnad %(column)s mot %(first)s") % {
                "column": letter.upper(),
                "first": columns[0].letter.upper(),
            }
            found.append(Column(f"difference_{letter}", label, Kind.INTEGER))
    return found


def file_rows(rows: Sequence[ScenarioRow]) -> list[list[Value]]:
    values = []
    for row in rows:
        line: list[Value] = [row.code, row.name]
        for index, cell in enumerate(row.cells):
            line += [cell.people, cell.exact and cell.exact.normalize(), cell.quota]
            if index:
                line.append(cell.difference)
        values.append(line)
    return values


def picture(column: Calculated) -> BarsChart:
    """A bar per department, by code; of more than forty, the forty greatest."""
    names = {one.code: one.name for one in column.staff}
    quotas = [(code, one.quota) for code, one in column.outcome.quotas.items()]
    if len(quotas) > MOST_BARS:
        quotas = sorted(quotas, key=lambda found: (-found[1], found[0]))[:MOST_BARS]
    return bars_chart(
        title=_("Kvoter i kolumn %(column)s") % {"column": column.letter.upper()},
        description=_("Antal platser per förvaltning; högst fyrtio förvaltningar visas."),
        value_name=_("Kvot"),
        rows=[BarRow(names[code], quota) for code, quota in quotas],
        width=640,
    )
