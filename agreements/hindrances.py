"""What a changed organisation may not do to what is promised: closed months, and signed transfers (DOMAIN.md 4)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.closed_months import refuse_closed
from agreements.models import QuotaTransfer
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.hindrances import Change
from organisation.models import Department


class TransfersGoOn(Refusal):
    def __init__(self, department: Department, transfer: QuotaTransfer) -> None:
        super().__init__(
            _(
                "%(name)s har en undertecknad överföring av %(n)s platser från och med %(month)s, som skulle sakna sin "
                "ena sida. Avsluta den först."
            )
            % {"name": department.name, "n": transfer.number, "month": month_name(transfer.first_month)}
        )


def refuse_promised(change: Change) -> None:
    """Hold the departments; raises TouchesClosedMonth and, when they lose their quotas, TransfersGoOn."""
    refuse_closed(list(change.departments), first=change.first, last=change.last)
    if not change.ends:
        return
    for department in change.departments:
        lasting = QuotaTransfer.objects.signed().touching(department)
        lasting = lasting.filter(Q(last_month=None) | Q(last_month__gte=change.first))
        lasting = lasting.filter(Q(ended_from=None) | Q(ended_from__gt=change.first))  # not ended early by then
        if change.last is not None:
            lasting = lasting.filter(first_month__lte=change.last)
        if found := lasting.order_by("first_month").first():
            raise TransfersGoOn(department, found)
