"""A transfer is proposed by one of its two sides, and may be taken back until the other has answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from agreements.closed_months import refuse_closed
from agreements.models import QuotaTransfer
from agreements.operations.drafting import check_within
from agreements.operations.transfers.refusals import (
    AlreadySettled,
    NoModelYearThen,
    NotBetweenQuotas,
    TransferTooLarge,
)
from agreements.queries.effective import quotas_by_month, signed_transfers, signed_versions
from agreements.targets import Direction, Transfer, first_month_below_zero
from allocation.models import ModelYear
from allocation.queries import model_year_of
from foundation.periods import Month, months_between
from organisation.models import Department, User


@transaction.atomic
def propose_transfer(
    *,
    giver: Department,
    receiver: Department,
    number: int,
    first_month: Month,
    last_month: Month | None,
    by: User | None,
    today: date,
    side: Department | None = None,
    reason: str = "",
) -> QuotaTransfer:
    """A proposal moves nothing yet, but one that could not be accepted is refused at once.

    `side` is the department for which `by` proposes it; without one the giver. Raises NotBetweenQuotas,
    NoModelYearThen, OutsideModelYear, TouchesClosedMonth and TransferTooLarge.
    """
    transfer = QuotaTransfer(
        from_department=giver,
        to_department=receiver,
        number=number,
        first_month=first_month,
        last_month=last_month,
        reason=reason.strip(),
        proposed_for=side or giver,
        proposed_by=by,
        proposed_on=today,
    )
    check_transfer(transfer)
    transfer.save()
    return transfer


@transaction.atomic
def withdraw_transfer(*, transfer: QuotaTransfer, by: User, today: date) -> None:
    """Take a proposal back; the row stays and says so. Raises AlreadySettled when it is settled."""
    claimed_transfer(transfer).withdraw(on=today)


def claimed_transfer(transfer: QuotaTransfer) -> QuotaTransfer:
    """The row, locked and still open. Raises AlreadySettled."""
    locked = QuotaTransfer.objects.select_for_update(of=("self",))
    found = locked.select_related("from_department__board", "to_department__board", "proposed_by").get(pk=transfer.pk)
    if not found.is_open:
        raise AlreadySettled
    return found


def check_transfer(transfer: QuotaTransfer) -> ModelYear:
    """The model year that it begins in. Holds both departments: one promise at a time, no month is closed meanwhile.

    Raises NotBetweenQuotas, NoModelYearThen, OutsideModelYear, TouchesClosedMonth and TransferTooLarge.
    """
    giver, receiver = transfer.from_department, transfer.to_department
    for department in (giver, receiver):
        if not department.has_quota(transfer.first_month):
            raise NotBetweenQuotas(department)
    year = model_year_of(transfer.first_month)
    if year is None:
        raise NoModelYearThen(transfer.first_month)
    for department in (giver, receiver):
        if not department.has_quota(min(transfer.last_month or year.last_month, year.last_month)):
            raise NotBetweenQuotas(department)
    check_within(year, transfer.last_month)
    refuse_closed([giver, receiver], first=transfer.first_month, last=transfer.last_month)
    month = _below_zero(transfer, year)
    if month is not None:
        raise TransferTooLarge(giver, transfer.number, month)
    return year


def _below_zero(transfer: QuotaTransfer, year: ModelYear) -> Month | None:
    giver = transfer.from_department_id
    return first_month_below_zero(
        new=Transfer(transfer.number, transfer.first_month, transfer.last_month, Direction.OUT),
        versions=[promise for promise, _version in signed_versions(year)[giver]],
        transfers=signed_transfers()[giver],
        formula_quotas=quotas_by_month(year, giver, months_between(transfer.first_month, year.last_month)),
        until=year.last_month,
    )
