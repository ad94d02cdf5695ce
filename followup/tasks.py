"""Celery tasks of follow-up, done by beat."""

from celery import current_app, shared_task

from followup.operations import digests
from foundation import clock
from organisation.models import User


@shared_task
def send_digests() -> int:
    """Ask for one short task per person. Gives how many."""
    people = digests.people_to_tell()
    for user_id in people:
        current_app.send_task("followup.tasks.send_digest", args=[user_id])
    return len(people)


@shared_task
def send_digest(user_id: int) -> bool:
    user = User.objects.get(pk=user_id)
    return digests.send_digest(user=user, day=clock.real_day(), today=clock.today()) is not None
