"""What beat and the workers do for this app."""

from celery import shared_task

from foundation.clock import today
from privacy.operations.purging import purge


@shared_task
def purge_nightly() -> None:
    purge(today=today())
