"""The file that finance reads into the ledger: csv, xlsx or SIE 4, with the same invoices in each (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from billing import sie
from billing.models import Invoice
from billing.models.coding import MANDATORY_PARTS
from foundation.refusals import Refusal
from foundation.tables import Column, Kind, write_csv, write_xlsx
from foundation.tables.kinds import Value

_CODING = {
    "account": "Konto",
    "cost_centre": "Kostnadsställe",
    "activity_code": "Verksamhet",
    "counterpart": "Motpart",
    "project": "Projekt",
    "activity": "Aktivitet",
    "object_code": "Objekt",
    "reference_code": "Referenskod",
}
# The dimensions of sie.DIMENSIONS; an optional part that is empty is left out of the row.
_DIMENSIONS = (
    (1, "cost_centre"), (6, "project"), (20, "activity_code"), (21, "counterpart"), (22, "activity"),
    (23, "object_code"),
)  # fmt: skip


class LedgerForm(TextChoices):
    CSV = "csv", gettext_lazy("csv")
    XLSX = "xlsx", gettext_lazy("Excel (xlsx)")
    SIE = "sie", gettext_lazy("SIE 4")


MEDIA_TYPES = {
    LedgerForm.CSV: ("csv", "text/csv"),
    LedgerForm.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    LedgerForm.SIE: ("si", "application/octet-stream"),
}


class CodingMissing(Refusal):
    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _(
                "Kontering saknas, och en SIE-fil behöver den: %(missing)s. En utfärdad faktura behåller sin. "
                "Lämna över som csv, eller kreditera fakturan."
            )
            % {"missing": "; ".join(missing)}
        )


def _side(name: str, label: str) -> list[Column]:
    return [
        Column(f"{name}_board", f"{label}: nämnd"),
        *(Column(f"{name}_{key}", f"{label}: {text.lower()}", Kind.CODE) for key, text in _CODING.items()),
    ]


# A file for another system: Swedish headings whatever the language of the one who fetches it.
COLUMNS = (
    Column("number", gettext_noop("Nummer"), Kind.CODE),
    Column("kind", gettext_noop("Slag")),
    Column("corrects", gettext_noop("Avser faktura"), Kind.CODE),
    Column("issued", gettext_noop("Utfärdad"), Kind.DATE),
    Column("half_year", gettext_noop("Halvår"), Kind.CODE),
    *_side("seller", gettext_noop("Säljare")),
    *_side("buyer", gettext_noop("Köpare")),
    Column("amount", gettext_noop("Belopp"), Kind.DECIMAL),
    Column("reason", gettext_noop("Skäl")),
)


def in_words(column: Column) -> str:
    """A column in the reader's language, and as it is headed in the file where that is another word."""
    said = ": ".join(_(part) for part in str(column.label).split(": "))
    return said if said == column.label else f"{said} ({column.label})"


def ledger_file(form: LedgerForm, invoices: Sequence[Invoice], *, today: date, chosen: Sequence[str] = ()) -> bytes:
    """The invoices and notes as one file; `chosen` are the columns of a csv or workbook in their order, all without.

    Raises CodingMissing for SIE when a side has no account or mandatory dimension.
    """
    if form == LedgerForm.SIE:
        return sie.write(sie_file(invoices, today=today))
    places = {column.name: place for place, column in enumerate(COLUMNS)}
    order = [places[name] for name in chosen if name in places] or list(places.values())
    columns = [COLUMNS[place] for place in order]
    with override("sv"):
        rows = [[cells[place] for place in order] for cells in map(_cells, invoices)]
        return write_xlsx(columns, rows) if form == LedgerForm.XLSX else write_csv(columns, rows)


def sie_file(invoices: Sequence[Invoice], *, today: date) -> sie.SieFile:
    """One voucher each: the buyer's cost against the seller's income, the signs turned on a credit note."""
    missing = [one for invoice in invoices for one in missing_parts(invoice.number, (invoice.buyer, invoice.seller))]
    if missing:
        raise CodingMissing(missing)
    company = invoices[0].seller["board"] if invoices else ""
    return sie.SieFile("Överens", company, today, tuple(map(_voucher, invoices)))


def missing_parts(named: str, sides: Sequence[dict[str, Any]]) -> list[str]:
    """Which mandatory parts each side lacks: "F2021-0002 Miljönämnden: konto, motpart"."""
    found = []
    for side in sides:
        if keys := [key for key in MANDATORY_PARTS if not side.get(key)]:
            found.append(f"{named} {side.get('board', '')}: {', '.join(_(_CODING[key].lower()) for key in keys)}")
    return found


def _voucher(invoice: Invoice) -> sie.Voucher:
    text = f"{invoice.number} {invoice.half_year} {invoice.buyer['board']}"
    rows = (
        side_row(invoice.buyer, invoice.amount, invoice.number),
        side_row(invoice.seller, -invoice.amount, invoice.number),
    )
    return sie.Voucher(invoice.series, timezone.localdate(invoice.issued_at), sie.shortened(text), rows)


def side_row(side: dict[str, Any], amount: Decimal, text: str) -> sie.Row:
    """Kronor on a side's account, debit positive, with its dimensions; empty optional parts are left out."""
    objects = tuple((number, side[key]) for number, key in _DIMENSIONS if side.get(key))
    return sie.Row(side["account"], amount, objects, text)


def _cells(invoice: Invoice) -> Sequence[Value]:
    return [
        invoice.number,
        invoice.get_kind_display(),
        invoice.corrects.number if invoice.corrects else "",
        timezone.localdate(invoice.issued_at),
        str(invoice.half_year),
        *(invoice.seller.get(key, "") for key in ("board", *_CODING)),
        *(invoice.buyer.get(key, "") for key in ("board", *_CODING)),
        invoice.amount,
        invoice.reason,
    ]
