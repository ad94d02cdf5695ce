"""The calendar as a table that leaves the house: the rows of ASF's board, and of a department's own year."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.queries.board import Board, BoardRow, Cell
from billing.tables import plain
from foundation.periods import Month
from foundation.tables import Column, Kind
from foundation.tables.kinds import Value
from foundation.templatetags.overens import month_name

OWN_COLUMNS = (
    Column("department", gettext_lazy("Förvaltning")),
    Column("month", gettext_lazy("Månad"), Kind.MONTH),
    Column("state", gettext_lazy("Läge")),
    Column("target", gettext_lazy("Mål"), Kind.INTEGER),
    Column("counted", gettext_lazy("Räknade"), Kind.DECIMAL),
    Column("missing", gettext_lazy("Saknas"), Kind.DECIMAL),
    Column("chargeable", gettext_lazy("Avgiftsgrundande"), Kind.DECIMAL),
    Column("fee", gettext_lazy("Avgift"), Kind.DECIMAL),
)


def board_columns(months: Sequence[Month]) -> list[Column]:
    """Department, then for each month how many are missing and how it stands, then the sums of the row."""
    columns = [Column("code", _("Förvaltningskod"), Kind.CODE), Column("department", _("Förvaltning"))]
    for month in months:
        name = month_name(month)
        columns.append(Column(f"missing_{month}", _("Saknas %(month)s") % {"month": name}, Kind.DECIMAL))
        columns.append(Column(f"state_{month}", _("Läge %(month)s") % {"month": name}))
    return [
        *columns,
        Column("missing", _("Saknas hittills"), Kind.DECIMAL),
        Column("fee", _("Avgift hittills"), Kind.DECIMAL),
        Column("forecast", _("Prognos året"), Kind.DECIMAL),
    ]


def board_cells(row: BoardRow) -> list[Value]:
    cells: list[Value] = [row.department.code, row.department.name]
    for cell in row.by_month:
        cells += [None, _("ingen kvot")] if cell is None else [plain(cell.figures.missing), _standing(cell)]
    return [*cells, plain(row.missing), row.fee, row.forecast]


def own_cells(board: Board) -> list[list[Value]]:
    """One row for each month of each department of the board."""
    return [_own_cells(row, cell) for row in board.rows for cell in row.cells]


def _own_cells(row: BoardRow, cell: Cell) -> list[Value]:
    one = cell.figures
    numbers = [plain(number) for number in (one.counted, one.missing, one.chargeable)]
    return [row.department.name, cell.month, _standing(cell), one.target, *numbers, one.fee]


def _standing(cell: Cell) -> str:
    """As the page says it; what is not opened is the register's today."""
    if cell.reconciliation_id:
        return cell.state_name
    return _("inte öppnad") if cell.has_ended else _("prognos")
