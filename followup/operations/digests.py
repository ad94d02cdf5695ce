"""One mail a day at most to each person, of what is new on the first page; never two, and never one per event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext, override

from followup.digest import all_told, is_due, news, still_told
from followup.digest_models import Digest, DigestChoice, DigestState
from followup.queries.tasks import Task, first_page_tasks
from organisation.models import Membership, User


def people_to_tell() -> list[int]:
    """The ids of those who can log in and have a role in force. One query."""
    roles = Membership.objects.in_force().filter(user__is_active=True)
    return list(roles.order_by("user_id").values_list("user_id", flat=True).distinct())


@transaction.atomic
def choose_digest(*, user: User, every: str, language: str, email: str) -> DigestChoice:
    """The person's own choice, and the address that it is sent to."""
    choice, _made = DigestChoice.objects.select_for_update().get_or_create(user=user)
    choice.every, choice.language, choice.changed_at = every, language, timezone.now()
    choice.save(update_fields=["every", "language", "changed_at"])
    user.email = email
    user.save(update_fields=["email"])
    return choice


def send_digest(*, user: User, day: date, today: date) -> Digest | None:
    """Mail the person what is new, if anything is and it is the person's day for it; None when nothing was tried.

    `day` is the day it really is, of which there is one mail; `today` the day that tasks go by. What cannot be mailed
    is written down too, and shown to the person and the system administrator.
    """
    if not settings.MAIL_IS_SENT:
        return None
    found = _written_down(user, day, today)
    if found is None:
        return None
    digest, tasks, language = found
    if digest.state == DigestState.SENDING:
        _send(digest, tasks, language)
    return digest


@transaction.atomic
def _written_down(user: User, day: date, today: date) -> tuple[Digest, list[Task], str] | None:
    """The row of the day, before anything is sent: whoever else tries meanwhile waits here and then finds it."""
    DigestChoice.objects.get_or_create(user=user)
    choice = DigestChoice.objects.select_for_update().get(user=user)
    last = user.digests.filter(state__in=(DigestState.SENT, DigestState.SENDING)).aggregate(last=Max("day"))["last"]
    if not is_due(choice.every, last=last, day=day) or user.digests.filter(day=day).exists():
        return None
    with override(choice.language):
        tasks = first_page_tasks(user=user, today=today)
    fresh = news(tasks, choice.told)
    choice.told = still_told(tasks, choice.told) if not fresh or not user.email else all_told(tasks)
    choice.save(update_fields=["told"])
    if not fresh:
        return None
    if user.email:
        return Digest.objects.create(user=user, day=day, tasks=len(fresh)), fresh, choice.language
    settled = {"state": DigestState.NO_ADDRESS, "settled_at": timezone.now()}
    return Digest.objects.create(user=user, day=day, tasks=len(fresh), **settled), fresh, choice.language


def _send(digest: Digest, tasks: Sequence[Task], language: str) -> None:
    with override(language):
        number = len(tasks)
        subject = ngettext("Överens: %(n)s sak att göra", "Överens: %(n)s saker att göra", number) % {"n": number}
        body = render_to_string("followup/digest.txt", {"tasks": tasks, "site": settings.PUBLIC_URL.rstrip("/")})
    try:
        EmailMessage(subject, body, to=[digest.user.email]).send()
    except (SMTPException, OSError) as error:
        digest.state, digest.fault = DigestState.REFUSED, type(error).__name__
        DigestChoice.objects.filter(user=digest.user_id).update(told={})  # it was not told: news again tomorrow
    else:
        digest.state = DigestState.SENT
    digest.settled_at = timezone.now()
    digest.save(update_fields=["state", "fault", "settled_at"])
