"""A version that was signed in ink: the scan, who signed when, and the second person who vouches for it."""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.version import AgreementVersion
from foundation.frozen import frozen_with_parent
from foundation.models import Document
from organisation.models import User


@pghistory.track()
class PaperSigning(models.Model):
    """ASF registers what was signed on paper; another person confirms it, and the version is then signed."""

    version = models.OneToOneField(AgreementVersion, on_delete=models.PROTECT, related_name="paper")
    scan = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("undertecknad på papper"))
    department_signer = models.CharField(_("undertecknade för förvaltningen"), max_length=120)
    provider_signer = models.CharField(_("undertecknade för ASF"), max_length=120)
    content_sha256 = models.CharField(max_length=64)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        triggers = frozen_with_parent(
            "paper_of_signed_version_is_frozen",
            parent="agreements_agreementversion",
            column="version_id",
            frozen="parent.state = 'signed'",
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="paper_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("registered_by")),
                name="paper_two_different_people",
                violation_error_message=_("Den som har registrerat papperet kan inte också intyga det."),
            ),
            models.CheckConstraint(
                condition=~Q(department_signer="")
                & ~Q(provider_signer="")
                & ~Q(department_signer=F("provider_signer")),
                name="paper_signed_by_two",
                violation_error_message=_("Två olika personer ska ha undertecknat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.signed_on}"

    def confirm(self, *, by: User, now: datetime) -> None:
        self.confirmed_by, self.confirmed_at = by, now
        self.save(update_fields=["confirmed_by", "confirmed_at"])
