"""Celery tasks of billing, done by beat."""

from celery import shared_task

from billing.operations.months.silence import confirm_all_silent
from foundation import clock


@shared_task
def confirm_silent_months() -> int:
    return len(confirm_all_silent(today=clock.today()))
