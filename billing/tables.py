"""The tables that leave billing as xlsx or csv: their columns, and the cells of a row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice, InvoiceKind, InvoiceLine, LineReason, ReconciliationLine
from billing.queries.forecasts import ForecastRow
from billing.queries.half_year_page import BoardRow
from foundation.tables import Column, Kind
from foundation.tables.kinds import Value

LINE_COLUMNS = (
    Column("employment", _("Anställning"), Kind.CODE),
    Column("participant", _("Deltagare"), Kind.CODE),
    Column("type", _("Anställningsform")),
    Column("placed_from", _("Placerad från"), Kind.DATE),
    Column("placed_to", _("Placerad till"), Kind.DATE),
    Column("counted", _("Räknas"), Kind.BOOLEAN),
    Column("share", _("Del"), Kind.DECIMAL),
    Column("reason", _("Därför att"), Kind.CHOICE, choices=dict(LineReason.choices)),
)

INVOICE_COLUMNS = (
    Column("number", _("Nummer"), Kind.CODE),
    Column("kind", _("Slag"), Kind.CHOICE, choices=dict(InvoiceKind.choices)),
    Column("board", _("Nämnd")),
    Column("half_year", _("Halvår"), Kind.CODE),
    Column("issued", _("Utfärdad"), Kind.DATE),
    Column("computed", _("Beräknat"), Kind.DECIMAL),
    Column("claimed", _("Begärt"), Kind.DECIMAL),
    Column("amount", _("Fakturerat"), Kind.DECIMAL),
    Column("handed_over", _("Överlämnad"), Kind.BOOLEAN),
)

FORECAST_COLUMNS = (
    Column("department", _("Förvaltningskod"), Kind.CODE),
    Column("name", _("Förvaltning")),
    Column("fee_closed", _("Stängda månader"), Kind.DECIMAL),
    Column("half_year_known", _("Halvåret, kända starter och slut"), Kind.DECIMAL),
    Column("half_year_flat", _("Halvåret, om inget ändras"), Kind.DECIMAL),
    Column("year_known", _("Året, kända starter och slut"), Kind.DECIMAL),
    Column("year_flat", _("Året, om inget ändras"), Kind.DECIMAL),
)

BOARD_COLUMNS = (
    Column("board", _("Nämnd")),
    Column("state", _("Läge")),
    Column("closed", _("Stängda månader"), Kind.INTEGER),
    Column("computed", _("Beräknat"), Kind.DECIMAL),
    Column("claimed", _("Begärt"), Kind.DECIMAL),
    Column("invoiced", _("Fakturerat"), Kind.DECIMAL),
    Column("noted", _("Rättat efteråt"), Kind.DECIMAL),
    Column("decision", _("Beslut")),
    Column("decided_on", _("Beslutat"), Kind.DATE),
    Column("reason", _("Skäl")),
)

# The basis that goes inside the invoice's PDF; also what finance gets of one invoice.
BASIS_COLUMNS = (
    Column("position", _("Rad"), Kind.INTEGER),
    Column("department", _("Förvaltning")),
    Column("month", _("Månad"), Kind.MONTH),
    Column("target", _("Mål"), Kind.INTEGER),
    Column("counted", _("Räknade"), Kind.DECIMAL),
    Column("missing", _("Saknas"), Kind.DECIMAL),
    Column("excused", _("Undantas"), Kind.DECIMAL),
    Column("chargeable", _("Avgiftsgrundande"), Kind.DECIMAL),
    Column("fee_each", _("Avgift per anställning"), Kind.DECIMAL),
    Column("computed", _("Beräknat"), Kind.DECIMAL),
    Column("amount", _("Belopp"), Kind.DECIMAL),
    Column("note", _("Anmärkning")),
)


def line_cells(line: ReconciliationLine) -> tuple[Value, ...]:
    return (
        line.employment_key, line.participant_key, line.type_name, line.placed_from, line.placed_to, line.counted,
        plain(line.share), line.reason,
    )  # fmt: skip


def invoice_cells(invoice: Invoice, *, handed_over: bool) -> tuple[Value, ...]:
    return (
        invoice.number, invoice.kind, invoice.board.name, str(invoice.half_year), timezone.localdate(invoice.issued_at),
        invoice.computed, invoice.claimed, invoice.amount, handed_over,
    )  # fmt: skip


def board_cells(row: BoardRow) -> tuple[Value, ...]:
    decided = row.decision
    return (
        row.board.name, row.state_name, len(row.claim.months), row.claim.computed, row.claim.claimed,
        row.claim.invoiced, row.noted, decided.get_extent_display() if decided else "",
        timezone.localdate(decided.decided_at) if decided else None, decided.reason if decided else "",
    )  # fmt: skip


def forecast_cells(row: ForecastRow) -> tuple[Value, ...]:
    return (
        row.department.code, row.department.name, row.fee_closed, row.half_year_known, row.half_year_flat,
        row.year_known, row.year_flat,
    )  # fmt: skip


def basis_cells(line: InvoiceLine) -> tuple[Value, ...]:
    return (
        line.position, line.department_name, line.month, line.target, plain(line.counted), plain(line.missing),
        plain(line.excused), plain(line.chargeable), line.fee_each, line.computed, line.amount, line.note,
    )  # fmt: skip


def plain(exact: Fraction) -> Decimal:
    """An exact number as a spreadsheet keeps it: whole, or with six decimals."""
    if exact.denominator == 1:
        return Decimal(exact.numerator)
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.000001")).normalize()
