"""The list of transfers."""

from __future__ import annotations

from django.db.models import Q

from agreements.models import QuotaTransfer, TransferQuerySet
from allocation.models import ModelYear
from organisation.models import User


def transfers(*, model_year: ModelYear, reader: User) -> TransferQuerySet:
    """The transfers that touch the model year and that the reader sees, the latest first. One query."""
    rows = QuotaTransfer.objects.visible_to(reader).select_related("from_department", "to_department")
    begun = rows.filter(first_month__lte=model_year.last_month)
    lasting = begun.filter(Q(last_month=None) | Q(last_month__gte=model_year.first_month))
    return lasting.order_by("-first_month", "from_department__code", "pk")
