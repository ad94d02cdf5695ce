"""Celery tasks of billing, done by beat."""

from celery import shared_task

from billing.operations.months.silence import confirm_all_silent
from billing.operations.proving import keep_proof
from foundation import clock


@shared_task
def confirm_silent_months() -> int:
    return len(confirm_all_silent(today=clock.today()))


@shared_task
def prove_nightly() -> int:
    """How many differences the proof found; they are kept and shown on its page."""
    return len(keep_proof().differences)
