"""One invoice: its rows, what was done with it afterwards, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models import HandOver, Invoice, InvoiceKind, InvoiceLine
from billing.queries.remains import MonthLeft, creditable_in_all, left_on, months_left
from foundation.display import Event
from foundation.money import kronor


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """`left` is kronor: the amount less its credit notes."""

    invoice: Invoice
    lines: tuple[InvoiceLine, ...]
    notes: tuple[Invoice, ...]
    hand_over: HandOver | None
    decided_on: date | None

    @property
    def credited(self) -> Decimal:
        return -sum((note.amount for note in self.notes if note.is_credit), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.invoice.amount - self.credited

    @property
    def given_back(self) -> Decimal:
        """Kronor, of a credit note."""
        return -self.invoice.amount

    @property
    def is_credited_by_hand(self) -> bool:
        """A credit note that no correction of a month gave."""
        return self.invoice.is_credit and not any(hasattr(line, "correction") for line in self.lines)

    @property
    def credited_lines(self) -> list[tuple[InvoiceLine, Decimal]]:
        return [(line, -line.amount) for line in self.lines]

    @property
    def explanations(self) -> list[str]:
        """How corrections came to something else than their difference."""
        told = [line.correction.explanation for line in self.lines if hasattr(line, "correction")]
        return [text for text in told if text]

    @property
    def can_be_credited(self) -> bool:
        return not self.invoice.is_credit and self.left > 0

    @property
    def several_departments(self) -> bool:
        return len({line.department_name for line in self.lines}) > 1

    @property
    def events(self) -> list[Event]:
        """What was done, newest first."""
        invoice = self.invoice
        who = invoice.issued_by.full_name if invoice.issued_by else _("systemet")
        events = [Event(invoice.issued_at, who, _("Utfärdad på %(sum)s.") % {"sum": kronor(invoice.amount)})]
        if invoice.document:
            events.append(Event(invoice.document.created_at, _("systemet"), _("Dokumentet gjordes och arkiverades.")))
        if self.hand_over:
            by = self.hand_over.handed_by.full_name if self.hand_over.handed_by else _("systemet")
            events.append(Event(self.hand_over.handed_at, by, _("Överlämnad till ekonomisystemet.")))
        events += [self._note(note) for note in self.notes]
        return sorted(events, key=lambda event: str(event.at), reverse=True)

    @staticmethod
    def _note(note: Invoice) -> Event:
        who = note.issued_by.full_name if note.issued_by else _("systemet")
        text = _("Krediterad med %(number)s, %(sum)s.") if note.is_credit else _("Debiterad med %(number)s, %(sum)s.")
        return Event(note.issued_at, who, text % {"number": note.number, "sum": kronor(abs(note.amount))}, note.reason)


@dataclass(frozen=True, slots=True)
class CreditPage:
    """What can be credited of an invoice, in kronor: `left` of the invoice, `creditable` where its months allow it."""

    left: Decimal
    months: tuple[MonthLeft, ...]

    @property
    def creditable(self) -> Decimal:
        return creditable_in_all(self.left, self.months)


def credit_page(invoice: Invoice) -> CreditPage:
    """Five queries."""
    return CreditPage(left_on(invoice), tuple(months_left(invoice, list(invoice.lines.order_by("position")))))


def invoice_page(invoice: Invoice) -> InvoicePage:
    """Three queries beside the invoice's own, which comes with its board, document, issuer and hand-over."""
    notes = invoice.corrections.exclude(kind=InvoiceKind.INVOICE).select_related("issued_by").order_by("issued_at")
    item = getattr(invoice, "hand_over_item", None)
    decided = invoice.decision.get("decided_on")
    return InvoicePage(
        invoice=invoice,
        lines=tuple(invoice.lines.select_related("reconciliation", "correction").order_by("position")),
        notes=tuple(notes),
        hand_over=item.hand_over if item else None,
        decided_on=date.fromisoformat(decided) if decided else None,
    )
