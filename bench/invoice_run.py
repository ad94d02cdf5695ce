"""What a run of invoices costs over bare rendering, and what a second worker gives.

Run:  nice python -m bench.invoice_run [documents], in the surroundings of bin/manage; 200 without an argument.
Overhead: each document is made twice in turn in one process, as the worker does it (claim the piece, read the frozen
rows, render, archive, write down that it is done; rolled back) and rendered bare from a context that is already
there; the ratio is of processor time, aim at most 1.15. Second worker: the same pieces split over one process
and over two; the ratio is of the clock and wants two free cores, aim at least 1.5.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from billing.documents import TEMPLATE, _attachments, invoice_context, invoice_pdf
from billing.models import Invoice
from billing.queries.invoice_basis import invoice_basis
from foundation.documents.archive import archive
from foundation.documents.render import render_pdf
from foundation.models import Run, RunPiece

AIM_OVERHEAD, AIM_SECOND = 1.15, 1.5


def as_a_worker(invoice_id: int) -> None:
    """A piece from claim to done, in the transaction of its own that is then rolled back."""
    with transaction.atomic():
        run = Run.objects.create(kind="bench", title="bench")
        piece = RunPiece.objects.create(run=run, subject_id=invoice_id, label="bench")
        piece = (
            RunPiece.objects.select_for_update(skip_locked=True, of=("self",)).select_related("run").get(pk=piece.pk)
        )
        piece.claim(now=timezone.now())
        invoice = Invoice.objects.select_for_update(of=("self",)).select_related("document").get(pk=invoice_id)
        document = archive(kind="bench", name=f"{invoice.number}.pdf", content=invoice_pdf(invoice))
        piece.finish(now=timezone.now(), document=document)
        transaction.set_rollback(True)


def bare(invoice: Invoice, prepared: tuple[dict[str, object], list[object]]) -> None:
    context, attachments = prepared
    render_pdf(
        template=TEMPLATE, context=context, title=invoice.number, created=timezone.localdate(invoice.issued_at),
        attachments=attachments,
    )  # fmt: skip


def prepared_of(invoice: Invoice) -> tuple[dict[str, object], list[object]]:
    with override("sv"):
        basis = invoice_basis(invoice)
        return invoice_context(invoice, basis), list(_attachments(invoice, basis))


def overhead(invoices: list[Invoice], number: int) -> float:
    """Median processor time as a worker over median bare, the two taking turns."""
    prepared = {invoice.pk: prepared_of(invoice) for invoice in invoices}
    taken: dict[str, list[float]] = {"worker": [], "bare": []}
    for turn, invoice in enumerate(islice(cycle(invoices), number + 2)):
        for name, act in (
            ("worker", lambda one=invoice: as_a_worker(one.pk)),
            ("bare", lambda one=invoice: bare(one, prepared[one.pk])),
        ):
            began = process_time()
            act()
            if turn >= 2:
                taken[name].append(process_time() - began)
    print(", ".join(f"{name} {median(times) * 1000:.0f} ms" for name, times in taken.items()))
    return sum(taken["worker"]) / sum(taken["bare"])


def several(ids: list[int]) -> int:
    for pk in ids:
        as_a_worker(pk)
    return len(ids)


def clock(ids: list[int], workers: int) -> float:
    connection.close()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(several, [ids[:1]] * workers))  # the processes are started and their fonts read
        began = perf_counter()
        list(pool.map(several, [ids[n::workers] for n in range(workers)]))
        return perf_counter() - began


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    invoices = list(Invoice.objects.filter(kind="invoice").order_by("pk"))
    if not invoices:
        raise SystemExit("no invoice in the database: issue a half-year first")
    ratio = overhead(invoices, number)
    print(f"overhead {ratio:.2f} (aim {AIM_OVERHEAD}) {'reached' if ratio <= AIM_OVERHEAD else 'MISSED'}")
    ids = list(islice(cycle([one.pk for one in invoices]), number))
    one, two = clock(ids, 1), clock(ids, 2)
    print(f"{number} documents: one worker {one:.1f} s, two {two:.1f} s")
    print(f"second worker {one / two:.2f} × (aim {AIM_SECOND}) {'reached' if one / two >= AIM_SECOND else 'MISSED'}")


if __name__ == "__main__":
    main()
