"""An accepted transfer ends before its time when both sides agree: proposed by one, answered by the other."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone

from agreements.closed_months import hold, refuse_closed
from agreements.models import QuotaTransfer, TransferEnding
from agreements.models.proposal import LIVE
from agreements.operations.transfers.refusals import (
    AlreadyEnding,
    AlreadySettled,
    EndsOutsideTransfer,
    NoModelYearThen,
    NotAccepted,
    ReceiverBelowZero,
    SamePersonForBoth,
)
from agreements.queries.effective import quotas_by_month, seen_as, signed_transfers, signed_versions
from agreements.queries.transfer_content import transfer_content
from agreements.targets import Direction, first_month_overdrawn
from agreements.transfer_documents import archive_transfer
from allocation.models import ModelYear
from allocation.queries import model_year_of
from foundation.periods import Month, months_between
from organisation.models import Department, User


@transaction.atomic
def propose_transfer_ending(
    *,
    transfer: QuotaTransfer,
    from_month: Month,
    by: User | None,
    side: Department,
    today: date,
    reason: str = "",
) -> TransferEnding:
    """Nothing changes until the other side agrees, but what it could not agree to is refused at once.

    Raises NotAccepted, AlreadyEnding, EndsOutsideTransfer, TouchesClosedMonth and ReceiverBelowZero.
    """
    kept = _held(transfer)
    if TransferEnding.objects.filter(LIVE, transfer=kept).exists():
        raise AlreadyEnding
    ending = TransferEnding(
        transfer=kept,
        from_month=from_month,
        reason=reason.strip(),
        proposed_for=side,
        proposed_by=by,
        proposed_on=today,
    )
    _check(ending)
    ending.save()
    return ending


@transaction.atomic
def accept_transfer_ending(*, ending: TransferEnding, by: User | None, today: date) -> TransferEnding:
    """From its month on both have their own places again; the accepted transfer itself stays as it was signed.

    Raises AlreadySettled on the second run, SamePersonForBoth, TouchesClosedMonth and ReceiverBelowZero.
    """
    _held(ending.transfer)
    locked = _claimed(ending, by)
    year = _check(locked)
    now = timezone.now()
    content = transfer_content(
        locked.transfer, year=year, answered_by=by.full_name if by else "", answered_at=now, ending=locked
    )
    locked.accept(by=by, at=now, on=today, document=archive_transfer(content, today=today))
    return locked


@transaction.atomic
def decline_transfer_ending(*, ending: TransferEnding, by: User, reason: str, today: date) -> TransferEnding:
    """The transfer goes on as it is. Raises AlreadySettled and SamePersonForBoth."""
    locked = _claimed(ending, by)
    with pghistory.context(reason=reason.strip()):
        locked.decline(by=by, at=timezone.now(), on=today, reason=reason.strip())
    return locked


@transaction.atomic
def withdraw_transfer_ending(*, ending: TransferEnding, by: User, today: date) -> None:
    """Raises AlreadySettled."""
    _claimed(ending, None).withdraw(on=today)


def _held(transfer: QuotaTransfer) -> QuotaTransfer:
    """Both departments held, then the accepted row locked. Raises NotAccepted."""
    hold([transfer.from_department_id, transfer.to_department_id])
    rows = QuotaTransfer.objects.signed().select_for_update(of=("self",), no_key=True)
    kept = rows.select_related("from_department__board", "to_department__board").filter(pk=transfer.pk).first()
    if kept is None:
        raise NotAccepted
    return kept


def _claimed(ending: TransferEnding, by: User | None) -> TransferEnding:
    locked = TransferEnding.objects.select_for_update(of=("self",)).select_related(
        "transfer__from_department__board", "transfer__to_department__board", "proposed_by"
    )
    found = locked.get(pk=ending.pk)
    if not found.is_open:
        raise AlreadySettled
    if by is not None and found.proposed_by_id == by.pk:
        raise SamePersonForBoth
    return found


def _check(ending: TransferEnding) -> ModelYear:
    """The model year of the transfer, when the ending is possible as things stand now."""
    transfer, month = ending.transfer, ending.from_month
    last = transfer.last_month
    if month < transfer.first_month or (last is not None and month > last):
        raise EndsOutsideTransfer(transfer.first_month, last)
    year = model_year_of(month)
    if year is None:
        raise NoModelYearThen(month)
    refuse_closed([transfer.from_department, transfer.to_department], first=month, last=last)
    if below := _receiver_below_zero(transfer, month, year):
        raise ReceiverBelowZero(transfer.to_department, below)
    return year


def _receiver_below_zero(transfer: QuotaTransfer, from_month: Month, year: ModelYear) -> Month | None:
    """The first month in which the receiver would have given away more than is left when these places go back."""
    receiver = transfer.to_department_id
    row = QuotaTransfer.objects.signed().get(pk=transfer.pk)
    whole = seen_as(row, Direction.IN)
    others = list(signed_transfers()[receiver])
    if whole is not None:
        others.remove(whole)
        others += [shorter] if (shorter := whole.ended(from_month)) else []
    last = min(transfer.last_month or year.last_month, year.last_month)
    return first_month_overdrawn(
        versions=[promise for promise, _version in signed_versions(year)[receiver]],
        transfers=others,
        formula_quotas=quotas_by_month(year, receiver, months_between(from_month, last)),
    )
