"""From the steps of a derivation to what they rest on: the counted staff, the agreement, the transfers (UX.md 2).

Only pages that the reader may open.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from billing.derivations import TrailLinks
from billing.models import Reconciliation
from organisation.access import may
from organisation.models import User
from organisation.roles import Act


def trail_links(row: Reconciliation, reader: User) -> TrailLinks:
    """`row` with its department, model year and version."""
    headcount = model_year = agreement = transfers = ""
    if may(reader, Act.SEE_ALLOCATION, row.department):
        chosen = {"date": row.target_trail["headcount_date"], "q": row.department.code}
        headcount = f"{reverse('allocation:headcounts')}?{urlencode(chosen)}"
        model_year = reverse("allocation:model_year", args=[row.target_trail["model_year"]])
    if may(reader, Act.SEE_AGREEMENTS, row.department):
        transfers = reverse("agreements:transfers")
        if row.version is not None:
            page = reverse("agreements:detail", args=[row.version.agreement_id])
            agreement = f"{page}?version={row.version.number}"
    return TrailLinks(headcount, model_year, agreement, transfers)
