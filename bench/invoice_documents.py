"""How fast real invoices are made, beside the same page given straight to WeasyPrint; and how much memory it takes.

Run:  python -m bench.invoice_documents [seconds], in the surroundings of bin/manage (DATABASE_URL and the like).
Takes the invoice with most person-months that is in the database. Both makers take turns in one process; prints
documents per second of processor time (median), the ratio (goal 1.2, though ours is tagged, archivable and carries
its basis) and the process's greatest memory.
"""

from __future__ import annotations

import os
import resource
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import weasyprint
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.translation import override

from bench.pdf import GOAL, compare
from billing.documents import TEMPLATE, invoice_context, invoice_pdf
from billing.models import Invoice
from billing.queries.invoice_basis import invoice_basis
from foundation.documents.engine import STYLESHEET


def largest() -> Invoice:
    invoices = Invoice.objects.annotate(persons=Count("lines__reconciliation__lines"))
    invoice = invoices.order_by("-persons").first()
    if invoice is None:
        raise SystemExit("no invoice in the database: issue a half-year first")
    return invoice


def plainly(invoice: Invoice) -> bytes:
    """The same template and rows, with the style sheet read for each document, untagged and without attachments."""
    with override("sv"):
        context = invoice_context(invoice, invoice_basis(invoice))
        html = render_to_string(TEMPLATE, {**context, "title": invoice.number, "created": context["issued_on"]})
    styled = html.replace("<head>", f'<head><link rel="stylesheet" href="{STYLESHEET.as_uri()}">')
    content: bytes = weasyprint.HTML(string=styled, base_url=STYLESHEET.as_uri()).write_pdf()
    return content


def main() -> None:
    invoice = largest()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    rates = compare(seconds, ours=lambda: invoice_pdf(invoice), naive=lambda: plainly(invoice))
    ratio = rates["ours"] / rates["naive"]
    persons = sum(line.reconciliation.lines.count() for line in invoice.lines.all())
    print(f"{invoice.number}: {invoice.lines.count()} lines, {persons} person-months")
    for name, rate in rates.items():
        print(f"{name:6} {rate:6.2f} documents/s")
    print(f"ratio  {ratio:6.2f} (goal {GOAL}) {'reached' if ratio >= GOAL else 'MISSED'}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB at most")


if __name__ == "__main__":
    main()
