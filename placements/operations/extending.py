"""An employment goes on longer than was planned (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal
from placements.models import Employment, EndCause
from placements.operations.bookings import in_words
from placements.operations.employments import AlreadyEnded, locked


class NoEndToMove(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Anställningen gäller tills vidare. Det finns ingen sista dag att flytta fram."))


class NotLater(Refusal):
    def __init__(self, last: date) -> None:
        super().__init__(
            _("Anställningen slutar %(last)s. En förlängning gäller till en senare dag. Välj en sådan.")
            % {"last": last.isoformat()}
        )


@in_words()
@transaction.atomic
def extend_employment(*, employment: Employment, until: date | None, reason: str) -> Employment:
    """A later last day, inclusive, or none; the placements that end with it go on too.

    That the time was over is then no end cause any more. Raises NoEndToMove, NotLater, and AlreadyEnded when it has
    ended for another cause. Whether a decision on support covers the new days is shown, not refused.
    """
    employment = locked(employment)
    last = employment.employed_to
    if last is None:
        raise NoEndToMove
    if employment.end_cause not in ("", EndCause.PERIOD_OVER.value):
        raise AlreadyEnded(last)
    if until is not None and until <= last:
        raise NotLater(last)
    with pghistory.context(reason=reason):
        for placement in employment.placements.filter(placed_to=last):
            placement.end(on=until)
        employment.employed_to, employment.end_cause = until, ""
        employment.save(update_fields=["employed_to", "end_cause"])
    return employment
