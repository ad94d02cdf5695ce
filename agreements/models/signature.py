"""Who has signed exactly what (DOMAIN.md 4)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.version import AgreementVersion
from foundation.frozen import frozen_with_parent


class Side(models.TextChoices):
    DEPARTMENT = "department", _("förvaltningen")
    PROVIDER = "provider", _("ASF")


@pghistory.track()
class Signature(models.Model):
    """One side's signature on exactly the content with this hash."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = frozen_with_parent(
            "signature_on_signed_version_is_frozen",
            parent="agreements_agreementversion",
            column="version_id",
            frozen="parent.state = 'signed'",
        )
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side"],
                name="signature_one_per_side",
                violation_error_message=_("Sidan har redan undertecknat."),
            ),
            models.UniqueConstraint(
                fields=["version", "signer"],
                name="signature_two_different_people",
                violation_error_message=_("Samma person kan inte underteckna för båda sidorna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.side}"
