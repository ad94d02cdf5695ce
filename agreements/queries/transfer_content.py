"""A proposed transfer or ending as its document says it, with both departments' targets month by month."""

from __future__ import annotations

from datetime import datetime

from agreements.models import QuotaTransfer, TransferEnding
from agreements.queries.effective import TargetOfMonth, effective_targets
from agreements.transfer_content import Party, TargetsOfMonth, TransferContent
from allocation.models import ModelYear
from foundation.periods import Month, months_between
from organisation.models import Department


def transfer_content(
    transfer: QuotaTransfer,
    *,
    year: ModelYear,
    answered_by: str = "",
    answered_at: datetime | None = None,
    ending: TransferEnding | None = None,
) -> TransferContent:
    """Of a proposal that is not settled, or of one that is being accepted right now. Four queries."""
    said = ending or transfer
    return TransferContent(
        key=transfer.pk,
        giver=_party(transfer.from_department),
        receiver=_party(transfer.to_department),
        number=transfer.number,
        first_month=transfer.first_month,
        last_month=transfer.last_month,
        reason=said.reason,
        proposed_for=said.proposing_side.name,
        proposed_by=said.proposed_by.full_name if said.proposed_by else "",
        proposed_on=said.proposed_on,
        answered_for=said.answering_side.name,
        answered_by=answered_by,
        answered_at=answered_at,
        months=targets_with(transfer, year=year, ending=ending),
        ends_from=ending.from_month if ending else None,
        accepted_on=transfer.signed_on if ending else None,
    )


def targets_with(
    transfer: QuotaTransfer, *, year: ModelYear, ending: TransferEnding | None = None
) -> tuple[TargetsOfMonth, ...]:
    """The model year's months: the targets of today, and as they become when what is proposed is accepted."""
    months = months_between(year.first_month, year.last_month)
    targets = effective_targets(model_year=year, months=months)
    rows = []
    for month in months:
        moved = _moved(transfer, month, ending)
        giver = _target(targets, transfer.from_department_id, month)
        receiver = _target(targets, transfer.to_department_id, month)
        rows.append(TargetsOfMonth(month, giver, giver - moved, receiver, receiver + moved))
    return tuple(rows)


def _moved(transfer: QuotaTransfer, month: Month, ending: TransferEnding | None) -> int:
    """How many more go from giver to receiver than now; an ending takes them back."""
    lasts = transfer.first_month <= month and (transfer.last_month is None or month <= transfer.last_month)
    if ending is None:
        return transfer.number if lasts else 0
    return -transfer.number if lasts and month >= ending.from_month else 0


def _target(targets: dict[tuple[int, Month], TargetOfMonth], department_id: int, month: Month) -> int:
    found = targets.get((department_id, month))
    return found.target if found else 0


def _party(department: Department) -> Party:
    return Party(department.code, department.name, department.board.name)
