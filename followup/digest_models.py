"""The daily digest: what someone has chosen, and one row for each day that a mail was tried."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import User


class Every(models.TextChoices):
    DAILY = "daily", _("varje dag när det finns något nytt")
    WEEKLY = "weekly", _("en gång i veckan")
    NEVER = "never", _("aldrig")


class Language(models.TextChoices):
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"


class DigestChoice(models.Model):
    """A person's choice; made with the standard values when first needed. `told` is kept by `followup.digest`."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest_choice")
    every = models.CharField(_("hur ofta"), max_length=6, choices=Every, default=Every.DAILY)
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.SWEDISH)
    changed_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__in=Every.values), name="digest_choice_every_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.every}"


class DigestState(models.TextChoices):
    SENDING = "sending", _("oklart om det gick fram")
    SENT = "sent", _("skickad")
    NO_ADDRESS = "no_address", _("ingen e-postadress")
    REFUSED = "refused", _("e-postservern tog inte emot")


class Digest(models.Model):
    """One person's mail of one day. Written before the mail goes: a second try that day finds it and stops."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    state = models.CharField(_("läge"), max_length=10, choices=DigestState, default=DigestState.SENDING)
    tasks = models.PositiveSmallIntegerField(_("antal"))
    tried_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)  # the kind of error only

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="digest_settled_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_per_person_and_day"),
            models.CheckConstraint(
                condition=Q(state="sending", settled_at=None) | ~Q(state="sending") & Q(settled_at__isnull=False),
                name="digest_settled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}: {self.state}"
