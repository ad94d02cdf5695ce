"""What the proof found each time that it was done (DOMAIN.md 7)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from foundation.frozen import append_only


class ProofRun(models.Model):
    """Everything derived anew from the stored rows: how much was tried, and each difference."""

    made_at = models.DateTimeField(auto_now_add=True)
    tried = models.JSONField()  # {"months": 90, "invoices": 10 …}
    differences = models.JSONField()  # [{"check", "subject", "stored", "derived"}]

    class Meta:
        triggers = append_only("proof_run_is_kept")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M}: {len(self.differences)}"
