"""What has gone wrong with invoice runs elsewhere, and must not here (docs/rules.md, "Traps")."""

from __future__ import annotations

import ast
import threading
from datetime import date
from pathlib import Path

import pgtrigger
import pytest
from celery import current_app
from celery.fixups.django import DjangoWorkerFixup
from django.apps import apps
from django.db import connection, models

from billing.models import Correction, Invoice
from billing.operations.corrections import AlreadySettled, accept_correction, find_corrections
from billing.operations.half_years import NothingToIssue, issue, rehearse
from foundation import runs
from foundation.models import RunPiece
from foundation.periods import Month
from tests.billing.city import FIRST_HALF, TODAY, build_city, place
from tests.billing.steps import issued
from tests.organisation.factories import UserFactory

PROJECT = Path(__file__).resolve().parents[2]
COUNTING_APPS = ("agreements", "allocation", "billing", "placements")


def test_another_fee_and_another_start_after_the_run_make_no_second_invoice(invoices, closed_city):
    """10 000 kr from January would be far more; what is closed keeps what it was closed with."""
    year = closed_city.year
    year.fee, year.charging_starts = 10000, Month(2021, 1)
    with pgtrigger.ignore("agreements.YearUnderAgreements:model_year_rested_on_by_agreements"):
        year.save()
    run = rehearse(half_year=FIRST_HALF, by=UserFactory(role="finance"), today=TODAY)
    with pytest.raises(NothingToIssue):
        issue(run=run, by=UserFactory(role="finance"), today=TODAY)
    amounts = Invoice.objects.order_by("sequence").values_list("number", "amount")
    assert list(amounts) == [("F2021-0001", 37500), ("F2021-0002", 22500)]
    assert find_corrections(today=TODAY) == []


def test_nothing_that_becomes_nothing_makes_no_note_and_is_settled_once(invoices, closed_city):
    """One more in January, before the charging start: 5 → 6 counted, 0 kr → 0 kr."""
    place(closed_city.leisure, date(2021, 1, 18), date(2021, 1, 31), number=77)
    [correction] = find_corrections(today=TODAY)
    accept_correction(correction=correction, by=None, reason="Sen anmälan")
    assert (correction.difference, Correction.objects.get().line) == (0, None)
    assert Invoice.objects.exclude(kind="invoice").count() == 0
    with pytest.raises(AlreadySettled):
        accept_correction(correction=correction, by=None, reason="En gång till")
    assert find_corrections(today=TODAY) == []


def test_nothing_that_is_counted_or_paid_is_a_binary_fraction():
    """No field of any table of ours, and nowhere in the code that counts, is 0.1 + 0.2 = 0.30000000000000004."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in (*COUNTING_APPS, "organisation")]
    assert len(ours) > 40
    fields = [field for model in ours for field in model._meta.get_fields()]
    assert [field for field in fields if isinstance(field, models.FloatField)] == []
    used = [
        (path.name, node.lineno)
        for app in COUNTING_APPS
        for path in (PROJECT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if _is_binary(node)
    ]
    assert used == []


def _is_binary(node: ast.AST) -> bool:
    named = isinstance(node, ast.Name) and node.id == "float"
    return named or (isinstance(node, ast.Constant) and type(node.value) is float)


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connection_was_closed_while_it_waited_goes_on(quick_documents, monkeypatch):
    """The database ends connections that have been idle for long; the next piece begins on a new one."""
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
    issued(build_city())
    first, second = RunPiece.objects.order_by("pk").values_list("pk", flat=True)
    done: list[bool] = []

    def worker() -> None:
        done.append(runs.work_piece(first))
        connection.connection.close()  # behind Django's back, as a server that has had enough
        DjangoWorkerFixup(current_app).close_database()  # what the worker does before each task
        done.append(runs.work_piece(second))
        connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    thread.join(60)
    assert done == [True, True]
    assert Invoice.objects.exclude(document=None).count() == 2
