"""Every month whose time to answer has run out, confirmed by silence; beat does this each morning (DOMAIN.md 9)."""

from __future__ import annotations

import logging
from datetime import date

from billing.models import Reconciliation, ReconciliationState
from billing.operations.months.answering import confirm_by_silence
from foundation.refusals import Refusal

logger = logging.getLogger(__name__)


def confirm_all_silent(*, today: date) -> list[Reconciliation]:
    """One transaction each; a month that somebody answers at this moment is passed by."""
    waiting = Reconciliation.objects.filter(state=ReconciliationState.PROPOSED, deadline__lt=today)
    rows = waiting.select_related("model_year").prefetch_related("model_year__revisions")
    confirmed = []
    for row in rows.order_by("month", "department__code"):
        if not row.is_silent(today):
            continue
        try:
            confirmed.append(confirm_by_silence(reconciliation=row, today=today))
        except Refusal as refusal:
            logger.info("not confirmed by silence: %s", refusal)
    return confirmed
