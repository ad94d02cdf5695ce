"""Celery tasks: an id in, one operation that may be done twice without harm."""

from celery import shared_task

from foundation import runs


@shared_task
def work_piece(piece_id: int) -> bool:
    return runs.work_piece(piece_id)


@shared_task
def sweep_runs() -> int:
    return runs.sweep()
