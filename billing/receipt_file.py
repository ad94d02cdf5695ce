"""The file in which the ledger answers a batch, line by line: which invoices it took, which not and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import CellError, Column, Kind, ReadRow, Table, read_rows

ACCEPTED, REJECTED = "accepted", "rejected"
COLUMNS = (
    Column("number", gettext_lazy("Nummer"), Kind.CODE, required=True, aliases=("Fakturanummer", "Faktura")),
    Column(
        "status",
        gettext_lazy("Status"),
        Kind.CHOICE,
        required=True,
        choices={ACCEPTED: gettext_lazy("mottagen"), REJECTED: gettext_lazy("avvisad")},
    ),
    Column("reason", gettext_lazy("Skäl"), longest=300, aliases=("Orsak", "Fel")),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger said of the invoice with this number."""

    number: str
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptReading:
    """With errors nothing is read back."""

    answers: tuple[Answer, ...]
    errors: tuple[CellError, ...]


def read_receipt(table: Table, *, expected: Iterable[str], answered: Mapping[str, bool]) -> ReceiptReading:
    """The answers and every error at once. `expected` are the batch's numbers, `answered` those told before.

    What was told before in the same way is passed over. Raises NoHeadingRow.
    """
    known = set(expected)
    reading = read_rows(table, COLUMNS, key=("number",))
    errors = [*reading.errors, *(error for row in reading.rows for error in _faults(row, known, answered))]
    answers = tuple(
        Answer(row["number"], row["status"] == ACCEPTED, row["reason"] or "")
        for row in reading.rows
        if row["number"] not in answered
    )
    return ReceiptReading(answers, tuple(sorted(errors, key=lambda error: error.row)))


def _faults(row: ReadRow, known: set[str], answered: Mapping[str, bool]) -> Iterable[CellError]:
    accepted = row["status"] == ACCEPTED
    if row["number"] not in known:
        fact = _("%(number)s ingår inte i den här överlämningen") % {"number": row["number"]}
        yield _error(row, 0, fact, _("Ta bort raden, eller läs in filen vid den överlämning som den gäller."))
    elif answered.get(row["number"], accepted) != accepted:
        fact = _("%(number)s har redan ett annat svar") % {"number": row["number"]}
        yield _error(row, 1, fact, _("Fråga ekonomisystemet vilket som gäller. Det första svaret står kvar."))
    if not accepted and not row["reason"]:
        yield _error(row, 2, _("en avvisad faktura saknar skäl"), _("Skriv varför den avvisades."))


def _error(row: ReadRow, place: int, fact: str, mend: str) -> CellError:
    column = COLUMNS[place]
    return CellError(row.number, column.name, str(column.label), fact, "", mend, fact, place)
