"""What the noes at the place bank say of why employments are missing (DOMAIN.md 5, 6). ASF decides the causes."""

from __future__ import annotations

from collections import Counter

from billing.models import Cause
from foundation.periods import Month
from organisation.models import Department
from placements.models import DeclineCause
from placements.queries.bookings import declines

# a place that was gone or had no supervisor was no place; whom the host did not find suitable is for ASF to judge
_SPEAKS_FOR = {
    DeclineCause.PLACE_GONE.value: Cause.NO_PLACE_OFFERED,
    DeclineCause.NO_SUPERVISOR.value: Cause.NO_PLACE_OFFERED,
    DeclineCause.PERSON_DECLINED.value: Cause.DECLINED,
    DeclineCause.SUPPORT_REFUSED.value: Cause.SUPPORT_REFUSED,
    DeclineCause.NOT_SUITABLE.value: Cause.OTHER,
    DeclineCause.LANGUAGE.value: Cause.OTHER,
    DeclineCause.OTHER.value: Cause.OTHER,
}


def suggested_causes(department: Department, month: Month) -> list[tuple[str, int]]:
    """Causes in words with how many noes of the month speak for each, most first. One query."""
    noes = declines(departments=[department.pk], first=month.first_day, last=month.last_day)[department.pk]
    found: Counter[Cause] = Counter()
    for cause, number in noes.items():
        found[_SPEAKS_FOR[cause]] += number
    return [(str(cause.label), number) for cause, number in found.most_common()]
