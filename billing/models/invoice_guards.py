"""What the database itself holds about money (DOMAIN.md 7).

A credit fits in what is left of its invoice and of each of its months; the lines are the amount.
"""

from __future__ import annotations

import pgtrigger

# The original is locked first, so that of two credits at once the second sees the first.
_CREDIT_FITS = """
    SELECT amount, kind INTO original FROM billing_invoice WHERE id = NEW.corrects_id FOR UPDATE;
    SELECT COALESCE(SUM(amount), 0) INTO credited FROM billing_invoice
      WHERE corrects_id = NEW.corrects_id AND kind = 'credit_note';
    IF original.kind = 'credit_note' OR original.amount + credited + NEW.amount < 0 THEN
      RAISE EXCEPTION 'credit_within_remains: % is more than what is left', NEW.amount
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# The month is locked, so that of two credits of it, of different invoices, the second sees the first.
_CREDIT_FITS_MONTH = """
    PERFORM 1 FROM billing_invoice WHERE id = NEW.invoice_id AND kind = 'credit_note';
    IF FOUND THEN
      PERFORM 1 FROM billing_reconciliation WHERE id = NEW.reconciliation_id FOR NO KEY UPDATE;
      SELECT SUM(amount) INTO remains FROM billing_invoiceline WHERE reconciliation_id = NEW.reconciliation_id;
      IF remains < 0 THEN
        RAISE EXCEPTION 'credit_within_month: % is more than the month was charged', NEW.amount
          USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    RETURN NULL;
"""
_LINES_ARE_THE_AMOUNT = """
    SELECT invoice.amount - COALESCE(SUM(line.amount), 0) INTO difference
      FROM billing_invoice AS invoice LEFT JOIN billing_invoiceline AS line ON line.invoice_id = invoice.id
      WHERE invoice.id = NEW.{column} GROUP BY invoice.amount;
    IF difference <> 0 THEN
      RAISE EXCEPTION '{name}: % kr between the invoice and its lines', difference USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def credit_within_remains() -> pgtrigger.Trigger:
    """A credit note never takes more than what is left of the invoice or debit note that it names."""
    return pgtrigger.Trigger(
        name="credit_within_remains",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="credit_note"),
        declare=[("original", "record"), ("credited", "numeric")],
        func=_CREDIT_FITS,
    )


def credit_within_month() -> pgtrigger.Trigger:
    """The credits of a department's month are never more than all that invoices and debit notes charged for it."""
    return pgtrigger.Trigger(
        name="credit_within_month",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__amount__lt=0),
        declare=[("remains", "numeric")],
        func=_CREDIT_FITS_MONTH,
    )


def lines_are_the_amount(name: str, *, column: str) -> pgtrigger.Trigger:
    """At the end of the transaction the lines sum to the amount; `column` of the table names the invoice."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("difference", "numeric")],
        func=_LINES_ARE_THE_AMOUNT.replace("{column}", column).replace("{name}", name),
    )
